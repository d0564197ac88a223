/** Authority: what people granted, and the caps of what is in force (CONTRACT.md 1 and 3). */
import type { ConsequenceKind } from "./pact.ts";
import type { Authority, GrantState, MetricCap } from "./state.ts";

const RANK: Record<Authority, number> = { suspended: 0, supervised: 1, limited: 2, full: 3 };

/** The lesser of two authorities. */
export function minAuthority(a: Authority, b: Authority): Authority {
  return RANK[a] <= RANK[b] ? a : b;
}

/** The authority that remains while a consequence is in force; `settle` takes none away. */
export function capOf(consequence: ConsequenceKind): Authority {
  if (consequence === "block") return "suspended";
  if (consequence === "review") return "supervised";
  return consequence === "degrade" ? "limited" : "full";
}

/** Whether a grant is in force: from `since` on and before `until`. */
function grantActive(grant: GrantState, now: number): boolean {
  return grant.since <= now && (grant.until === null || now < grant.until);
}

/** The newest active grant of one scope rules, of several at once the lowest: what has ended falls back to the one before. */
export function rulingGrant(grants: readonly GrantState[], workflow: string | null, now: number): GrantState | null {
  let rules: GrantState | null = null;
  for (const grant of grants) {
    if (grant.workflow !== workflow || !grantActive(grant, now)) continue;
    const newer = rules === null || grant.since > rules.since;
    if (newer || (grant.since === rules?.since && RANK[grant.level] < RANK[rules.level])) rules = grant;
  }
  return rules;
}

/**
 * The grant that caps an agent in a workflow at `now`, or null for full authority. One for every workflow and one for this
 * workflow both hold: the lower one caps, so suspending an agent stops it everywhere.
 * @param grants of this agent alone; @param workflow null: none is known, so only those for every workflow hold.
 */
export function cappingGrant(grants: readonly GrantState[], workflow: string | null, now: number): GrantState | null {
  if (grants.length === 0) return null;
  const everywhere = rulingGrant(grants, null, now);
  const here = workflow === null ? null : rulingGrant(grants, workflow, now);
  const lower =
    everywhere && here ? (RANK[here.level] < RANK[everywhere.level] ? here : everywhere) : (here ?? everywhere);
  return lower === null || lower.level === "full" ? null : lower;
}

/**
 * Whether a breached metric's cap on an agent reaches a pact of its own.
 * @param pact null: no pact covers the request; @param workflow null: none is known
 */
export function capReaches(cap: MetricCap, pact: string | null, workflow: string | null): boolean {
  return (cap.pact === null || cap.pact === pact) && (cap.workflow === null || cap.workflow === workflow);
}
