/** What acts on a request: triggers with their consequences, from clauses at one instant (CONTRACT.md 3, points 3 and 6). */
import type { BoundLatch, ClauseStanding } from "./clause-standing.ts";
import type { Verdict } from "./decision.ts";
import type { Consequence, ConsequenceKind, Limits, Trigger } from "./pact.ts";
import type { BoundPact, ScopeFault } from "./plan.ts";
import type { ClauseProgram } from "./program.ts";
import type { GrantState, MetricCap, OpenIncident, OverrideState } from "./state.ts";

export interface Act {
  pact: BoundPact | null;
  clause: ClauseProgram | null;
  standing: ClauseStanding | null;
  trigger: Trigger;
  consequence: { do: ConsequenceKind | "allow"; limits?: Limits };
  latch: BoundLatch["latch"] | null;
  incident: OpenIncident | null;
  grant: GrantState | null;
  /** Of the breached metric, where the trigger is `metric`. */
  cap: MetricCap | null;
  /** Why, where the trigger is `scope`. */
  fault: ScopeFault | null;
  /** What took it away, if something did. */
  override: OverrideState | null;
}

/** An act with nothing said but whose it is, its trigger and its consequence. */
export function act(
  trigger: Trigger,
  consequence: Act["consequence"],
  pact: BoundPact | null,
  clause: ClauseProgram | null = null,
  standing: ClauseStanding | null = null,
): Act {
  return {
    pact,
    clause,
    standing,
    trigger,
    consequence,
    latch: null,
    incident: null,
    grant: null,
    cap: null,
    fault: null,
    override: null,
  };
}

/**
 * What the state of a clause raises at `now`, apart from the request: missing or stale, score, latches, its
 * override budget, incidents.
 */
export function stateActs(pact: BoundPact, clause: ClauseProgram, standing: ClauseStanding, now: number): Act[] {
  const acts: Act[] = [];
  const raise = (trigger: Trigger, consequence: Consequence): Act => {
    const raised = act(trigger, consequence, pact, clause, standing);
    acts.push(raised);
    return raised;
  };
  if (standing.window) {
    if (standing.window.observedAt === null) raise("missing", clause.missing);
    else if (now >= standing.window.staleAt) raise("stale", clause.stale);
  }
  if (clause.score && (now < standing.scoreFrom || now >= standing.scoreUntil))
    raise("score", clause.score.consequence);
  for (const { latch, consequence } of standing.latches) {
    if (now >= latch.verifiedAt) raise(latch.trigger, consequence).latch = latch;
  }
  const { budget } = pact.program;
  if (budget && standing.overspent.some(({ from, until }) => now >= from && now < until))
    raise("budget", budget.consequence);
  const [incident] = standing.incidents;
  if (incident && clause.incident) raise("incident", clause.incident.consequence).incident = incident;
  return acts;
}

const STRENGTH: Record<Act["consequence"]["do"], number> = { block: 4, review: 3, degrade: 2, settle: 1, allow: 0 };

/** Strongest first; what an override took away comes after what counts. */
export function byStrength(a: Act, b: Act): number {
  const counted = Number(a.override !== null) - Number(b.override !== null);
  return counted || STRENGTH[b.consequence.do] - STRENGTH[a.consequence.do];
}

/** The strongest of the consequences that count: `block > review > degrade > allow`; `settle` never weakens nor strengthens. */
export function strongest(acts: readonly Act[], satisfied: boolean): Verdict {
  let verdict: Verdict = "allow";
  for (const { override, consequence } of acts) {
    if (override) continue;
    if (consequence.do === "block") return "block";
    if (consequence.do === "review" && !satisfied) verdict = "review";
    if (consequence.do === "degrade" && verdict === "allow") verdict = "degrade";
  }
  return verdict;
}

/** What makes two lists of acts the same answer: pact, clause, trigger, stage, consequence, and whether it counts. */
export function actKey({ pact, clause, trigger, latch, consequence, override }: Act): string {
  return `${pact?.pact} ${clause?.key} ${trigger} ${latch?.at} ${consequence.do} ${override !== null}`;
}
