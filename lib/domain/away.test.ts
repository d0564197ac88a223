import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decideAway, LAST_GOOD_MS, riskOf } from "./away.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import { LEVELS, type Level } from "./pact.ts";
import { HOUR, hours, NOW, request, stateOf, world } from "./testing-worlds.ts";

vi.setConfig({ testTimeout: 60_000 });

const STRENGTH = { allow: 0, degrade: 1, review: 2, block: 3 } as const;

/** A world whose agents' actions are all of one risk. */
const worldOf = (risk: Level) => (given: Parameters<typeof stateOf>[0], actions: string[]) => {
  const state = stateOf(given);
  const slugs = [...new Set(state.pacts.map(({ document }) => document.workflow))];
  const workflows = slugs.map((slug) => ({
    slug,
    name: slug,
    consequential: true,
    risk,
    actions: actions.map((name) => ({ name, risk })),
  }));
  return { ...state, workflows };
};

describe("the answer while the database is away", () => {
  it("is never weaker than the pact's own, uses no override, and is no better than the risk allows", () => {
    fc.assert(
      fc.property(
        world,
        request,
        hours(0, 60),
        fc.constantFrom(...LEVELS),
        fc.integer({ min: 0, max: 2 * HOUR }),
        (given, asked, now, risk, age) => {
          const state = worldOf(risk)(given, [asked.action]);
          const strict = decide(compile({ ...state, overrides: [] }), asked, now);
          const snapshot = compile(state);
          const answer = decideAway(snapshot, asked, now, now - age);
          expect(STRENGTH[answer.verdict]).toBeGreaterThanOrEqual(STRENGTH[strict.verdict]);
          expect(answer.because.every(({ override }) => override === null)).toBe(true);
          if (strict.verdict === "block") expect(answer.verdict).toBe("block");
          const weighed = riskOf(snapshot, asked);
          const bound = LAST_GOOD_MS[weighed];
          expect(answer.away).toEqual({ risk: weighed, verifiedAt: now - age });
          if (bound !== null && age >= bound) expect(answer.verdict).toBe("block");
          else if (weighed === "high") expect(STRENGTH[answer.verdict]).toBeGreaterThanOrEqual(STRENGTH.review);
          else expect(answer.verdict).toBe(strict.verdict);
          if (answer.verdict === "review" || answer.verdict === "block") expect(answer.permitted).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is constant until the instant it names", () => {
    fc.assert(
      fc.property(
        world,
        request,
        hours(0, 60),
        fc.constantFrom(...LEVELS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, asked, now, risk, share) => {
          const snapshot = compile(worldOf(risk)(given, [asked.action]));
          const first = decideAway(snapshot, asked, now, now);
          const end = (first.validUntil ?? now + 400 * 24 * HOUR) - 1;
          const later = decideAway(snapshot, asked, Math.round(now + share * (end - now)), now);
          expect([later.verdict, later.permitted, later.limits]).toEqual([
            first.verdict,
            first.permitted,
            first.limits,
          ]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("the risk of an action", () => {
  const workflow = { slug: "pay", name: "Pay", consequential: true, risk: "medium" as const, actions: [] };
  const empty = {
    organisation: "o",
    revision: 1,
    settings: {} as never,
    agents: new Map(),
    twins: new Map(),
    grants: new Map(),
    caps: [],
  };

  it("is critical where nobody knows the action, its workflow or its agent", () => {
    expect(riskOf({ ...empty, workflows: [workflow] }, { agent: "a", action: "pay.out" })).toBe("critical");
    expect(riskOf({ ...empty, workflows: [workflow] }, { agent: "a", action: "pay.out", workflow: "pay" })).toBe(
      "critical",
    );
    expect(riskOf({ ...empty, workflows: [] }, { agent: "a", action: "pay.out", workflow: "none" })).toBe("critical");
  });

  it("is its own where the workflow names it, also for an agent without a pact", () => {
    const named = { ...workflow, actions: [{ name: "pay.out", risk: "low" as const }] };
    expect(riskOf({ ...empty, workflows: [named] }, { agent: "a", action: "pay.out", workflow: "pay" })).toBe("low");
  });

  it("is the workflow's where a pact covers an action that the workflow does not name", () => {
    fc.assert(
      fc.property(world, (given) => {
        const state = stateOf(given);
        const pact = state.pacts[0];
        const action = pact?.document.scope.actions.find((name) => !name.endsWith("*"));
        if (!pact || !action) return;
        const slug = pact.document.workflow;
        const snapshot = compile({ ...state, workflows: [{ ...workflow, slug }] });
        expect(riskOf(snapshot, { agent: pact.document.agent, action, workflow: slug })).toBe("medium");
      }),
      { numRuns: 50 },
    );
  });
});

describe("its sentence", () => {
  it("names the action, its risk and what is missing", () => {
    const snapshot = {
      organisation: "o",
      revision: 1,
      settings: { ungoverned: "allow", ungovernedAgents: {}, ungovernedWorkflows: {} } as never,
      agents: new Map(),
      twins: new Map(),
      grants: new Map(),
      caps: [],
      workflows: [],
    };
    const { verdict, because } = decideAway(snapshot, { agent: "a", action: "pay.out" }, NOW, NOW);
    expect(verdict).toBe("block");
    expect(because[0]).toMatchObject({ trigger: "away", consequence: "block", pact: null });
    expect(because[0]?.says).toBe(
      "The database is away, and pay.out is of critical risk: nothing of critical risk is done without a record. Ask again when it is back.",
    );
  });
});
