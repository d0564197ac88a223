import { expect, test } from "vitest";
import { prepareFlow } from "./prepare";

const before = { allow: 9990, degrade: 0, review: 5, block: 5 };
const side = {
  after: { allow: 9000, degrade: 0, review: 995, block: 5 },
  flow: [
    { from: "allow", to: "allow", count: 9000 },
    { from: "allow", to: "review", count: 990 },
    { from: "review", to: "review", count: 5 },
    { from: "block", to: "block", count: 5 },
  ] as const,
};

test("both bars are as wide as the drawing, and what is there is never too thin to be seen", () => {
  const { before: top, after: bottom } = prepareFlow(before, { ...side, flow: [...side.flow] }, 600);
  for (const bar of [top, bottom]) {
    expect(bar.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(600);
    for (const { count, width } of bar) expect(width >= 2).toBe(count > 0);
  }
});

test("each band begins and ends within its own slices", () => {
  const { before: top, after: bottom, bands } = prepareFlow(before, { ...side, flow: [...side.flow] }, 600);
  expect(bands.map(({ changed }) => changed)).toEqual([false, true, false, false]);
  for (const band of bands) {
    const ends = [
      [top.find(({ key }) => key === band.from), band.top],
      [bottom.find(({ key }) => key === band.to), band.bottom],
    ] as const;
    for (const [slice, [x, width]] of ends) {
      expect(x).toBeGreaterThanOrEqual((slice?.x ?? 0) - 1e-9);
      expect(x + width).toBeLessThanOrEqual((slice?.x ?? 0) + (slice?.width ?? 0) + 1e-9);
    }
  }
});

test("nothing replayed is two empty bars", () => {
  const none = { allow: 0, degrade: 0, review: 0, block: 0 };
  expect(prepareFlow(none, { after: none, flow: [] }, 600).bands).toEqual([]);
});
