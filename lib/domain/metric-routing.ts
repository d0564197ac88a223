/** Pact-aware routing: independent observations and decided traffic, joined per workflow. */
import type { MetricScope } from "./metric.ts";
import { covers } from "./program.ts";
import type { Snapshot } from "./snapshot.ts";

/** Calls that observers saw: of an agent, an action, and whether a decision under a pact permitted them. */
export interface ObservedCalls {
  agent: string;
  action: string;
  governed: boolean;
  count: number;
}

/** Decisions of a workflow: under a pact, or under none. */
export interface DecidedCalls {
  workflow: string | null;
  governed: boolean;
  count: number;
}

/**
 * `governed`: all observed calls were permitted under a pact. `ungoverned`: some were not, or no pact decided.
 * `unknown`: decided, but nobody observes it independently. `no_surface`: neither asked for nor observed.
 */
export type Routing = "governed" | "ungoverned" | "unknown" | "no_surface";

export interface WorkflowRouting {
  /** null: actions that no workflow names. */
  workflow: string | null;
  routing: Routing;
  observed: number;
  observedGoverned: number;
  decided: number;
  decidedGoverned: number;
}

export interface RoutingShare {
  /** 0..1; null: no traffic. */
  value: number | null;
  calls: number;
  governed: number;
  workflows: WorkflowRouting[];
}

function routingOf({
  observed,
  observedGoverned,
  decided,
  decidedGoverned,
}: Omit<WorkflowRouting, "routing">): Routing {
  if (observed > 0) return observedGoverned === observed ? "governed" : "ungoverned";
  if (decidedGoverned < decided) return "ungoverned";
  return decided > 0 ? "unknown" : "no_surface";
}

/** The consequential workflow that a call belongs to; null: no workflow names it; undefined: only ones without consequence do. */
export function consequentialWorkflow(
  { agent, action }: Pick<ObservedCalls, "agent" | "action">,
  { workflows, agents }: Pick<Snapshot, "workflows" | "agents">,
): string | null | undefined {
  const covering = agents
    .get(agent)
    ?.book.pacts.filter(({ program }) => covers(program.document.scope.actions, action));
  const naming = workflows.filter(
    ({ slug, actions }) =>
      actions.some(({ name }) => name === action) || covering?.some(({ workflow }) => workflow === slug),
  );
  if (naming.length === 0) return null;
  return naming.find(({ consequential }) => consequential)?.slug;
}

/**
 * The share of consequential traffic that a pact governed observed calls where there are any, else decisions.
 */
export function routingShare(
  snapshot: Pick<Snapshot, "workflows" | "agents">,
  observed: readonly ObservedCalls[],
  decided: readonly DecidedCalls[],
  scope: Pick<MetricScope, "workflow">,
): RoutingShare {
  const { workflows } = snapshot;
  const rows = new Map<string | null, Omit<WorkflowRouting, "routing">>();
  const row = (workflow: string | null) => {
    const known = rows.get(workflow);
    if (known) return known;
    const fresh = { workflow, observed: 0, observedGoverned: 0, decided: 0, decidedGoverned: 0 };
    rows.set(workflow, fresh);
    return fresh;
  };
  for (const { slug, consequential } of workflows) if (consequential) row(slug);
  for (const calls of observed) {
    const { governed, count } = calls;
    const workflow = consequentialWorkflow(calls, snapshot);
    if (workflow === undefined) continue;
    const to = row(workflow);
    to.observed += count;
    if (governed) to.observedGoverned += count;
  }
  for (const { workflow, governed, count } of decided) {
    const known = workflows.find(({ slug }) => slug === workflow);
    if (known && !known.consequential) continue;
    const to = row(known ? workflow : null);
    to.decided += count;
    if (governed) to.decidedGoverned += count;
  }
  const all = [...rows.values()]
    .filter(({ workflow }) => scope.workflow === undefined || workflow === scope.workflow)
    .map((one) => ({ ...one, routing: routingOf(one) }));
  const sum = (count: (one: WorkflowRouting) => number) => all.reduce((total, one) => total + count(one), 0);
  const seen = sum(({ observed }) => observed);
  const calls = seen || sum(({ decided }) => decided);
  const governed = seen
    ? sum(({ observedGoverned }) => observedGoverned)
    : sum(({ decidedGoverned }) => decidedGoverned);
  return { value: calls > 0 ? governed / calls : null, calls, governed, workflows: all };
}
