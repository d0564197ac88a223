/** What of a snapshot concerns one request, whatever the instant: points 1 to 3 of CONTRACT.md 3 but for the clock. */
import { APPLIES, ASIDE, type Brief, type BriefClause, briefOf, concerned, VIOLATED } from "./brief.ts";
import type { ExpressionVars } from "./cel.ts";
import { standingsFor } from "./compile.ts";
import type { DecisionRequest } from "./decision.ts";
import { factFault } from "./facts.ts";
import type { BoundPact, PactPlan, ScopeFault } from "./plan.ts";
import type { AgentSnapshot, Snapshot } from "./snapshot.ts";
import type { GrantState, MetricCap } from "./state.ts";

export interface Scene {
  snapshot: Snapshot;
  request: DecisionRequest;
  /** null: nobody registered the agent. */
  agent: AgentSnapshot | null;
  grants: readonly GrantState[];
  caps: readonly MetricCap[];
  brief: Brief;
  /** The variables of the expressions evaluated last. */
  vars: ExpressionVars | null;
  warnings: string[];
}

/** What is empty is shared: nobody may write to it. */
export const NONE = Object.freeze([]) as unknown as never[];

/** The scene of a request. @param twin whose standing is taken in place of the agent's */
export function sceneOf(snapshot: Snapshot, request: DecisionRequest, twin?: string): Scene {
  const agent = (twin === undefined ? snapshot.agents.get(request.agent) : snapshot.twins.get(twin)) ?? null;
  if (agent) {
    const brief = briefFor(agent, request);
    return { snapshot, request, agent, grants: agent.grants, caps: agent.caps, brief, vars: null, warnings: NONE };
  }
  const { release = "", action, workflow, counterparty } = request;
  const brief = briefOf({ release, unknownRelease: true, action, workflow, counterparty }, [], []);
  const grants = snapshot.grants.get(request.agent) ?? NONE;
  const caps = snapshot.caps.filter((cap) => cap.agent === null || cap.agent === request.agent);
  return { snapshot, request, agent, grants, caps, brief, vars: null, warnings: NONE };
}

/** The brief of a request to a registered agent. */
function briefFor(agent: AgentSnapshot, request: DecisionRequest): Brief {
  const release = request.release ?? agent.agent.release;
  const known = agent.briefs.find(release, request);
  if (known) return known;
  const registered = agent.standings.has(release);
  const { action, workflow, counterparty } = request;
  const kind = { release, action, workflow, counterparty, unknownRelease: !registered };
  const brief = briefOf(kind, concerned(agent.book, request), standingsFor(agent, release));
  // Names come from outside: what no pact covers is not worth remembering.
  if (registered && brief.covered) agent.briefs.keep(brief);
  return brief;
}

/** Why trigger `scope` of a pact acts on the request, or null: it does not. */
export function scopeFault({ brief, request }: Scene, { pact, fault }: PactPlan): ScopeFault | null {
  if (fault) return fault;
  if (request.release === undefined) return pact.program.wantsRelease ? "absent" : null;
  return brief.unknownRelease ? "unknown" : null;
}

/** The variables of this pact's expressions; those of one workflow share them. */
export function varsOf(scene: Scene, pact: BoundPact): ExpressionVars {
  const { workflow } = pact;
  if (scene.vars?.workflow === workflow) return scene.vars;
  const { agent, action, resource, context } = scene.request;
  const vars = {
    agent,
    action,
    workflow,
    release: scene.brief.release,
    resource: resource ?? null,
    context: context ?? {},
  };
  scene.vars = vars;
  return vars;
}

/**
 * Looks at the request with every clause that does (point 3 of CONTRACT.md 3): which apply and which are violated is in
 * `brief.looked` then, what could not be evaluated in `warnings`.
 * @returns whether no clause is violated
 */
export function look(scene: Scene): boolean {
  const { brief, request } = scene;
  let kept = true;
  for (const { plan, facts, looking } of brief.plans) {
    const vars = varsOf(scene, plan.pact);
    for (const [name, fact] of facts) {
      const fault = factFault(name, fact, request.context);
      if (fault !== null) warn(scene, `${plan.pact.pact}: ${fault}.`);
    }
    for (const one of looking) {
      const comesTo = lookWith(scene, one, vars);
      brief.looked[one.at] = comesTo;
      if (comesTo === VIOLATED) kept = false;
    }
  }
  return kept;
}

function lookWith(scene: Scene, one: BriefClause, vars: ExpressionVars): number {
  const { when, require } = one;
  // Fails closed: a `when` that cannot be evaluated is true, a `require` is violated.
  try {
    if (when && !when(vars)) return ASIDE;
  } catch (error) {
    unevaluated(scene, one, "when", error);
  }
  try {
    return require && !require(vars) ? VIOLATED : APPLIES;
  } catch (error) {
    unevaluated(scene, one, "require", error);
    return VIOLATED;
  }
}

const UNEVALUATED = "cannot be evaluated";

/** Whether a warning of an answer says that an expression could not be evaluated. */
export const isUnevaluated = (warning: string): boolean => warning.includes(UNEVALUATED);

function unevaluated(scene: Scene, { pact, clause }: BriefClause, which: "when" | "require", error: unknown): void {
  const counted = which === "when" ? "so the clause applies" : "so it counts as violated";
  const reason = error instanceof Error ? error.message : "unknown";
  warn(scene, `${pact.pact}/${clause.key}: \`${which}\` ${UNEVALUATED} (${reason}), ${counted}.`);
}

function warn(scene: Scene, warning: string): void {
  scene.warnings = [...scene.warnings, warning];
}
