/** Findings: what independent observers saw and nobody has explained yet, each with an owner until its reason is told. */
import { consequentialWorkflow } from "./metric-routing.ts";
import type { Joined } from "./observation.ts";
import type { Snapshot } from "./snapshot.ts";

export const FINDING_KINDS = ["ungoverned", "new_tool"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What became of it, as a person says. */
export const FINDING_OUTCOMES = {
  gated: "It asks for a decision from now on",
  expected: "It is meant to run so",
  stopped: "It runs no more",
  mistaken: "The observer was wrong",
} as const;
export type FindingOutcome = keyof typeof FINDING_OUTCOMES;

export interface Call {
  agent: string;
  action: string;
}

/** Whether somebody wrote an action down by its name: in the scope of a live pact of the agent, or in a workflow. */
function isNamed({ agent, action }: Call, { agents, workflows }: Pick<Snapshot, "agents" | "workflows">): boolean {
  const scoped = agents.get(agent)?.book.pacts.some(({ program }) => program.document.scope.actions.includes(action));
  return scoped === true || workflows.some(({ actions }) => actions.some(({ name }) => name === action));
}

/** Open findings that look alike: of one kind, agent, action, workflow and owner. Instants are RFC 3339. */
export interface FindingGroup {
  kind: FindingKind;
  agent: string;
  action: string;
  /** As of `NewFinding`. */
  workflow: string | null;
  /** The team's slug; null: nobody's. */
  owner: string | null;
  count: number;
  firstAt: string;
  lastAt: string;
  /** The newest of them. */
  newest: string;
}

export interface NewFinding {
  kind: FindingKind;
  /** The consequential workflow; null: none names the action. */
  workflow: string | null;
  says: string;
  /** Never seen of the agent before. */
  first: boolean;
}

/**
 * What an observed call gives to explain; null: nothing. A call without a permit is one, where any workflow that names the
 * action is consequential, or none names it. A permitted one is, the first time that the action is seen of an agent that was
 * observed before, where nobody wrote the action down by its name.
 */
export function findingOf(
  call: Call,
  joined: Joined,
  { first, known }: { first: boolean; known: boolean },
  snapshot: Pick<Snapshot, "agents" | "workflows">,
): NewFinding | null {
  const workflow = consequentialWorkflow(call, snapshot);
  if (workflow === undefined) return null;
  if ("ungoverned" in joined) return { kind: "ungoverned", workflow, says: joined.ungoverned, first };
  if (!first || !known || isNamed(call, snapshot)) return null;
  const says = `${call.agent} was never seen to do ${call.action} before, and no pact or workflow names it.`;
  return { kind: "new_tool", workflow, says, first };
}
