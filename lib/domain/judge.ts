/** What acts at one instant and what follows from it (CONTRACT.md 3, points 2 to 6), and how long that holds (point 8). */
import { type Act, act, actKey, byStrength, stateActs, strongest } from "./act.ts";
import { cappingGrant, capReaches } from "./authority.ts";
import { ASIDE, type BriefClause, comesTo, VIOLATED } from "./brief.ts";
import { nextChange } from "./clause-standing.ts";
import type { Verdict } from "./decision.ts";
import { fitsLimits, mergeLimits } from "./limits.ts";
import { type BoundOverride, overrideActive, overrideNames, overrideReaches } from "./override.ts";
import type { Consequence, Limits } from "./pact.ts";
import type { PactPlan } from "./plan.ts";
import { NONE, type Scene, scopeFault, varsOf } from "./scene.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Authority, GrantState, Ungoverned } from "./state.ts";

/** What acts at one instant, and what follows from it. */
export interface Outcome {
  verdict: Verdict;
  permitted: boolean;
  limits: Limits | null;
  /** Strongest first. */
  acts: readonly Act[];
  shadow: readonly Act[];
}

/**
 * What acts on a request at `now`, and the verdict that follows.
 * @param satisfied a person approved the review of this exact request
 */
export function judge(scene: Scene, now: number, satisfied: boolean): Outcome {
  const acts: Act[] = [];
  const shadow: Act[] = [];
  const { plans, looked } = scene.brief;
  if (plans.length === 0) ungoverned(scene, now, acts);
  const into = ({ pact }: PactPlan) => (pact.mode === "shadow" ? shadow : acts);
  for (const { plan } of plans) pactActs(scene, plan, now, into(plan), acts);
  for (const { plan, clauses } of plans)
    for (const one of clauses) clauseActs(one, comesTo(one, looked), now, into(plan));
  takeAway(scene, now, acts);
  takeAway(scene, now, shadow);
  const verdict = strongest(acts, satisfied);
  const limits = mergedLimits(acts);
  const fits = limits === null || fitsLimits(limits, scene.request.context);
  const permitted = fits && (verdict === "allow" || verdict === "degrade");
  return { verdict, permitted, limits, acts: ordered(acts), shadow: ordered(shadow) };
}

const ordered = (acts: Act[]) => (acts.length > 1 ? acts.sort(byStrength) : acts);

/** @param found what the request comes to before the clause */
function clauseActs({ pact, clause, standing }: BriefClause, found: number, now: number, into: Act[]): void {
  if (found === ASIDE) return;
  if (found === VIOLATED) into.push(act("violation", clause.violation, pact, clause, standing));
  if (now < standing.calmFrom || now >= standing.calmUntil) into.push(...stateActs(pact, clause, standing, now));
}

/** Scope, breached metrics and grants of one pact. Suspension blocks in a shadow pact too. */
function pactActs(scene: Scene, plan: PactPlan, now: number, into: Act[], enforced: Act[]): void {
  const { pact, limited } = plan;
  const fault = scopeFault(scene, plan);
  if (fault) into.push({ ...act("scope", pact.program.outside, pact), fault });
  for (const cap of scene.caps) {
    if (!capReaches(cap, pact.pact, pact.workflow)) continue;
    const capped = { ...act("metric", leftBy(cap.level, limited), pact), cap };
    into.push(capped);
    if (into !== enforced && cap.level === "suspended") enforced.push({ ...capped });
  }
  if (scene.grants.length === 0) return;
  const grant = cappingGrant(scene.grants, pact.workflow, now);
  if (!grant) return;
  const granted = { ...act("granted", leftBy(grant.level, limited), pact), grant };
  into.push(granted);
  if (into !== enforced && grant.level === "suspended") enforced.push({ ...granted });
}

/** What an authority below full does to a request: point 4. */
function leftBy(level: Authority, limited: Consequence): Consequence {
  if (level === "limited") return limited;
  return { do: level === "supervised" ? "review" : "block" };
}

/** The organisation's word on what no pact covers: per agent, then per workflow, then for all. */
function ungovernedSetting(snapshot: Snapshot, agent: string, workflow: string | undefined): Ungoverned {
  const { ungoverned, ungovernedAgents, ungovernedWorkflows } = snapshot.settings;
  const own = Object.hasOwn(ungovernedAgents, agent) ? ungovernedAgents[agent] : undefined;
  if (own !== undefined) return own;
  const there = workflow !== undefined && Object.hasOwn(ungovernedWorkflows, workflow);
  return (there ? ungovernedWorkflows[workflow] : undefined) ?? ungoverned;
}

function ungoverned(scene: Scene, now: number, acts: Act[]): void {
  const { agent, workflow } = scene.request;
  acts.push(act("no_pact", { do: ungovernedSetting(scene.snapshot, agent, workflow) }, null));
  const grant = cappingGrant(scene.grants, workflow ?? null, now);
  // Without a pact nothing says what is limited: a person must.
  if (grant) acts.push({ ...act("granted", leftBy(grant.level, { do: "review" }), null), grant });
  for (const cap of scene.caps)
    if (capReaches(cap, null, workflow ?? null))
      acts.push({ ...act("metric", leftBy(cap.level, { do: "review" }), null), cap });
}

function takeAway(scene: Scene, now: number, acts: Act[]): void {
  const overrides = scene.agent?.overrides ?? NONE;
  if (overrides.length === 0) return;
  for (const one of acts) {
    const { pact, clause, trigger } = one;
    if (!pact) continue;
    const takes = (override: BoundOverride) =>
      overrideNames(override.state, pact.pact, clause?.key ?? null, trigger) &&
      overrideActive(override.state, now) &&
      overrideReaches(override, scene.request.action, () => varsOf(scene, pact));
    one.override = overrides.find(takes)?.state ?? null;
  }
}

function mergedLimits(acts: readonly Act[]): Limits | null {
  let merged: Limits | null = null;
  for (const { override, consequence } of acts) {
    if (override || consequence.do !== "degrade" || !consequence.limits) continue;
    merged = merged ? mergeLimits(merged, consequence.limits) : consequence.limits;
  }
  return merged;
}

/**
 * The first instant at which time alone changes verdict, permitted, limits or triggers; Infinity: never. What a clause's
 * own clock changes always shows among the triggers; whether an override's or a grant's does is found by judging anew at
 * each such instant.
 */
export function constantUntil(scene: Scene, outcome: Outcome, now: number, satisfied: boolean): number {
  const { plans, looked } = scene.brief;
  let next = Infinity;
  for (const { plan, clauses } of plans) {
    if (plan.pact.mode === "shadow") continue;
    for (const one of clauses) if (comesTo(one, looked) !== ASIDE) next = Math.min(next, nextChange(one.standing, now));
  }
  const overrides = scene.agent?.overrides ?? NONE;
  if (scene.grants.length > 0 || overrides.length > 0) {
    const here = signature(outcome);
    for (const instant of instants(scene.grants, overrides, now, next)) {
      if (signature(judge(scene, instant, satisfied)) !== here) return instant;
    }
  }
  return next;
}

function instants(
  grants: readonly GrantState[],
  overrides: readonly BoundOverride[],
  now: number,
  end: number,
): number[] {
  const all = new Set<number>();
  const add = (instant: number | null) => {
    if (instant !== null && instant > now && instant < end) all.add(instant);
  };
  for (const grant of grants) {
    add(grant.since);
    add(grant.until);
  }
  for (const { state } of overrides) {
    add(state.startsAt);
    add(state.endsAt);
  }
  return [...all].sort((a, b) => a - b);
}

function signature({ verdict, permitted, acts }: Outcome): string {
  return `${verdict} ${permitted} ${acts.map(actKey).sort().join("|")}`;
}
