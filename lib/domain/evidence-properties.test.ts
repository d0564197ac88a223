import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { capOf, minAuthority } from "./authority.ts";
import { compile } from "./compile.ts";
import { latchBinds, latchConsequence } from "./latch.ts";
import { newMonitor, planMonitor, stepMonitor } from "./monitor.ts";
import { standing } from "./standing.ts";
import type { Authority } from "./state.ts";
import { compareSuites } from "./suite.ts";
import { NOW, stateOf, type World, world } from "./testing-worlds.ts";

// Many random organisations: slow only on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

/** What holds on evidence alone: no override set anything aside, and no pact is a shadow. */
const plain = (
  given: World,
  change: (clause: World["pacts"][number]["clauses"][number]) => object = () => ({}),
): World => ({
  ...given,
  pacts: given.pacts.map((document) => ({
    ...document,
    mode: "enforce" as const,
    clauses: document.clauses.map((clause) => ({ ...clause, ...change(clause) })),
  })),
  rest: { ...given.rest, overrides: [] },
});

/** Effective authority of each pact's agent on its current release, by pact. */
function authorities(given: World, upTo = given.evidence.length): Map<string, Authority> {
  const snapshot = compile(stateOf(given, upTo));
  const reports = ["a", "b"].flatMap((agent) => standing(snapshot, agent, NOW)?.pacts ?? []);
  return new Map(reports.map(({ pact, authority }) => [pact, authority.effective]));
}

const rises = (before: Map<string, Authority>, after: Map<string, Authority>) =>
  [...after].filter(([pact, now]) => minAuthority(before.get(pact) ?? now, now) !== now);

const next = fc.record({
  pact: fc.nat(2),
  clause: fc.nat(2),
  failed: fc.integer({ min: 1, max: 50 }),
  at: fc.integer({ min: -200, max: 0 }).map((hours) => NOW + hours * 3_600_000),
  vouchedBy: fc.constantFrom("self" as const, "provider" as const, "runtime" as const),
});

describe("more evidence alone never raises authority", () => {
  it("above what is latched, until a restoration", () => {
    fc.assert(
      fc.property(world, fc.nat(14), (given, cut) => {
        const signed = plain(given, () => ({ restore: "signoff" }));
        const then = stateOf(signed, Math.min(cut, signed.evidence.length)).latches;
        const now = authorities(signed);
        for (const latch of then.filter(({ verifiedAt }) => verifiedAt <= NOW)) {
          const document = signed.pacts.find(({ pact }) => pact === latch.pact);
          const clause = document?.clauses.find(({ key }) => key === latch.clause);
          const perRelease = clause?.evidence?.perRelease ?? false;
          if (!document || !clause || !latchBinds(latch, { perRelease, release: "r1", current: "r1" })) continue;
          const most = capOf(latchConsequence(latch, clause, document).do);
          const effective = now.get(latch.pact) as Authority;
          expect(minAuthority(effective, most)).toBe(effective);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("where it fails, whatever was there before and however it is restored", () => {
    fc.assert(
      fc.property(world, next, fc.constantFrom("r1", "r2"), (given, failing, release) => {
        const before = plain(given);
        const after = { ...before, evidence: [...before.evidence, { ...failing, release, passed: 0 } as never] };
        expect(rises(authorities(before), authorities(after))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("where it is of another release, of a clause that each release proves anew", () => {
    fc.assert(
      fc.property(world, next, fc.nat(200), (given, one, passed) => {
        const before = plain(given, ({ evidence }) =>
          evidence ? { evidence: { ...evidence, perRelease: true } } : {},
        );
        const after = { ...before, evidence: [...before.evidence, { ...one, passed, release: "r2" } as never] };
        expect(rises(authorities(before), authorities(after))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the order inside one record does not matter", () => {
  const checks = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 });

  it("to the monitor: one step is the product of its checks, in whatever order they came", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.001, 0.01, 0.02, 0.1, 0.5),
        fc.array(checks, { minLength: 1, maxLength: 5 }),
        (p0, records) => {
          const plan = planMonitor(p0);
          let state = newMonitor(plan);
          const m = plan.components.map(() => 0);
          for (const record of records) {
            const failed = record.filter((one) => one).length;
            state = stepMonitor(state, plan, { passed: record.length - failed, failed, at: 0 });
            plan.components.forEach((_, k) => {
              const ratios = record.map((one) => (one ? plan.ratioFailed[k] : plan.ratioPassed[k]) as number);
              m[k] = ratios.reduce((product, ratio) => product * ratio, (m[k] as number) + 1);
            });
          }
          const e = m.reduce((sum, one) => sum + one, 0) / m.length;
          expect(Math.abs(state.e - e)).toBeLessThanOrEqual(1e-9 * Math.max(1e-300, e));
        },
      ),
    );
  });

  it("to a check that is measured: a loss of 0 or 1 is a check that passed or failed, and one between lies between", () => {
    fc.assert(
      fc.property(fc.constantFrom(0.01, 0.1), fc.double({ min: 0, max: 1, noNaN: true }), (p0, x) => {
        const plan = planMonitor(p0);
        const e = (step: object) => stepMonitor(newMonitor(plan), plan, { passed: 0, failed: 1, at: 0, ...step }).e;
        const k = plan.components.length;
        const formula = plan.components.reduce((sum, p) => sum + 1 + ((p - p0) / (p0 * (1 - p0))) * (x - p0), 0) / k;
        expect(e({ loss: x })).toBeCloseTo(formula, 9);
        expect(e({ loss: 1 })).toBeCloseTo(e({}), 9);
        expect(e({ loss: 0 })).toBeCloseTo(e({ passed: 1, failed: 0 }), 9);
      }),
    );
  });

  it("to a suite: the same cases in another order compare the same", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(40), { minLength: 1 }),
        fc.infiniteStream(fc.boolean()),
        fc.nat(40),
        (ids, flips, cut) => {
          const told = () => ids.map((id) => [`case-${id}`, flips.next().value ? "pass" : "fail"] as const);
          const turned = <T>(all: T[]) => [...all.slice(cut % all.length), ...all.slice(0, cut % all.length)].reverse();
          const [before, after] = [told(), told()];
          const run = (release: string, cases: (readonly [string, "pass" | "fail"])[]) => ({
            release,
            cases: Object.fromEntries(cases),
          });
          expect(compareSuites(run("r1", turned(before)), run("r2", turned(after)))).toEqual(
            compareSuites(run("r1", before), run("r2", after)),
          );
        },
      ),
    );
  });
});
