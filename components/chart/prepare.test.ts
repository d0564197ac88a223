import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prepareSpark, prepareVerdicts, stepFor, VERDICT_KEYS } from "./prepare";

const DAY = 86_400_000;
const base = { from: "2026-11-13T00:00:00Z", to: "2026-11-20T00:00:00Z", now: "2026-11-19T14:20:00Z", step: DAY };

describe("verdicts over time", () => {
  test("counts are gathered into the bucket they fall in, and none is lost or doubled", () => {
    const instant = fc.integer({ min: Date.parse(base.from), max: Date.parse(base.to) - 1 });
    const row = fc.record({ at: instant, allow: fc.nat(50), block: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const counts = rows.map((each) => ({ ...each, at: new Date(each.at).toISOString() }));
        const series = prepareVerdicts({ ...base, counts });
        expect(series.totals.allow).toBe(rows.reduce((total, each) => total + each.allow, 0));
        expect(series.total).toBe(series.bars.reduce((total, bar) => total + bar.total, 0));
      }),
    );
  });

  test("a bucket without decisions is zero, one before the records began is a gap", () => {
    const { bars } = prepareVerdicts({ ...base, since: "2026-11-15T08:00:00Z", counts: [] });
    expect(bars.map((bar) => bar.gap)).toEqual([true, true, false, false, false, false, false]);
    expect(bars.every((bar) => bar.total === 0)).toBe(true);
  });

  test("only the bucket that is still filling is provisional, and the axis says today", () => {
    const series = prepareVerdicts({ ...base, counts: [] });
    expect(series.bars.filter((bar) => bar.provisional).map((bar) => bar.at)).toEqual([Date.parse("2026-11-19")]);
    expect(series.ticks.at(-1)?.label).toBe("today");
  });

  test("one block among thousands is still seen, and counted as one", () => {
    const series = prepareVerdicts({ ...base, counts: [{ at: "2026-11-14T10:00:00Z", allow: 5000, block: 1 }] });
    const bar = series.bars[1]!;
    expect(bar.counts.block).toBe(1);
    expect(bar.shown.block).toBeGreaterThan(5001 / 96);
    expect(bar.shown.review).toBe(0);
  });

  test("what lies outside the range is left out; markers of one bucket are joined", () => {
    const markers = [
      { at: "2026-11-14T01:00:00Z", label: "a to limited" },
      { at: "2026-11-14T09:00:00Z", label: "b to supervised" },
      { at: "2026-10-01T00:00:00Z", label: "long ago" },
    ];
    const series = prepareVerdicts({ ...base, counts: [{ at: "2026-11-21T00:00:00Z", allow: 3 }], markers });
    expect(series.total).toBe(0);
    expect(series.markers).toEqual([{ at: Date.parse("2026-11-14"), label: "a to limited; b to supervised" }]);
  });

  test("a bucket length never gives more bars than asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 1800 * DAY }), (range) => {
        expect(range / stepFor(0, range)).toBeLessThanOrEqual(60);
      }),
    );
    expect(VERDICT_KEYS).toHaveLength(4);
  });
});

describe("sparklines", () => {
  test("gaps stay gaps: the line is broken where nothing was measured", () => {
    const spark = prepareSpark({ values: [1, 2, null, 3, 4], width: 128, height: 28 });
    expect(spark.lines).toHaveLength(2);
  });

  test("stretches beyond the threshold are marked, on the side that breaks the promise", () => {
    const threshold = { op: "min" as const, value: 0.9 };
    const spark = prepareSpark({ values: [0.8, 0.95, 0.9], threshold, width: 128, height: 28 });
    expect(spark.broken).toEqual([{ x: 0, width: 64 }]);
    expect(prepareSpark({ values: [null], width: 128, height: 28 }).lines).toEqual([]);
  });
});
