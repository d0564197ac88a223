import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addWeights, assurance, assuranceAt, pactScore, scoreWindow } from "./score.ts";

const DAY = 86_400_000;
const none = { n: 0, f: 0, at: 0 };

describe("assurance", () => {
  it.each([
    [0.05, 38],
    [0.01, 191],
    [0.001, 1920],
  ])("at tolerance %d, %d clean checks and no fewer reach .95", (p0, checks) => {
    expect(assurance(checks, 0, p0)).toBeGreaterThanOrEqual(0.95 - 5e-4);
    expect(assurance(checks * 0.97, 0, p0)).toBeLessThan(0.95);
  });

  it("does not trust the unknown", () => {
    expect(assurance(0, 0, 0.01)).toBeCloseTo(0.06, 2);
    expect(assurance(0, 0, 0)).toBe(assurance(0, 0, 0.001));
  });

  it("never falls by a passed check and never rises by a failed one", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(20), fc.constantFrom(0.001, 0.02, 0.2, 0.7), (passed, failed, p0) => {
        const here = assurance(passed + failed, failed, p0);
        expect(assurance(passed + failed + 1, failed, p0)).toBeGreaterThanOrEqual(here - 1e-12);
        expect(assurance(passed + failed + 1, failed + 1, p0)).toBeLessThanOrEqual(here + 1e-12);
      }),
    );
  });
});

describe("weights", () => {
  it("halve in each window", () => {
    const weights = addWeights(none, { passed: 100, failed: 4, observedAt: 0 }, 0.5, DAY);
    expect(weights).toEqual({ n: 52, f: 2, at: 0 });
    const later = addWeights(weights, { passed: 1, failed: 0, observedAt: DAY }, 1, DAY);
    expect(later).toEqual({ n: 27, f: 1, at: DAY });
  });

  it("do not depend on the order of arrival", () => {
    const record = fc.record({
      passed: fc.nat(50),
      failed: fc.nat(5),
      observedAt: fc.integer({ min: 0, max: 9 * DAY }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (records) => {
        const one = records.reduce((weights, r) => addWeights(weights, r, 1, DAY), none);
        const other = [...records].reverse().reduce((weights, r) => addWeights(weights, r, 1, DAY), none);
        const now = 10 * DAY;
        expect(assuranceAt(one, 0.02, DAY, now)).toBeCloseTo(assuranceAt(other, 0.02, DAY, now), 9);
      }),
    );
  });
});

describe("the instants at which decay alone crosses a line", () => {
  it("are exact to the millisecond, and the score is at or above the line only between them", () => {
    const weights = fc.record({
      n: fc.double({ min: 0.1, max: 5000, noNaN: true }),
      share: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(
        weights,
        fc.constantFrom(0.001, 0.02, 0.1, 0.3),
        fc.integer({ min: 1, max: 99 }),
        ({ n, share }, p0, below) => {
          const state = { n, f: n * share, at: 1_000_000 };
          const holds = (t: number) => 100 * assuranceAt(state, p0, DAY, t) >= below;
          const { from, until } = scoreWindow(state, p0, DAY, below);
          for (let i = 0; i <= 200; i++) {
            const t = Math.round(state.at + (i / 200) * 30 * DAY);
            // Within a hair of the line rounding decides, and that may differ from instant to instant.
            if (Math.abs(100 * assuranceAt(state, p0, DAY, t) - below) < 1e-9) continue;
            expect(holds(t)).toBe(t >= from && t < until);
          }
          if (Number.isFinite(until)) expect([holds(until - 1), holds(until)]).toEqual([true, false]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("do not exist where there is no evidence", () => {
    expect(scoreWindow(null, 0.01, DAY, 70)).toEqual({ from: Infinity, until: -Infinity });
    expect(scoreWindow(null, 0.01, DAY, 1)).toEqual({ from: -Infinity, until: Infinity });
  });
});

describe("the score of a pact", () => {
  it("is 100 less the points that its clauses lose, and names the critical clause that caps it", () => {
    const scored = pactScore([
      { key: "a", severity: "critical", assurance: 0.5 },
      { key: "b", severity: "minor", assurance: 1 },
      { key: "c", severity: "minor", assurance: null },
    ]);
    expect(scored?.parts.map((part) => part.pointsLost)).toEqual([40, 0]);
    expect(scored).toMatchObject({ score: 50, cappedBy: "a" });
  });

  it("is not capped by a lesser clause", () => {
    const scored = pactScore([
      { key: "a", severity: "critical", assurance: 0.9 },
      { key: "b", severity: "major", assurance: 0.2 },
    ]);
    expect(scored?.cappedBy).toBeNull();
    expect(scored?.score).toBeCloseTo((100 * (10 * 0.9 + 5 * 0.2)) / 15, 9);
  });

  it("does not exist without evidence", () => {
    expect(pactScore([{ key: "a", severity: "critical", assurance: null }])).toBeNull();
  });
});
