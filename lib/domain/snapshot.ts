/** The compiled organisation: immutable, indexed by agent, then action; what a decision reads and nothing else. */
import type { BriefBook } from "./brief-book.ts";
import type { ClauseStanding } from "./clause-standing.ts";
import type { BoundOverride } from "./override.ts";
import type { PlanBook } from "./plan.ts";
import type {
  AgentState,
  ClauseLine,
  GrantState,
  Latch,
  MetricCap,
  OpenIncident,
  OrganisationSettings,
  Spending,
  WorkflowState,
} from "./state.ts";

export interface AgentSnapshot {
  agent: AgentState;
  book: PlanBook;
  /** By `lineKey`. */
  lines: Map<string, ClauseLine>;
  /** Of this agent, every clause. */
  latches: Latch[];
  incidents: OpenIncident[];
  overrides: BoundOverride[];
  spendings: readonly Spending[];
  grants: GrantState[];
  /** Of breached metrics, those that may concern this agent. */
  caps: MetricCap[];
  /** Release → pact index → clause index; the agent's current and candidate releases. */
  standings: Map<string, ClauseStanding[][]>;
  /** What rests on those. */
  briefs: BriefBook;
}

export interface Snapshot {
  organisation: string;
  revision: number;
  settings: OrganisationSettings;
  workflows: WorkflowState[];
  agents: ReadonlyMap<string, AgentSnapshot>;
  /** Apart from agents, so that nothing but their own drill finds them. */
  twins: ReadonlyMap<string, AgentSnapshot>;
  /** Grants by agent, also of agents that nobody registered. */
  grants: ReadonlyMap<string, GrantState[]>;
  /** Of breached metrics, for whichever agent. */
  caps: readonly MetricCap[];
}

/** Which line a stream of evidence belongs to, within one agent. */
export function lineKey(line: Pick<ClauseLine, "pact" | "clause" | "evidenceHash" | "release">): string {
  return `${line.pact}\n${line.clause}\n${line.evidenceHash}\n${line.release}`;
}
