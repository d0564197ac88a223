/** What a grant would change: recent requests decided again, once as things stand and once with it. */
import { decide } from "./decide.ts";
import type { DecisionRequest } from "./decision.ts";
import type { Snapshot } from "./snapshot.ts";
import type { GrantState } from "./state.ts";

export interface GrantEffect {
  /** Requests that were decided again. */
  replayed: number;
  /** Of them: permitted as things stand, and with the grant. */
  permittedNow: number;
  permittedThen: number;
  /** Whose verdict would differ. */
  changed: number;
}

/** The snapshot as it would be with one more grant. */
function granting(snapshot: Snapshot, grant: GrantState): Snapshot {
  const own = snapshot.agents.get(grant.agent);
  const grants = new Map(snapshot.grants).set(grant.agent, [...(snapshot.grants.get(grant.agent) ?? []), grant]);
  if (!own) return { ...snapshot, grants };
  return {
    ...snapshot,
    grants,
    agents: new Map(snapshot.agents).set(grant.agent, { ...own, grants: [...own.grants, grant] }),
  };
}

/**
 * Decides recent requests of the agent again, today, with and without the grant.
 * @param now ms
 */
export function grantEffect(
  snapshot: Snapshot,
  grant: GrantState,
  requests: readonly DecisionRequest[],
  now: number,
): GrantEffect {
  const then = granting(snapshot, grant);
  const effect: GrantEffect = { replayed: requests.length, permittedNow: 0, permittedThen: 0, changed: 0 };
  for (const request of requests) {
    const [before, after] = [decide(snapshot, request, now), decide(then, request, now)];
    if (before.permitted) effect.permittedNow++;
    if (after.permitted) effect.permittedThen++;
    if (before.verdict !== after.verdict) effect.changed++;
  }
  return effect;
}
