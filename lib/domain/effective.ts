/** Effective authority of an agent under one pact: what was granted, capped by what is in force (CONTRACT.md 1). */
import { stateActs } from "./act.ts";
import { capOf, cappingGrant, capReaches, minAuthority } from "./authority.ts";
import type { ClauseStanding } from "./clause-standing.ts";
import { type BoundOverride, overrideActive, overrideNames, overrideWhole } from "./override.ts";
import type { Consequence } from "./pact.ts";
import type { BoundPact } from "./plan.ts";
import type { Authority, GrantState, MetricCap } from "./state.ts";

/**
 * min(granted, caps by what is in force whatever the request): the state triggers of all the pact's clauses, their `when`
 * aside, but for those that an override takes away from every request. Nothing of a shadow pact is in force but its grant and metrics.
 */
export function pactAuthority(
  pact: BoundPact,
  standings: readonly ClauseStanding[],
  grants: readonly GrantState[],
  caps: readonly MetricCap[],
  overrides: readonly BoundOverride[],
  now: number,
): Authority {
  let authority = cappingGrant(grants, pact.workflow, now)?.level ?? "full";
  for (const cap of caps) if (capReaches(cap, pact.pact, pact.workflow)) authority = minAuthority(authority, cap.level);
  if (pact.mode === "shadow") return authority;
  for (const [index, clause] of pact.program.clauses.entries()) {
    const standing = standings[index] as ClauseStanding;
    if (now >= standing.calmFrom && now < standing.calmUntil) continue;
    for (const { trigger, consequence } of stateActs(pact, clause, standing, now)) {
      const waived = overrides.some(
        ({ state }) =>
          overrideNames(state, pact.pact, clause.key, trigger) &&
          overrideActive(state, now) &&
          overrideWhole(state, clause.actions),
      );
      if (!waived) authority = minAuthority(authority, capOf(consequence.do as Consequence["do"]));
    }
  }
  return authority;
}
