/** Requests and answers of the decision API (CONTRACT.md 3 and 4). Instants are ms inside; RFC 3339 at the border. */
import type { ConsequenceKind, Level, Limits, Mode, Trigger } from "./pact.ts";
import type { Authority } from "./state.ts";

export type Verdict = "allow" | "degrade" | "review" | "block";

export interface DecisionRequest {
  agent: string;
  action: string;
  workflow?: string;
  counterparty?: string;
  release?: string;
  resource?: unknown;
  context?: Record<string, unknown>;
  run?: string;
}

export interface Because {
  pact: string | null;
  version: number | null;
  clause: string | null;
  trigger: Trigger;
  /** Drift stage, where the trigger is `drift`. */
  at?: number;
  consequence: ConsequenceKind | "allow";
  says: string;
  evidence: { id: string; observedAt: string; ageSeconds: number; windowSeconds: number } | null;
  /** Id of the override that took this away. */
  override: string | null;
}

/** The pure answer of `decide`; the recorder adds id and review. */
export interface Answer {
  verdict: Verdict;
  permitted: boolean;
  mode: Mode;
  authority: Authority;
  because: Because[];
  limits: Limits | null;
  settlements: { pact: string; clause: string; trigger: Trigger; hold?: number; penalty?: number; currency?: string }[];
  shadow: { verdict: Verdict; because: Because[] } | null;
  warnings: string[];
  pacts: { pact: string; version: number; hash: string }[];
  workflow: string | null;
  governed: boolean;
  decidedAt: number;
  validUntil: number | null;
  useBy: number | null;
  revision: number;
  /** Given while the database was away: the risk it was weighed by, and when the snapshot was last held against it. */
  away?: { risk: Level; verifiedAt: number };
}
