/** What of a snapshot concerns one request, whatever the instant: pacts, clauses that apply, requirements broken. */
import type { ExpressionVars } from "./cel.ts";
import type { ClauseStanding } from "./clause-standing.ts";
import { knowsRelease, standingsFor } from "./compile.ts";
import type { DecisionRequest } from "./decision.ts";
import { factFaults } from "./facts.ts";
import type { ClauseProgram } from "./program.ts";
import { covers, limitedTo } from "./program.ts";
import {
  type AgentSnapshot,
  type BoundPact,
  type PactPlan,
  planFor,
  type ScopeFault,
  type Snapshot,
} from "./snapshot.ts";
import type { GrantState } from "./state.ts";

/** A clause that applies: its actions match and its `when` is true (or could not be evaluated). */
export interface AppliedClause {
  pact: BoundPact;
  clause: ClauseProgram;
  standing: ClauseStanding;
  violated: boolean;
}

export interface Scene {
  snapshot: Snapshot;
  request: DecisionRequest;
  /** null: nobody registered the agent. */
  agent: AgentSnapshot | null;
  grants: readonly GrantState[];
  /** The release that the clauses are judged for. */
  release: string;
  /** Why the release is outside, or null. `absent` faults only pacts that require one. */
  releaseFault: "unknown" | "absent" | null;
  /** The pacts concerned; none: ungoverned. */
  plans: readonly PactPlan[];
  standings: ClauseStanding[][];
  applied: AppliedClause[];
  warnings: string[];
  /** The variables of an expression of this pact. */
  vars: (pact: BoundPact) => ExpressionVars;
}

const NO_PLANS: readonly PactPlan[] = [];
const NO_STANDINGS: ClauseStanding[][] = [];
const NO_GRANTS: readonly GrantState[] = [];

/** The scene of a request: points 1 to 3 of CONTRACT.md 3 as far as they do not depend on the clock. */
export function sceneOf(snapshot: Snapshot, request: DecisionRequest): Scene {
  const agent = snapshot.agents.get(request.agent) ?? null;
  const release = request.release ?? agent?.agent.release ?? "";
  const scene: Scene = {
    snapshot,
    request,
    agent,
    grants: snapshot.grants.get(request.agent) ?? NO_GRANTS,
    release,
    releaseFault: null,
    plans: NO_PLANS,
    standings: NO_STANDINGS,
    applied: [],
    warnings: [],
    vars: varsOf(request, release),
  };
  if (!agent) return scene;
  if (request.release === undefined) scene.releaseFault = "absent";
  else if (!knowsRelease(agent.agent, request.release)) scene.releaseFault = "unknown";
  scene.standings = standingsFor(agent, release);
  concern(scene, agent);
  for (const plan of scene.plans) applyClauses(scene, plan);
  return scene;
}

function concern(scene: Scene, agent: AgentSnapshot): void {
  const { workflow, counterparty, action } = scene.request;
  const { within } = planFor(agent.book, action);
  const unnamed = workflow === undefined && counterparty === undefined;
  scene.plans = unnamed
    ? within
    : within.filter(({ pact: { program } }) => {
        const { document } = program;
        if (workflow !== undefined && document.workflow !== workflow) return false;
        return counterparty === undefined || document.parties.counterparty === counterparty;
      });
  if (scene.plans.some(({ pact }) => pact.mode === "enforce")) return;
  scene.plans = [...scene.plans, ...outsidePlans(scene, agent)];
}

/**
 * No pact in force covers the action: those of the workflow answer with `scope`. A shadow pact that does cover it lets it
 * pass only where none is in force: it contributes nothing (point 9), so it cannot undo another pact's `scope` either.
 */
function outsidePlans({ request, plans }: Scene, agent: AgentSnapshot): PactPlan[] {
  const { workflow, action } = request;
  const there = agent.book.pacts.filter(({ mode, program }) => {
    if (workflow !== undefined && program.document.workflow !== workflow) return false;
    return mode === "enforce" || plans.length === 0;
  });
  return there.map((pact) => {
    const covered = covers(pact.program.document.scope.actions, action);
    return { pact, clauses: [], limited: limitedTo(pact.program, action), fault: covered ? "counterparty" : "action" };
  });
}

/** Why trigger `scope` of a pact acts on the request, or null: it does not. */
export function scopeFault({ releaseFault }: Scene, { pact, fault }: PactPlan): ScopeFault | null {
  if (fault) return fault;
  if (releaseFault === "absent") return pact.program.document.scope.release === "required" ? "absent" : null;
  return releaseFault;
}

function applyClauses(scene: Scene, { pact, clauses, fault }: PactPlan): void {
  if (fault) return;
  const standings = scene.standings[pact.index] as ClauseStanding[];
  const { facts } = pact.program.document;
  if (facts)
    for (const fault of factFaults(facts, scene.request.context)) scene.warnings.push(`${pact.pact}: ${fault}.`);
  for (const index of clauses) {
    const clause = pact.program.clauses[index] as ClauseProgram;
    if (clause.when && !evaluate(scene, pact, clause, "when")) continue;
    const violated = clause.require !== null && !evaluate(scene, pact, clause, "require");
    scene.applied.push({ pact, clause, standing: standings[index] as ClauseStanding, violated });
  }
}

/** Fails closed: a `when` that cannot be evaluated is true, a `require` is violated. */
function evaluate(scene: Scene, pact: BoundPact, clause: ClauseProgram, which: "when" | "require"): boolean {
  try {
    return (clause[which] as NonNullable<ClauseProgram["when"]>)(scene.vars(pact));
  } catch (error) {
    const counted = which === "when" ? "so the clause applies" : "so it counts as violated";
    const reason = error instanceof Error ? error.message : "unknown";
    scene.warnings.push(`${pact.pact}/${clause.clause.key}: \`${which}\` cannot be evaluated (${reason}), ${counted}.`);
    return which === "when";
  }
}

function varsOf(request: DecisionRequest, release: string): Scene["vars"] {
  let vars: ExpressionVars | null = null;
  return (pact) => {
    const { workflow } = pact.program.document;
    if (vars?.workflow === workflow) return vars;
    const { agent, action, resource } = request;
    vars = { agent, action, workflow, release, resource: resource ?? null, context: request.context ?? {} };
    return vars;
  };
}
