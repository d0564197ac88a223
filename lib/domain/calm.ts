/**
 * The short way of a decision: nothing acts on the request, so there is nothing to put in order, to merge or to explain.
 * No more than comparisons of the clock with instants that the brief holds ready.
 */
import { cappingGrant, capReaches } from "./authority.ts";
import { ASIDE, type Brief } from "./brief.ts";
import type { Scene } from "./scene.ts";
import type { GrantState } from "./state.ts";

/**
 * The first instant after `now` at which time alone changes the answer (Infinity: never), where nothing at all acts on the
 * request; null where something does, or might: then it is judged the long way.
 * @param scene one that was looked at, with no clause violated
 */
export function calmUntil(scene: Scene, now: number): number | null {
  const { brief, request, grants } = scene;
  const { edges } = brief;
  if (now < edges[0] || now >= edges[1]) return null;
  if (brief.unknownRelease || (brief.wantsRelease && request.release === undefined)) return null;
  if (scene.caps.length > 0 && metricCapped(scene)) return null;
  if (grants.length > 0 && capped(brief, grants, now)) return null;
  const until = brief.looks ? appliedUntil(brief, now) : edges[2];
  // Overrides only take away what acts; but a grant that begins or ends before that may act.
  return until !== null && grants.length > 0 && turns(grants, now, until) ? null : until;
}

/** As `calmUntil`, of the clauses that apply: those with a `when` have their own calm. */
function appliedUntil({ edges, plans, looked }: Brief, now: number): number | null {
  let until = edges[2];
  for (const { plan, optional } of plans) {
    for (const { standing, at } of optional) {
      if (looked[at] === ASIDE) continue;
      if (now < standing.calmFrom || now >= standing.calmUntil) return null;
      if (standing.calmUntil < until && plan.pact.mode === "enforce") until = standing.calmUntil;
    }
  }
  return until;
}

function capped({ plans }: Brief, grants: readonly GrantState[], now: number): boolean {
  for (const { plan } of plans) if (cappingGrant(grants, plan.pact.workflow, now)) return true;
  return false;
}

function metricCapped({ brief, caps }: Scene): boolean {
  return brief.plans.some(({ plan }) => caps.some((cap) => capReaches(cap, plan.pact.pact, plan.pact.workflow)));
}

/** Whether a grant begins or ends in `(now, until)`. */
function turns(grants: readonly GrantState[], now: number, until: number): boolean {
  for (const { since, until: end } of grants) {
    if (since > now && since < until) return true;
    if (end !== null && end > now && end < until) return true;
  }
  return false;
}
