/**
 * What an organisation's compiled snapshot is made from: plain data, read in one database snapshot at one revision.
 * All instants are milliseconds since the epoch.
 */
import type { GrantCriteriaByLevel } from "./grant-criteria.ts";
import type { Consequence, Level, Mode, PactDocument, Trigger } from "./pact.ts";

export type Authority = "full" | "limited" | "supervised" | "suspended";
export type Ungoverned = "block" | "review" | "allow";

export interface OrganisationSettings {
  ungoverned: Ungoverned;
  /** Exceptions to `ungoverned`, the most specific first looked up: agent, then workflow. */
  ungovernedAgents: Record<string, Ungoverned>;
  ungovernedWorkflows: Record<string, Ungoverned>;
  /** Approvals by members other than the author that publishing needs; 0 turns the requirement off. */
  approvals: number;
  /** ISO 8601: how long a review waits before it counts as denied. */
  reviewExpiry: string;
  /** ISO 8601: the longest override by severity of its clause. */
  overrideCaps: Record<"critical" | "major" | "minor", string>;
  /** Urgent mail passes the quiet hours of every member; absent: only of those who say so themselves. */
  urgentPassesQuiet?: boolean;
  /** What is to be seen before an agent is given more authority, by the level asked for. */
  grantCriteria: GrantCriteriaByLevel;
  /** ISO 8601: how long decisions are kept; null: for ever. */
  decisionRetention: string | null;
  /** The name in the domain name system where the log's key is published; null: nowhere. */
  keyName: string | null;
}

export interface AgentState {
  slug: string;
  release: string;
  candidates: string[];
}

/** A twin: stands in for an agent while a drill runs, with a standing of its own under the same pacts. */
interface TwinState extends AgentState {
  twinOf: string;
  /** Shadow pacts that a breach within the drill put in force for it. */
  enforced: string[];
}

export interface WorkflowState {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  actions: { name: string; risk: Level }[];
}

export interface LivePact {
  pact: string;
  version: number;
  hash: string;
  document: PactDocument;
  mode: Mode;
  /** Slug of the metric whose breach switched it from shadow to enforce. */
  enforcedBy?: string | null;
}

/** One stage of a drift alarm, or repeated failures: in force until restored. */
export interface Latch {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  /** The release it belongs to; "" where the clause is not per release. */
  release: string;
  trigger: "failures" | "drift";
  /** The drift stage that alarmed; absent for failures. */
  at?: number;
  since: number;
  /** From this instant on it is in force (drift verified by a person later than the alarm, or by time). */
  verifiedAt: number;
  /** The sentence of that moment, kept for explanations. */
  says: string;
  /** What it did when it came into force: holds where a later version of the clause no longer has the trigger. */
  consequence?: Consequence;
  /** The record that brought it about. */
  evidenceId?: string;
}

/** The e-SR state of METHODS.md 1: numbers only, so that it can be stored and rebuilt. */
export interface MonitorState {
  m: number[];
  /** Per component: check number it counts from, checks and failures since, and its CUSUM form `c`. */
  since: { check: number; at: number; n: number; failed: number; c: number }[];
  checks: number;
  failed: number;
  e: number;
}

export interface EvidenceRef {
  id: string;
  observedAt: number;
  source: string;
}

/** What a suite says of a release, beside the same cases under an earlier one. */
export interface SuiteComparison {
  /** The releases compared: the record's own, and the one before. */
  release: string;
  against: string;
  /** Cases that both ran. */
  common: number;
  newlyFailing: number;
  newlyPassing: number;
  /** e-value: odds that the later release fails more of these cases. */
  e: number;
}

/**
 * What a stream of evidence amounts to: per agent x pact x clause key x evidence hash x release ("" where not per release).
 * Rebuilt from the stored records by replaying `applyEvidence` in arrival order.
 */
export interface ClauseLine {
  agent: string;
  pact: string;
  clause: string;
  evidenceHash: string;
  release: string;
  /** Newest passing record that counts for freshness. */
  newest: EvidenceRef | null;
  /** Newest record of any outcome: what an explanation points at. */
  last: EvidenceRef | null;
  lastFailureAt: number | null;
  /** observedAt of failing records that may still add up to `failures`, ascending. */
  failures: number[];
  monitor: MonitorState | null;
  /** The method version that `monitor` is of; undefined: of before there were any. */
  method?: string | null;
  /** Monitors of other method versions, to be taken up again. */
  shelved?: { method: string | null; monitor: MonitorState }[];
  drift: {
    state: "none" | "suspected" | "verified" | "cleared";
    suspectedAt?: number;
    onsetAt?: number;
    alarmAt?: number;
    verifiedAt?: number;
  };
  /** The newest comparison of an eval suite with an earlier release, since the last restoration. */
  suite?: (SuiteComparison & { at: number }) | undefined;
  /** Decayed weights (METHODS.md 2) as of `at`: n and f fall by half in each freshness window. */
  weights: { n: number; f: number; at: number };
  /** Since the demotion (observed from `from` on): clean and failed checks for Q (METHODS.md 1, restoring). */
  restoring: { passed: number; failed: number; from: number } | null;
  /** Tasks whose last check failed: another failure of one of them is a retry and counts no more. Oldest first. */
  failingTasks: string[];
}

export interface OpenIncident {
  id: string;
  agent: string;
  severity: Level;
  title: string;
  openedAt: number;
}

/** An override of a clause that took effect: one of its budget's count, whatever became of it since. */
export interface Spending {
  agent: string;
  pact: string;
  clause: string;
  at: number;
}

export interface OverrideState {
  id: string;
  agent: string;
  pact: string;
  /** null: the pact's `scope`. */
  clause: string | null;
  triggers: Trigger[];
  actions: string[];
  when: string | null;
  maxUses: number | null;
  used: number;
  startsAt: number;
  endsAt: number;
  reason: string;
}

export interface GrantState {
  id: string;
  agent: string;
  /** null: every workflow of the agent. */
  workflow: string | null;
  level: Authority;
  reason: string;
  since: number;
  until: number | null;
}

/** What a governed metric's breach took away, until a person lifts it. Each member that is null narrows nothing. */
export interface MetricCap {
  id: string;
  /** Slug of the governed metric. */
  metric: string;
  agent: string | null;
  workflow: string | null;
  pact: string | null;
  level: Exclude<Authority, "full">;
  since: number;
  /** The breach in a sentence. */
  says: string;
}

export interface OrganisationState {
  organisation: string;
  revision: number;
  settings: OrganisationSettings;
  agents: AgentState[];
  /** Of drills that run; absent: none. */
  twins?: TwinState[];
  workflows: WorkflowState[];
  pacts: LivePact[];
  lines: ClauseLine[];
  latches: Latch[];
  incidents: OpenIncident[];
  overrides: OverrideState[];
  /** Of pacts that set a budget; absent: none. */
  spendings?: Spending[];
  grants: GrantState[];
  caps: MetricCap[];
}
