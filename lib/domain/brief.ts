/**
 * A brief: all that is known of one kind of request (an agent on a release, an action, the workflow and counterparty it
 * names) before one comes: the pacts concerned, the clauses to look at, and when nothing of their state acts. Made at
 * first sight and kept with the standings it rests on; a change of standing leaves it behind.
 */
import type { ClauseStanding } from "./clause-standing.ts";
import type { Answer, DecisionRequest } from "./decision.ts";
import type { Mode } from "./pact.ts";
import { type BoundPact, type PactPlan, type PlanBook, planFor } from "./plan.ts";
import { type ClauseProgram, type Condition, covers, limitedTo, type PactProgram } from "./program.ts";

/** A clause that names the action, and where it stands. */
export interface BriefClause {
  pact: BoundPact;
  clause: ClauseProgram;
  standing: ClauseStanding;
  when: Condition | null;
  require: Condition | null;
  /** Its place in `looked`; −1: a clause without `when` or `require`, which applies and asks nothing. */
  at: number;
}

/** A pact concerned, with its clauses that name the action. */
interface BriefPlan {
  plan: PactPlan;
  clauses: readonly BriefClause[];
  /** Those of them that look at the request, and of those the ones that may not apply: they have a `when`. */
  looking: readonly BriefClause[];
  optional: readonly BriefClause[];
  /** Facts to check the request for. */
  facts: PactProgram["facts"];
}

/** What a request comes to before a clause that looks at it. */
export const ASIDE = 0;
export const APPLIES = 1;
export const VIOLATED = 2;

/** What the request that was looked at comes to before one clause. */
export function comesTo({ at }: BriefClause, looked: Uint8Array): number {
  return at < 0 ? APPLIES : (looked[at] as number);
}

export interface Brief {
  /** The kind of request; its release is the agent's own where it names none. */
  release: string;
  action: string;
  workflow: string | undefined;
  counterparty: string | undefined;
  /** Nobody registered the release that it names. */
  unknownRelease: boolean;
  /** Where the agent's clauses stand for that release: by pact index, then clause index. */
  standings: readonly ClauseStanding[][];
  /** The pacts concerned; none: ungoverned. */
  plans: readonly BriefPlan[];
  /** There are such pacts, and all of them cover the request. */
  covered: boolean;
  /** Some clause looks at the request, or some fact is declared. */
  looks: boolean;
  /** What the request being decided comes to, clause by clause; the next one overwrites it. */
  looked: Uint8Array;
  /** A pact concerned wants the release to be named. */
  wantsRelease: boolean;
  edges: Edges;
  frame: Frame;
}

/**
 * What every decision compares the clock with, side by side in memory: read as fields, each would be a place of its own.
 * Nothing acts in `[calmFrom, calmUntil)`, neither a scope nor a clause that has no `when`; of what is enforced, nothing
 * does before `enforcedUntil` (the calm of a shadow pact is nobody's business); and nothing of the whole pacts in force
 * caps authority in `[fullFrom, fullUntil)`. Grants aside.
 */
type Edges = readonly [calmFrom: number, calmUntil: number, enforcedUntil: number, fullFrom: number, fullUntil: number];

/** What every answer says alike. */
interface Frame {
  mode: Mode;
  governed: boolean;
  pacts: Answer["pacts"];
  workflow: string | null;
  shadowed: boolean;
  permitMs: number;
}

/** How long a permit may be used where no pact in force says. */
const DEFAULT_PERMIT = 300_000;

/** What tells one kind of an agent's requests from another. */
export type Kind = Pick<Brief, "release" | "unknownRelease" | "action" | "workflow" | "counterparty">;

/** The plans of the pacts concerned: point 1 of CONTRACT.md 3. */
export function concerned(book: PlanBook, { action, workflow, counterparty }: DecisionRequest): PactPlan[] {
  const inWorkflow = (pact: BoundPact) => workflow === undefined || pact.workflow === workflow;
  const covering = planFor(book, action).filter(({ pact }) => {
    if (!inWorkflow(pact)) return false;
    return counterparty === undefined || pact.program.document.parties.counterparty === counterparty;
  });
  if (covering.some(({ pact }) => pact.mode === "enforce")) return covering;
  // No pact in force covers the action: those of the workflow answer with `scope`. A shadow pact that does cover it lets it
  // pass only where none is in force: it contributes nothing (point 9), so it cannot undo another pact's `scope` either.
  const outside = book.pacts
    .filter((pact) => inWorkflow(pact) && (pact.mode === "enforce" || covering.length === 0))
    .map((pact): PactPlan => {
      const covered = covers(pact.program.document.scope.actions, action);
      return {
        pact,
        clauses: [],
        limited: limitedTo(pact.program, action),
        fault: covered ? "counterparty" : "action",
      };
    });
  return [...covering, ...outside];
}

/** The interval in which all of some standings are calm, if there is one. */
function calmOf(standings: readonly ClauseStanding[]): [from: number, until: number] {
  let [from, until] = [-Infinity, Infinity];
  for (const { calmFrom, calmUntil } of standings) {
    from = Math.max(from, calmFrom);
    until = Math.min(until, calmUntil);
  }
  return [from, until];
}

/** The brief of one kind of request, which concerns these plans. */
export function briefOf(kind: Kind, concerning: readonly PactPlan[], standings: readonly ClauseStanding[][]): Brief {
  const standingsOf = ({ index }: BoundPact) => standings[index] as ClauseStanding[];
  let looks = 0;
  const plans = concerning.map((plan): BriefPlan => {
    const { pact, fault } = plan;
    const clauses = plan.clauses.map((index): BriefClause => {
      const clause = pact.program.clauses[index] as ClauseProgram;
      const standing = standingsOf(pact)[index] as ClauseStanding;
      const { when, require } = clause;
      return { pact, clause, standing, when, require, at: when || require ? looks++ : -1 };
    });
    const looking = clauses.filter(({ at }) => at >= 0);
    const optional = looking.filter(({ when }) => when !== null);
    return { plan, clauses, looking, optional, facts: fault ? [] : pact.program.facts };
  });
  const pacts = concerning.map(({ pact }) => pact);
  const enforced = pacts.filter(({ mode }) => mode === "enforce");
  const always = plans.flatMap(({ clauses }) => clauses).filter(({ when }) => when === null);
  const inForce = always.filter(({ pact }) => pact.mode === "enforce");
  const [calmFrom, calmUntil] = calmOf(always.map(({ standing }) => standing));
  const [, enforcedUntil] = calmOf(inForce.map(({ standing }) => standing));
  const [fullFrom, fullUntil] = calmOf(enforced.flatMap(standingsOf));
  const covered = plans.length > 0 && concerning.every(({ fault }) => fault === null);
  // Member by member, so that all briefs have one shape.
  const { release, unknownRelease, action, workflow, counterparty } = kind;
  return {
    release,
    unknownRelease,
    action,
    workflow,
    counterparty,
    standings,
    plans,
    covered,
    looks: looks > 0 || plans.some(({ facts }) => facts.length > 0),
    looked: new Uint8Array(looks),
    wantsRelease: pacts.some(({ program }) => program.wantsRelease),
    // Where nobody answers for it, or somebody says that it is outside, no instant is calm.
    edges: [calmFrom, covered ? calmUntil : -Infinity, enforcedUntil, fullFrom, fullUntil],
    frame: frameOf(pacts, enforced, workflow),
  };
}

function frameOf(pacts: readonly BoundPact[], enforced: readonly BoundPact[], workflow: string | undefined): Frame {
  const named = pacts.map(({ pact, version, hash }) => Object.freeze({ pact, version, hash }));
  return {
    mode: pacts.length === 0 || enforced.length > 0 ? "enforce" : "shadow",
    governed: pacts.length > 0,
    pacts: Object.freeze(named) as Answer["pacts"],
    workflow: workflow ?? pacts[0]?.workflow ?? null,
    shadowed: enforced.length < pacts.length,
    permitMs: enforced.length === 0 ? DEFAULT_PERMIT : Math.min(...enforced.map(({ program }) => program.permitMs)),
  };
}
