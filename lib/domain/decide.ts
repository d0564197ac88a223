/**
 * `decide(snapshot, request, now) → Answer`: CONTRACT.md 3, pure. Start here; then `brief.ts` and `scene.ts` (what concerns
 * a request), `calm.ts` (nothing acts), `judge.ts` (what acts, and until when), `clause-standing.ts` (the instants),
 * `explain.ts` (the sentences). `naive.ts` says the same without a compiler.
 */
import { type Act, strongest } from "./act.ts";
import { capOf, minAuthority } from "./authority.ts";
import { calmUntil } from "./calm.ts";
import type { ClauseStanding } from "./clause-standing.ts";
import type { Answer, DecisionRequest } from "./decision.ts";
import { pactAuthority } from "./effective.ts";
import { becauseOf } from "./explain.ts";
import { constantUntil, judge, type Outcome } from "./judge.ts";
import { look, NONE, type Scene, sceneOf } from "./scene.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Authority } from "./state.ts";

export interface DecideOptions {
  /** A person approved the review of this exact request: review triggers are satisfied; blocks, limits, suspension hold. */
  reviewApproved?: boolean;
  /** A drill asks: the standing is this twin's, in place of the agent's own. */
  twin?: string;
}

const CALM: Outcome = Object.freeze({ verdict: "allow", permitted: true, limits: null, acts: NONE, shadow: NONE });
const CALM_SHADOW: Answer["shadow"] = Object.freeze({ verdict: "allow", because: NONE });

/**
 * The answer to one request at one instant.
 * @param now milliseconds since the epoch; nothing else tells the time.
 */
export function decide(snapshot: Snapshot, request: DecisionRequest, now: number, options: DecideOptions = {}): Answer {
  const scene = sceneOf(snapshot, request, options.twin);
  const kept = !scene.brief.looks || look(scene);
  const calm = kept ? calmUntil(scene, now) : null;
  const { shadowed } = scene.brief.frame;
  if (calm !== null) return answer(scene, CALM, shadowed ? CALM_SHADOW : null, now, calm);
  const satisfied = options.reviewApproved === true;
  const outcome = judge(scene, now, satisfied);
  const shadow = () => ({
    verdict: strongest(outcome.shadow, satisfied),
    because: becauseAll(outcome.shadow, scene, now),
  });
  const until = constantUntil(scene, outcome, now, satisfied);
  return answer(scene, outcome, shadowed ? shadow() : null, now, until);
}

/** @param until first instant at which the answer changes; Infinity: never */
function answer(scene: Scene, outcome: Outcome, shadow: Answer["shadow"], now: number, until: number): Answer {
  const { frame } = scene.brief;
  const { verdict, permitted, limits, acts } = outcome;
  return {
    verdict,
    permitted,
    mode: frame.mode,
    authority: authorityIn(scene, outcome, now),
    because: becauseAll(acts, scene, now),
    limits,
    settlements: settlementsOf(acts),
    shadow,
    warnings: scene.warnings,
    pacts: frame.pacts,
    workflow: frame.workflow,
    governed: frame.governed,
    decidedAt: now,
    validUntil: until === Infinity ? null : until,
    useBy: permitted ? Math.min(until, now + frame.permitMs) : null,
    revision: scene.snapshot.revision,
  };
}

function becauseAll(acts: readonly Act[], { request, brief }: Scene, now: number): Answer["because"] {
  if (acts.length === 0) return NONE;
  const telling = { request, release: brief.release };
  return acts.map((one) => becauseOf(one, telling, now));
}

function settlementsOf(acts: readonly Act[]): Answer["settlements"] {
  let found: Answer["settlements"] = NONE;
  for (const { override, consequence, pact, clause, trigger } of acts) {
    if (override || consequence.do !== "settle" || !pact || !clause) continue;
    const { settlement } = pact.program.document;
    const terms = settlement?.clauses[clause.key];
    const currency = settlement && { currency: settlement.currency };
    found = [...found, { pact: pact.pact, clause: clause.key, trigger, ...terms, ...currency }];
  }
  return found;
}

/** Effective authority over the pacts concerned; where there is none, what the organisation lets the ungoverned do. */
function authorityIn({ agent, brief, grants, caps }: Scene, { acts }: Outcome, now: number): Authority {
  const { edges, frame } = brief;
  if (frame.governed && grants.length === 0 && caps.length === 0 && now >= edges[3] && now < edges[4]) return "full";
  let authority: Authority = "full";
  if (!frame.governed) {
    for (const { consequence } of acts)
      authority = minAuthority(authority, capOf(consequence.do === "allow" ? "settle" : consequence.do));
    return authority;
  }
  for (const { plan } of brief.plans) {
    const own = brief.standings[plan.pact.index] as ClauseStanding[];
    authority = minAuthority(authority, pactAuthority(plan.pact, own, grants, caps, agent?.overrides ?? NONE, now));
  }
  return authority;
}
