import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { advanceMonitor, explainMonitor, newMonitor, planMonitor, restartMonitor, stepMonitor } from "./monitor.ts";
import { seeded } from "./testing-random.ts";

// Millions of checks: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

interface MonitorCase {
  p0: number;
  components: number[];
  fails_at: number[];
  n: number;
  stat_at: Record<string, number>;
  first_crossing: Record<string, number>;
}
const golden = fileURLToPath(new URL("../../../shared/conformance/monitor.json", import.meta.url));

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected) / Math.abs(expected)).toBeLessThan(1e-9);

describe.skipIf(!existsSync(golden))("golden monitor sequences (skipped without ../shared/conformance)", () => {
  const cases = existsSync(golden) ? (JSON.parse(readFileSync(golden, "utf8")).cases as MonitorCase[]) : [];
  it.each(cases)("E agrees to 1e-9 relative at tolerance $p0", (golden) => {
    const plan = planMonitor(golden.p0);
    expect(plan.components).toHaveLength(golden.components.length);
    plan.components.forEach((p, k) => {
      close(p, golden.components[k] as number);
    });
    let state = newMonitor(plan);
    const crossed: Record<string, number> = {};
    for (let check = 1; check <= golden.n; check++) {
      const failed = golden.fails_at.includes(check) ? 1 : 0;
      state = stepMonitor(state, plan, { passed: 1 - failed, failed, at: check });
      const expected = golden.stat_at[check];
      if (expected !== undefined) close(state.e, expected);
      for (const level of Object.keys(golden.first_crossing)) {
        if (state.e >= Number(level)) crossed[level] ??= check;
      }
    }
    expect(crossed).toEqual(golden.first_crossing);
  });
});

function meanDelay(p0: number, p1: number, runs: number): number {
  const plan = planMonitor(p0);
  const next = seeded(7);
  let total = 0;
  for (let run = 0; run < runs; run++) {
    const state = newMonitor(plan);
    while (state.e < 10_000) {
      const failed = next() < p1 ? 1 : 0;
      advanceMonitor(state, plan, { passed: 1 - failed, failed, at: 0 });
    }
    total += state.checks;
  }
  return total / runs;
}

describe("the promise", () => {
  it.each([
    [0.01, 0.02, 669],
    [0.01, 0.05, 112],
    [0.01, 0.1, 39.6],
    [0.01, 0.3, 9.6],
    [0.05, 0.1, 202],
    [0.05, 0.2, 42.3],
  ])("a change from %d to %d is found within 1.6 times the exact limit of %d checks", (p0, p1, limit) => {
    expect(meanDelay(p0, p1, 1000)).toBeLessThanOrEqual(1.6 * limit);
  });

  it("an agent at its tolerance raises at most 0.6 false alarms per 10,000 checks", () => {
    const plan = planMonitor(0.01);
    const next = seeded(11);
    let state = newMonitor(plan);
    let alarms = 0;
    for (let check = 0; check < 1_000_000; check++) {
      const failed = next() < 0.01 ? 1 : 0;
      advanceMonitor(state, plan, { passed: 1 - failed, failed, at: 0 });
      if (state.e < 10_000) continue;
      alarms++;
      state = restartMonitor(state);
    }
    expect(alarms).toBeLessThanOrEqual(60);
  });

  it("at a target of 1 the first failure alarms at every level, and clean checks never do", () => {
    const plan = planMonitor(0);
    let state = newMonitor(plan);
    for (let check = 0; check < 1000; check++) state = stepMonitor(state, plan, { passed: 1, failed: 0, at: check });
    expect(state.e).toBe(0);
    state = stepMonitor(state, plan, { passed: 99, failed: 1, at: 1000 });
    expect(state.e).toBeGreaterThanOrEqual(1e9);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(explainMonitor(state, 0)).toContain("the pact allows none");
  });

  it("a tolerance above the whole ladder is tested against one rate half-way to certainty", () => {
    expect(planMonitor(0.95).components).toEqual([0.975]);
  });
});

describe("a record of many checks", () => {
  it("is one step and stays finite, however many checks", () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(100_000),
        fc.constantFrom(0, 0.001, 0.02, 0.5, 0.999, 1),
        (passed, failed, p0) => {
          const plan = planMonitor(p0);
          const state = stepMonitor(newMonitor(plan), plan, { passed, failed, at: 0 });
          expect(state.m.every(Number.isFinite)).toBe(true);
          expect(Number.isFinite(state.e)).toBe(true);
          expect(state.checks).toBe(passed + failed);
        },
      ),
    );
  });
});

describe("the explanation", () => {
  it("names where the failures began, how many, what is allowed and the odds", () => {
    const plan = planMonitor(0.02);
    let state = newMonitor(plan);
    state = stepMonitor(state, plan, { passed: 8411, failed: 0, at: 1 });
    for (let i = 0; i < 61; i++) {
      const failed = i % 7 === 0 ? 1 : 0;
      state = stepMonitor(state, plan, { passed: 1 - failed, failed, at: 2 + i });
    }
    expect(explainMonitor(state, 0.02)).toMatch(
      /^since check 8,412, 9 of 61 failed \(14\.8 %\); the pact allows 2 %; [\d,]+ to 1 that the promise is broken$/,
    );
  });

  it("says so where nothing is known or nothing is wrong", () => {
    const plan = planMonitor(0.02);
    expect(explainMonitor(newMonitor(plan), 0.02)).toBe("no checks yet; the pact allows 2 %");
    const clean = stepMonitor(newMonitor(plan), plan, { passed: 500, failed: 0, at: 1 });
    expect(explainMonitor(clean, 0.02)).toContain("nothing says that the promise is broken");
  });
});
