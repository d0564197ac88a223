import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { compile, withLines } from "./compile.ts";
import { decide } from "./decide.ts";
import type { Answer } from "./decision.ts";
import { decideNaively } from "./naive.ts";
import { clauseOf, HOUR, hours, request, stateOf, world } from "./testing-worlds.ts";

// Many random organisations: slow only on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

type Reason = Pick<Answer["because"][number], "pact" | "clause" | "trigger" | "at" | "consequence" | "override">;
const key = (r: Reason) => `${r.pact} ${r.clause} ${r.trigger} ${r.at} ${r.consequence} ${r.override}`;

/** What must not change while an answer is valid. */
const constant = (a: Pick<Answer, "verdict" | "permitted" | "limits"> & { because: Reason[] }) => ({
  verdict: a.verdict,
  permitted: a.permitted,
  limits: a.limits,
  because: a.because.map(key).sort(),
});

describe("the compiled and the naive evaluator", () => {
  it("agree on every state, request and instant", () => {
    fc.assert(
      fc.property(world, request, hours(0, 90), fc.boolean(), (given, asked, now, reviewApproved) => {
        const state = stateOf(given);
        const answer = decide(compile(state), asked, now, { reviewApproved });
        const naive = decideNaively(state, asked, now, reviewApproved);
        expect(constant(answer)).toEqual(constant(naive));
        expect(answer.shadow?.verdict ?? null).toBe(naive.shadow);
      }),
      { numRuns: 300 },
    );
  });
});

describe("validUntil", () => {
  it("is the first instant at which time alone changes the answer", () => {
    fc.assert(
      fc.property(
        world,
        request,
        hours(0, 60),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (given, asked, now, samples) => {
          const state = stateOf(given);
          const answer = decide(compile(state), asked, now);
          const until = answer.validUntil;
          const end = until ?? now + 400 * 24 * HOUR;
          for (const share of [...samples, 1]) {
            const t = Math.min(end - 1, Math.round(now + share * (end - now)));
            expect(constant(decideNaively(state, asked, t))).toEqual(constant(answer));
          }
          if (until !== null) {
            expect(until).toBeGreaterThan(now);
            expect(constant(decideNaively(state, asked, until))).not.toEqual(constant(answer));
          }
          if (answer.permitted) {
            expect(answer.useBy).toBeLessThanOrEqual(Math.min(until ?? Infinity, now + 300_000));
            expect(answer.useBy).toBeGreaterThan(now);
          } else expect(answer.useBy).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what can never happen", () => {
  const strength = { block: 3, review: 2, degrade: 1, allow: 0 };

  it("a further clause turns a block into anything weaker", () => {
    fc.assert(
      fc.property(world, request, clauseOf("c9"), hours(0, 40), (given, asked, clause, now) => {
        const pacts = given.pacts.map((document) => ({ ...document, clauses: [...document.clauses, clause] }));
        const before = decide(compile(stateOf(given)), asked, now);
        const after = decide(compile(stateOf({ ...given, pacts })), asked, now);
        // Limits that a further clause brings may give a limited grant or cap something to go by, where before a person had to
        // look.
        const caps = ["granted", "metric"];
        const limitedGrant = before.because.some((one) => caps.includes(one.trigger) && one.consequence === "review");
        if (before.verdict === "block") expect(after.verdict).toBe("block");
        if (!limitedGrant) expect(strength[after.verdict]).toBeGreaterThanOrEqual(strength[before.verdict]);
      }),
      { numRuns: 300 },
    );
  });

  it("more evidence alone lifts what is latched until a sign-off", () => {
    fc.assert(
      fc.property(world, (given) => {
        const pacts = given.pacts.map((document) => ({
          ...document,
          clauses: document.clauses.map((clause) => ({ ...clause, restore: "signoff" as const })),
        }));
        const signed = { ...given, pacts };
        let before: string[] = [];
        for (let n = 0; n <= given.evidence.length; n++) {
          const latched = stateOf(signed, n).latches.map(({ pact, clause, trigger, at, release }) =>
            [pact, clause, trigger, at, release].join(),
          );
          expect(latched).toEqual(expect.arrayContaining(before));
          before = latched;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("an answer of a delta differs from one compiled whole", () => {
    fc.assert(
      fc.property(world, request, hours(0, 40), fc.nat(14), (given, asked, now, cut) => {
        const [before, after] = [stateOf(given, Math.min(cut, given.evidence.length)), stateOf(given)];
        const snapshot = withLines(compile(before), after.lines, after.latches, after.revision);
        // A clause whose latches all went is named by its line alone.
        expect(decide(snapshot, asked, now)).toEqual(decide(compile(after), asked, now));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is kept from one request to the next", () => {
  it("changes no answer", () => {
    fc.assert(
      fc.property(world, fc.array(request, { minLength: 1, maxLength: 6 }), hours(0, 40), (given, asked, now) => {
        const state = stateOf(given);
        const snapshot = compile(state);
        for (const one of [...asked, ...asked]) {
          expect(decide(snapshot, one, now)).toEqual(decide(compile(state), one, now));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("cannot be written to by who reads an answer", () => {
    fc.assert(
      fc.property(world, request, hours(0, 40), (given, asked, now) => {
        const { because, warnings, settlements, pacts } = decide(compile(stateOf(given)), asked, now);
        for (const shared of [because, warnings, settlements].filter(({ length }) => length === 0))
          expect(Object.isFrozen(shared)).toBe(true);
        expect(Object.isFrozen(pacts)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("sentences", () => {
  it("name the rule and the owner, and never say that something went wrong", () => {
    fc.assert(
      fc.property(world, request, hours(0, 40), (given, asked, now) => {
        for (const because of decide(compile(stateOf(given)), asked, now).because) {
          expect(because.says).not.toMatch(/undefined|null|NaN|Infinity|something went wrong/i);
          if (because.clause) expect(because.says).toMatch(/^Clause c\d .*Owner: team\./);
        }
      }),
      { numRuns: 300 },
    );
  });
});
