import fc from "fast-check";
import { expect, it } from "vitest";
import { carriedTolerance, cleanChecksFor } from "./launch.ts";
import { compareSuites, saySuite, suiteOdds } from "./suite.ts";

it("a suite in which nothing differs says nothing: its e-value is 1", () => {
  expect(suiteOdds(0, 0)).toBeCloseTo(1, 12);
});

it("under a release that changed nothing the e-value has mean 1, so it reaches N with chance at most 1/N", () => {
  const choose = (n: number, k: number) =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
  for (const n of [1, 2, 7, 40, 300]) {
    let mean = 0;
    for (let b = 0; b <= n; b++) mean += choose(n, b) * 0.5 ** n * suiteOdds(b, n - b);
    expect(mean).toBeCloseTo(1, 9);
  }
});

it("more newly failing cases never lower it, more newly passing ones never raise it, and it stays finite", () => {
  fc.assert(
    fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
      const odds = suiteOdds(b, c);
      expect(Number.isFinite(odds)).toBe(true);
      expect(suiteOdds(b + 1, c)).toBeGreaterThanOrEqual(odds);
      expect(suiteOdds(b, c + 1)).toBeLessThanOrEqual(odds);
    }),
    // So far in the tail that its chance is smaller than the smallest number.
    { examples: [[544, 2618]] },
  );
});

it("two runs are compared by the cases that both have, and the comparison says what it found", () => {
  const after = { a: "fail", b: "pass", c: "pass", fresh: "fail", ...JSON.parse('{"toString":"fail"}') };
  const compared = compareSuites(
    { release: "r1", cases: { a: "pass", b: "pass", c: "fail", gone: "pass" } },
    { release: "r2", cases: after },
  );
  expect(compared).toMatchObject({ common: 3, newlyFailing: 1, newlyPassing: 1, against: "r1", release: "r2" });
  expect(saySuite({ release: "r2", against: "r1", common: 629, newlyFailing: 41, newlyPassing: 2, e: 12_400 })).toBe(
    "against r1, 41 of 629 cases newly fail and 2 newly pass; 12,400 to 1 that r2 is worse",
  );
  expect(compareSuites({ release: "r1", cases: { a: "pass" } }, { release: "r2", cases: { b: "pass" } })).toBeNull();
});

it("launch evals carry the one-sided 95 % upper bound of their failure rate", () => {
  expect(carriedTolerance(622, 7)).toBeCloseTo(0.0208, 4);
  expect(carriedTolerance(100, 0)).toBeCloseTo(1 - 0.05 ** (1 / 100), 12);
  expect(carriedTolerance(0, 3)).toBe(1);
});

it("a target asks for as many clean checks as the method says", () => {
  expect([0.05, 0.01, 0.001].map((p0) => cleanChecksFor(p0))).toEqual([38, 191, 1920]);
});
