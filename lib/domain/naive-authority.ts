/** Of `naive.ts`, what grants, metrics and the organisation's own settings take from an authority. */
import { matchesAction } from "./action.ts";
import type { DecisionRequest } from "./decision.ts";
import { mergeLimits } from "./limits.ts";
import { carriedOut, type NaiveReason } from "./naive-parts.ts";
import type { PactDocument, Trigger } from "./pact.ts";
import type { Authority, GrantState, LivePact, OrganisationState } from "./state.ts";

const AUTHORITIES: Authority[] = ["suspended", "supervised", "limited", "full"];

/** The lower of the newest active grant for every workflow and the newest for this one. */
function granted(state: OrganisationState, agent: string, workflow: string | undefined, now: number): Authority {
  const active = state.grants.filter((g) => g.agent === agent && g.since <= now && (g.until === null || g.until > now));
  const newest = (grants: GrantState[]): Authority => {
    const since = Math.max(...grants.map((grant) => grant.since));
    const levels = grants.filter((grant) => grant.since === since).map((grant) => AUTHORITIES.indexOf(grant.level));
    return grants.length === 0 ? "full" : (AUTHORITIES[Math.min(...levels)] as Authority);
  };
  const everywhere = newest(active.filter((grant) => grant.workflow === null));
  const here = workflow === undefined ? "full" : newest(active.filter((grant) => grant.workflow === workflow));
  return AUTHORITIES[Math.min(AUTHORITIES.indexOf(everywhere), AUTHORITIES.indexOf(here))] as Authority;
}

/** Point 4 of CONTRACT.md 3: what a grant below full caps. */
export function grantedReasons(
  state: OrganisationState,
  { document }: LivePact,
  request: DecisionRequest,
  now: number,
): NaiveReason[] {
  const level = granted(state, request.agent, document.workflow, now);
  const reason = { pact: document.pact, clause: null, trigger: "granted" as const, override: null };
  return level === "full" ? [] : [atLevel(reason, level, document, request)];
}

/** What breached metrics took from an authority. */
export function cappedReasons(
  state: OrganisationState,
  { document }: LivePact,
  request: DecisionRequest,
): NaiveReason[] {
  const reaching = state.caps.filter(
    ({ agent, workflow, pact }) =>
      (!agent || agent === request.agent) &&
      (!workflow || workflow === document.workflow) &&
      (!pact || pact === document.pact),
  );
  const reason = { pact: document.pact, clause: null, trigger: "metric" as const, override: null };
  return reaching.map(({ level }) => atLevel(reason, level, document, request));
}

/** Point 4: what an authority below full comes to under a pact. */
function atLevel(
  reason: Omit<NaiveReason, "consequence">,
  level: Authority,
  document: PactDocument,
  request: DecisionRequest,
): NaiveReason {
  if (level === "suspended") return { ...reason, consequence: "block" };
  if (level === "supervised") return { ...reason, consequence: "review" };
  const named = document.clauses.filter((clause) =>
    (clause.actions ?? document.scope.actions).some((pattern) => matchesAction(pattern, request.action)),
  );
  const all = named.flatMap(({ on }) => {
    const { drift, ...single } = on;
    return [...Object.values(single), ...(drift ?? [])].map((one) => one && carriedOut(one, document).limits);
  });
  const limits = [document.levels?.limited, ...all].filter((one) => one !== undefined);
  if (limits.length === 0) return { ...reason, consequence: "review" };
  return { ...reason, consequence: "degrade", limits: mergeLimits(...limits) };
}

/** What the organisation says to an action that no pact covers. */
export function ungovernedReasons(state: OrganisationState, request: DecisionRequest, now: number): NaiveReason[] {
  const { ungoverned, ungovernedAgents, ungovernedWorkflows } = state.settings;
  const setting = ungovernedAgents[request.agent] ?? ungovernedWorkflows[request.workflow ?? ""] ?? ungoverned;
  const reasons: NaiveReason[] = [
    { pact: null, clause: null, trigger: "no_pact", consequence: setting, override: null },
  ];
  const level = granted(state, request.agent, request.workflow, now);
  const without = (trigger: Trigger, level: Authority): NaiveReason => ({
    pact: null,
    clause: null,
    trigger,
    consequence: level === "suspended" ? "block" : "review",
    override: null,
  });
  if (level !== "full") reasons.push(without("granted", level));
  const caps = state.caps.filter(
    ({ agent, workflow, pact }) =>
      pact === null && (!agent || agent === request.agent) && (!workflow || workflow === request.workflow),
  );
  return [...reasons, ...caps.map((cap) => without("metric", cap.level))];
}
