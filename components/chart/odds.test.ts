import { expect, it } from "vitest";
import { type OddsPoint, prepareOdds } from "./odds";

const AT = Date.parse("2026-11-10T09:00:00Z");
const DAY = 86_400_000;
const point = (index: number, fields: Partial<OddsPoint> = {}): OddsPoint => ({
  id: `evd_${index}`,
  at: AT + index * 3_600_000,
  release: "r13",
  passed: 1,
  failed: 0,
  loss: null,
  odds: 5,
  checks: index + 1,
  ...fields,
});
const levels = [
  { at: 1000, does: "review" as const },
  { at: 10000, does: "degrade" as const },
];
const prepare = (points: OddsPoint[], fields: object = {}) =>
  prepareOdds({ points, levels, marks: [], reached: [], now: AT + 30 * DAY, width: 784, ...fields });

it("equal factors are equal heights, and odds below one half lie on the floor", () => {
  const { grid, bottom, lines } = prepare([point(0, { odds: 0 }), point(1)]);
  const steps = grid.slice(1).map(({ y }, index) => (grid[index] as { y: number }).y - y);
  for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 0);
  expect(lines[0]?.startsWith(`60,${bottom}`)).toBe(true);
});

it("a new release begins a line of its own, marked where it came", () => {
  const points = [point(0), point(1), point(2, { release: "r14" }), point(3, { release: "r14" })];
  const { lines, marks } = prepare(points, { marks: [{ at: AT + 1.5 * 3_600_000, kind: "release", text: "r14" }] });
  expect(lines).toHaveLength(2);
  expect(marks).toMatchObject([{ text: "r14", label: true }]);
});

it("an alarm stands on the record that reached its stage", () => {
  const points = [point(0), point(1, { odds: 1240, failed: 1 }), point(2)];
  const reached = [{ at: 1000, does: "review" as const, since: "2026-11-10T10:00:00Z", evidence: "evd_1" }];
  const { alarms, dots } = prepare(points, { reached });
  expect(alarms).toHaveLength(1);
  expect(alarms[0]?.x).toBe(dots.find(({ failed }) => failed)?.x);
});

it("thousands of records keep their highest odds and every failure's place", () => {
  const points = Array.from({ length: 5000 }, (_, i) => point(i, i === 3210 ? { odds: 9000, failed: 1 } : {}));
  const { lines, dots, alarms } = prepare(points, {
    reached: [{ at: 1000, does: "review", since: "2026-11-10T10:00:00Z", evidence: "evd_3210" }],
  });
  expect(lines[0]?.split(" ").length).toBeLessThanOrEqual(480);
  expect(dots.filter(({ failed }) => failed)).toHaveLength(1);
  expect(alarms).toHaveLength(1);
});

it("every record is a dot: failed ones in a row of their own, larger the more of its checks failed", () => {
  const { dots, rows } = prepare([point(0), point(1, { failed: 1, passed: 19 }), point(2, { failed: 3, passed: 0 })]);
  expect(dots.map(({ failed }) => failed)).toEqual([false, true, true]);
  expect(dots.map(({ y }) => y)).toEqual([rows.passed, rows.failed, rows.failed]);
  expect(dots[2]?.r).toBeGreaterThan(dots[1]?.r as number);
});

it("what was measured stands between the rows of what passed and of what failed, as high as its loss", () => {
  const { dots, rows } = prepare([
    point(0, { loss: 0 }),
    point(1, { loss: 0.5, passed: 0, failed: 1 }),
    point(2, { loss: 1, passed: 0, failed: 1 }),
  ]);
  expect(dots.map(({ y }) => y)).toEqual([rows.passed, (rows.passed + rows.failed) / 2, rows.failed]);
  expect(dots[1]?.title).toContain("a loss of 50");
});
