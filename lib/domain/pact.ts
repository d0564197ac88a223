/**
 * The pact document in its canonical form: short forms expanded, defaults filled in (CONTRACT.md 2).
 * Everything that reads a pact reads this shape; only the parser sees YAML and short forms.
 */
export type Severity = "critical" | "major" | "minor";
export type Level = "low" | "medium" | "high" | "critical";
export type Mode = "enforce" | "shadow";
export type ConsequenceKind = "block" | "degrade" | "review" | "settle";
export type ClauseTrigger = "violation" | "missing" | "stale" | "failures" | "drift" | "score" | "incident";
export type Trigger = ClauseTrigger | "scope" | "granted" | "no_pact" | "metric";

/** One limited path under `context`. */
export interface Limit {
  max?: number;
  min?: number;
  only?: (string | number | boolean)[];
  equals?: string | number | boolean;
}
/** Paths under `context` (dotted) to their limits. */
export type Limits = Record<string, Limit>;

export interface Consequence {
  do: ConsequenceKind;
  limits?: Limits;
}
export interface DriftStage extends Consequence {
  /** At most one false alarm per `at` checks; default 10000. */
  at: number;
}
export interface IncidentConsequence extends Consequence {
  atLeast: Level;
}

export interface ClauseConsequences {
  violation?: Consequence;
  missing?: Consequence;
  stale?: Consequence;
  failures?: Consequence;
  /** Sorted by `at`, ascending. A single form becomes one stage. */
  drift?: DriftStage[];
  score?: Consequence;
  incident?: IncidentConsequence;
}

export interface ClauseEvidence {
  method: "eval" | "runtime" | "attestation" | "human";
  describe?: string;
  /** Pass rate promised, 0..1. */
  target: number;
  /** ISO 8601 duration. */
  freshness: string;
  perRelease: boolean;
  minChecks: number;
  from?: string[];
}

export interface Clause {
  key: string;
  title: string;
  obligation: string;
  severity: Severity;
  /** Slug of a team of the organisation. */
  owner: string;
  recertify: string;
  /** Absent: all of scope.actions. */
  actions?: string[];
  when?: string;
  require?: string;
  evidence?: ClauseEvidence;
  failures?: { count: number; within: string };
  drift?: { verify: "auto" } | { verify: "person"; within: string };
  score?: { below: number };
  restore: "auto" | "signoff";
  respond?: { within: string; runbook?: string };
  on: ClauseConsequences;
}

export interface Fact {
  type: "number" | "string" | "boolean" | "object" | "array";
  unit?: string;
}

export interface PactDocument {
  surety: 1;
  pact: string;
  title: string;
  agent: string;
  workflow: string;
  parties: { provider: string; counterparty?: string };
  mode: Mode;
  permit: string;
  facts?: Record<string, Fact>;
  scope: { actions: string[]; outside: Consequence; release: "assumed" | "required" };
  levels?: { limited?: Limits };
  clauses: Clause[];
  overrides?: { maxDuration?: string; budget?: { count: number; within: string; then: ConsequenceKind } };
  settlement?: {
    currency: string;
    disputeWindow: string;
    clauses: Record<string, { hold?: number; penalty?: number }>;
  };
}
