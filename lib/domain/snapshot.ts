/** The compiled organisation: immutable, indexed by agent, then action; what a decision reads and nothing else. */
import type { ClauseStanding } from "./clause-standing.ts";
import type { BoundOverride } from "./override.ts";
import type { Consequence, Mode } from "./pact.ts";
import { covers, limitedTo, type PactProgram } from "./program.ts";
import type {
  AgentState,
  ClauseLine,
  GrantState,
  Latch,
  OpenIncident,
  OrganisationSettings,
  WorkflowState,
} from "./state.ts";

/** A live pact of an agent, and where it stands in the agent's list. */
export interface BoundPact {
  index: number;
  pact: string;
  version: number;
  hash: string;
  mode: Mode;
  program: PactProgram;
}

/** Why trigger `scope` acts: the action, the counterparty, a release that nobody registered, none where one is required. */
export type ScopeFault = "action" | "counterparty" | "unknown" | "absent";

/** What one pact has to say about one action. */
export interface PactPlan {
  pact: BoundPact;
  /** Indexes of the clauses that name the action. */
  clauses: number[];
  /** What a grant of `limited` means here. */
  limited: Consequence;
  /** The pact does not cover the request, and says so with its `outside`. */
  fault: "action" | "counterparty" | null;
}

/** The pacts of an agent whose scope covers an action. */
export interface ActionPlan {
  within: PactPlan[];
}

/** The pacts of an agent and its plans by action; unchanged while only standing changes. */
export interface PlanBook {
  pacts: BoundPact[];
  plans: Map<string, ActionPlan>;
}

export interface AgentSnapshot {
  agent: AgentState;
  book: PlanBook;
  /** By `lineKey`. */
  lines: Map<string, ClauseLine>;
  /** Of this agent, every clause. */
  latches: Latch[];
  incidents: OpenIncident[];
  overrides: BoundOverride[];
  grants: GrantState[];
  /** Release → pact index → clause index; the agent's current and candidate releases. */
  standings: Map<string, ClauseStanding[][]>;
}

export interface Snapshot {
  organisation: string;
  revision: number;
  settings: OrganisationSettings;
  workflows: WorkflowState[];
  agents: ReadonlyMap<string, AgentSnapshot>;
  /** Grants by agent, also of agents that nobody registered. */
  grants: ReadonlyMap<string, GrantState[]>;
}

/** Which line a stream of evidence belongs to, within one agent. */
export function lineKey(line: Pick<ClauseLine, "pact" | "clause" | "evidenceHash" | "release">): string {
  return `${line.pact}\n${line.clause}\n${line.evidenceHash}\n${line.release}`;
}

/** Actions that an agent was seen to ask for are kept, up to so many: names come from outside. */
const REMEMBERED = 2000;

/** The plan for an action, made at first sight. */
export function planFor(book: PlanBook, action: string): ActionPlan {
  const known = book.plans.get(action);
  if (known) return known;
  const within = book.pacts.filter((pact) => covers(pact.program.document.scope.actions, action));
  const plan = { within: within.map((pact) => planPact(pact, action)) };
  if (book.plans.size < REMEMBERED) book.plans.set(action, plan);
  return plan;
}

function planPact(pact: BoundPact, action: string): PactPlan {
  const { program } = pact;
  const clauses = program.clauses.flatMap((clause, index) => (covers(clause.actions, action) ? [index] : []));
  return { pact, clauses, limited: limitedTo(program, action), fault: null };
}
