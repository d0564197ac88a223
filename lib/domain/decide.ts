/**
 * `decide(snapshot, request, now) → Answer`: CONTRACT.md 3, pure. Start here; then `scene.ts` (what concerns a request),
 * `act.ts` (what acts), `clause-standing.ts` (when), `explain.ts` (the sentences). `naive.ts` says the same without a compiler.
 */
import { type Act, act, actKey, byStrength, stateActs, strongest } from "./act.ts";
import { capOf, cappingGrant, minAuthority } from "./authority.ts";
import { type ClauseStanding, nextChange } from "./clause-standing.ts";
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import { pactAuthority } from "./effective.ts";
import { becauseOf } from "./explain.ts";
import { fitsLimits, mergeLimits } from "./limits.ts";
import { type BoundOverride, overrideActive, overrideNames, overrideReaches } from "./override.ts";
import type { Consequence, Limits } from "./pact.ts";
import { type Scene, sceneOf, scopeFault } from "./scene.ts";
import type { PactPlan, Snapshot } from "./snapshot.ts";
import type { Authority, GrantState, Ungoverned } from "./state.ts";

const DEFAULT_PERMIT = 300_000;

export interface DecideOptions {
  /** A person approved the review of this exact request: review triggers are satisfied; blocks, limits, suspension hold. */
  reviewApproved?: boolean;
}

/** What acts at one instant, and what follows from it. */
interface Outcome {
  verdict: Verdict;
  permitted: boolean;
  limits: Limits | null;
  acts: readonly Act[];
  shadow: readonly Act[];
}

const NOTHING: readonly Act[] = [];

/**
 * The answer to one request at one instant.
 * @param now milliseconds since the epoch; nothing else tells the time.
 */
export function decide(snapshot: Snapshot, request: DecisionRequest, now: number, options: DecideOptions = {}): Answer {
  const satisfied = options.reviewApproved === true;
  const scene = sceneOf(snapshot, request);
  const outcome = judge(scene, now, satisfied);
  const validUntil = constantUntil(scene, outcome, now, satisfied);
  const { plans } = scene;
  let enforced = plans.length === 0;
  let shadowed = false;
  let permit = Infinity;
  for (const { pact } of plans) {
    if (pact.mode === "shadow") shadowed = true;
    else {
      enforced = true;
      permit = Math.min(permit, pact.program.permitMs);
    }
  }
  const end = now + (permit === Infinity ? DEFAULT_PERMIT : permit);
  const because = (acts: readonly Act[]) => acts.map((one) => becauseOf(one, scene, now));
  return {
    verdict: outcome.verdict,
    permitted: outcome.permitted,
    mode: enforced ? "enforce" : "shadow",
    authority: sceneAuthority(scene, outcome, now),
    because: because(outcome.acts),
    limits: outcome.limits,
    settlements: outcome.acts === NOTHING ? [] : settlementsOf(outcome.acts),
    shadow: shadowed ? { verdict: strongest(outcome.shadow, satisfied), because: because(outcome.shadow) } : null,
    warnings: scene.warnings,
    pacts: plans.map(({ pact }) => ({ pact: pact.pact, version: pact.version, hash: pact.hash })),
    workflow: request.workflow ?? plans[0]?.pact.program.document.workflow ?? null,
    governed: plans.length > 0,
    decidedAt: now,
    validUntil,
    useBy: outcome.permitted ? Math.min(validUntil ?? Infinity, end) : null,
    revision: snapshot.revision,
  };
}

function judge(scene: Scene, now: number, satisfied: boolean): Outcome {
  const acts: Act[] = [];
  const shadow: Act[] = [];
  if (scene.plans.length === 0) ungoverned(scene, now, acts);
  for (const plan of scene.plans) pactActs(scene, plan, now, plan.pact.mode === "shadow" ? shadow : acts, acts);
  for (const { pact, clause, standing, violated } of scene.applied) {
    if (!violated && now >= standing.calmFrom && now < standing.calmUntil) continue;
    const into = pact.mode === "shadow" ? shadow : acts;
    if (violated) into.push(act("violation", clause.violation, { pact, clause, standing }));
    into.push(...stateActs(pact, clause, standing, now));
  }
  if (acts.length === 0 && shadow.length === 0) {
    return { verdict: "allow", permitted: true, limits: null, acts: NOTHING, shadow: NOTHING };
  }
  takeAway(scene, now, acts);
  takeAway(scene, now, shadow);
  const verdict = strongest(acts, satisfied);
  const limits = mergedLimits(acts);
  const fits = limits === null || fitsLimits(limits, scene.request.context);
  const permitted = fits && (verdict === "allow" || verdict === "degrade");
  return { verdict, permitted, limits, acts: acts.sort(byStrength), shadow: shadow.sort(byStrength) };
}

/** Scope and grants of one pact. A suspended grant blocks in a shadow pact too. */
function pactActs(scene: Scene, plan: PactPlan, now: number, into: Act[], enforced: Act[]): void {
  const { pact, limited } = plan;
  const { document } = pact.program;
  const fault = scopeFault(scene, plan);
  if (fault) into.push(act("scope", pact.program.outside, { pact, fault }));
  if (scene.grants.length === 0) return;
  const grant = cappingGrant(scene.grants, document.workflow, now);
  if (!grant) return;
  const granted = act("granted", grantConsequence(grant, limited), { pact, grant });
  into.push(granted);
  if (into !== enforced && grant.level === "suspended") enforced.push({ ...granted });
}

function grantConsequence(grant: GrantState, limited: Consequence): Consequence {
  if (grant.level === "limited") return limited;
  return { do: grant.level === "supervised" ? "review" : "block" };
}

/** The organisation's word on what no pact covers: per agent, then per workflow, then for all. */
export function ungovernedSetting(snapshot: Snapshot, agent: string, workflow: string | undefined): Ungoverned {
  const { ungoverned, ungovernedAgents, ungovernedWorkflows } = snapshot.settings;
  const own = Object.hasOwn(ungovernedAgents, agent) ? ungovernedAgents[agent] : undefined;
  if (own !== undefined) return own;
  const there = workflow !== undefined && Object.hasOwn(ungovernedWorkflows, workflow);
  return (there ? ungovernedWorkflows[workflow] : undefined) ?? ungoverned;
}

function ungoverned(scene: Scene, now: number, acts: Act[]): void {
  const { agent, workflow } = scene.request;
  acts.push(act("no_pact", { do: ungovernedSetting(scene.snapshot, agent, workflow) }));
  const grant = cappingGrant(scene.grants, workflow ?? null, now);
  // Without a pact nothing says what is limited: a person must.
  if (grant) acts.push(act("granted", grantConsequence(grant, { do: "review" }), { grant }));
}

function takeAway(scene: Scene, now: number, acts: Act[]): void {
  const overrides = scene.agent?.overrides ?? [];
  if (overrides.length === 0) return;
  for (const one of acts) {
    const { pact, clause, trigger } = one;
    if (!pact) continue;
    const takes = (override: BoundOverride) =>
      overrideNames(override.state, pact.pact, clause?.clause.key ?? null, trigger) &&
      overrideActive(override.state, now) &&
      overrideReaches(override, scene.request.action, () => scene.vars(pact));
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

function settlementsOf(acts: readonly Act[]): Answer["settlements"] {
  return acts.flatMap(({ override, consequence, pact, clause, trigger }) => {
    if (override || consequence.do !== "settle" || !pact || !clause) return [];
    const { settlement } = pact.program.document;
    const terms = settlement?.clauses[clause.clause.key];
    return [
      {
        pact: pact.pact,
        clause: clause.clause.key,
        trigger,
        ...terms,
        ...(settlement && { currency: settlement.currency }),
      },
    ];
  });
}

/**
 * The first instant at which time alone changes verdict, permitted, limits or triggers. What a clause's own clock changes
 * always shows among the triggers; whether an override's or a grant's does is found by judging anew at each such instant.
 */
function constantUntil(scene: Scene, outcome: Outcome, now: number, satisfied: boolean): number | null {
  let next = Infinity;
  for (const { pact, standing } of scene.applied) {
    if (pact.mode === "enforce") next = Math.min(next, nextChange(standing, now));
  }
  const overrides = scene.agent?.overrides ?? [];
  if (scene.grants.length > 0 || overrides.length > 0) {
    const here = signature(outcome);
    for (const instant of instants(scene.grants, overrides, now, next)) {
      if (signature(judge(scene, instant, satisfied)) !== here) return instant;
    }
  }
  return next === Infinity ? null : next;
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

/** Effective authority over the pacts concerned; where there is none, what the organisation lets the ungoverned do. */
function sceneAuthority(scene: Scene, outcome: Outcome, now: number): Authority {
  let authority: Authority = "full";
  if (scene.plans.length === 0) {
    for (const { consequence } of outcome.acts)
      authority = minAuthority(authority, capOf(consequence.do === "allow" ? "settle" : consequence.do));
    return authority;
  }
  const overrides = scene.agent?.overrides ?? [];
  for (const { pact } of scene.plans) {
    const standings = scene.standings[pact.index] as ClauseStanding[];
    authority = minAuthority(authority, pactAuthority(pact, standings, scene.grants, overrides, now));
  }
  return authority;
}
