import fc from "fast-check";
import { expect, test } from "vitest";
import { shelvedAbove, takeYardstick } from "./method-version.ts";
import { newMonitor, planMonitor, stepMonitor } from "./monitor.ts";
import type { ClauseLine } from "./state.ts";

const plan = planMonitor(0.02);
type Measured = Pick<ClauseLine, "monitor" | "method" | "shelved">;
const step = (line: Measured, method: string | null, failed: boolean): Measured & { changed: string | null } => {
  const yardstick = takeYardstick(line, method, plan);
  const checks = { passed: failed ? 0 : 1, failed: failed ? 1 : 0, at: 0 };
  return { ...yardstick, monitor: stepMonitor(yardstick.monitor, plan, checks) };
};
const NONE: Measured = { monitor: null };

test("a changed yardstick starts at nothing, is told once, and checks are numbered on", () => {
  let line = step(step(NONE, "v1", true), "v1", true);
  const before = line.monitor?.e ?? 0;
  expect(before).toBeGreaterThan(100);
  line = step(line, "v2", false);
  expect(line.changed).toMatch(/method v2 from check 3 on, by method v1 before/);
  expect(line.monitor).toMatchObject({ checks: 3, failed: 2 });
  expect(line.monitor?.e).toBeLessThan(2);
  expect(shelvedAbove(line, before)).toBe(true);
  expect(step(line, "v1", false).changed).toBeNull();
});

test("whatever the order of two yardsticks, each monitor says what it says of its own checks alone", () => {
  const checks = fc.array(fc.record({ method: fc.constantFrom("v1", null), failed: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(checks, (all) => {
      let line = NONE;
      for (const { method, failed } of all) line = step(line, method, failed);
      for (const method of ["v1", null]) {
        const own = all.filter((one) => one.method === method);
        if (own.length === 0) continue;
        const alone = own.reduce(
          (state, { failed }) => stepMonitor(state, plan, { passed: failed ? 0 : 1, failed: failed ? 1 : 0, at: 0 }),
          newMonitor(plan),
        );
        const held =
          line.method === method ? line.monitor : line.shelved?.find((one) => one.method === method)?.monitor;
        expect(held?.m).toEqual(alone.m);
        expect(held?.e).toBe(alone.e);
      }
    }),
  );
});
