import fc from "fast-check";
import { expect, test } from "vitest";
import { minAuthority } from "./authority.ts";
import { grantedLevel, judgeGrant, outlived } from "./grant-change.ts";
import type { Authority, GrantState } from "./state.ts";

const LEVELS: Authority[] = ["full", "limited", "supervised", "suspended"];
const grant = (level: Authority, since: number, until: number | null = null): GrantState => ({
  id: `grt_${since}`,
  agent: "a",
  workflow: "w",
  level,
  reason: "test",
  since,
  until,
});

test("where nothing was granted, anything lowers and nothing raises", () => {
  for (const level of LEVELS)
    expect(judgeGrant([], { level, until: null }, 10)).toEqual({ kind: "lower", until: null });
});

test("more than holds now is a raise, however short", () => {
  const scope = [grant("suspended", 1)];
  expect(judgeGrant(scope, { level: "limited", until: 11 }, 10)).toEqual({ kind: "raise" });
});

test("a grant with an end falls back to the one before it", () => {
  const scope = [grant("supervised", 1), grant("full", 2, 20)];
  expect(grantedLevel(scope, 19)).toBe("full");
  expect(grantedLevel(scope, 20)).toBe("supervised");
});

test("cutting a probation short to less than full never outlasts the probation", () => {
  const scope = [grant("suspended", 1), grant("full", 2, 20)];
  expect(judgeGrant(scope, { level: "limited", until: null }, 10)).toEqual({ kind: "lower", until: 20 });
});

const instant = fc.integer({ min: 11, max: 40 });
const scopes = fc
  .array(fc.record({ level: fc.constantFrom(...LEVELS), until: fc.option(instant) }), { maxLength: 5 })
  .map((all) => all.map(({ level, until }, i) => grant(level, i + 1, until)));

test("a lowering is never above what held before it, at any later instant", () => {
  fc.assert(
    fc.property(scopes, fc.constantFrom(...LEVELS), fc.option(instant), (scope, level, until) => {
      const judged = judgeGrant(scope, { level, until }, 10);
      if (judged.kind === "raise") return;
      const over = outlived(scope, judged.until);
      const after = [...scope.filter((one) => !over.includes(one)), grant(level, 10, judged.until)];
      for (let at = 10; at <= 41; at++) {
        const [before, now] = [grantedLevel(scope, at), grantedLevel(after, at)];
        expect(minAuthority(before, now)).toBe(now);
      }
    }),
  );
});

test("what is over would never have ruled again", () => {
  fc.assert(
    fc.property(scopes, fc.constantFrom(...LEVELS), fc.option(instant), (scope, level, until) => {
      const kept = scope.filter((one) => !outlived(scope, until).includes(one));
      const next = grant(level, 10, until);
      for (let at = 10; at <= 41; at++)
        expect(grantedLevel([...kept, next], at)).toBe(grantedLevel([...scope, next], at));
    }),
  );
});
