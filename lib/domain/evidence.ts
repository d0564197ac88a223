/** Evidence: which records pass, which of them count for freshness, and what the clock says (CONTRACT.md 3). */
import { durationMs } from "./duration.ts";
import type { Clause, ClauseEvidence } from "./pact.ts";
import type { SuiteComparison } from "./state.ts";

/** Whose word a record is: decides its weight in the score (METHODS.md 2). */
export type Voucher = "self" | "provider" | "runtime" | "counterparty" | "third_party";

/** One immutable record that an obligation was tested; `release` is resolved (absent: the agent's current one). */
export interface EvidenceRecord {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  /** Of the clause (live or draft) that was tested. */
  evidenceHash: string;
  release: string;
  passed: number;
  failed: number;
  /** Of one check that is measured: how badly it failed, 0..1. `passed` and `failed` say whether that is within the tolerance. */
  loss?: number | null;
  observedAt: number;
  recordedAt: number;
  source: string;
  /** `self`: the agent's own outcome. */
  vouchedBy: Voucher;
  /** An earlier record with the same artifact hash has renewed a window of this clause already. */
  artifactUsed: boolean;
  /** `attributes.task`: groups the retries of one task. */
  task: string | null;
  /** The version of the method that it was measured with; none where it names none. */
  method?: string | null;
  /** The same cases under an earlier release, where the record carries `attributes.cases`. */
  suite?: SuiteComparison | undefined;
}

export type Outcome = Pick<EvidenceRecord, "passed" | "failed">;

/** Whether the share passed reaches the target (0..1); a record without checks passes nothing. */
export function passes(record: Outcome, target: number): boolean {
  const checks = record.passed + record.failed;
  return checks > 0 && record.passed / checks >= target;
}

/** Whether a record's source may renew the window: one that `from` names, or, absent it, any but the agent's own outcomes. */
export function sourceCounts(record: Pick<EvidenceRecord, "source" | "vouchedBy">, evidence: ClauseEvidence): boolean {
  return evidence.from ? evidence.from.includes(record.source) : record.vouchedBy !== "self";
}

/**
 * Whether a record renews the clause's window for a release: it passes, and hash, release (if per release), `minChecks`,
 * `from` and artifact allow it.
 */
export function counts(
  record: EvidenceRecord,
  clause: Clause,
  scope: { evidenceHash: string; release: string },
): boolean {
  const evidence = clause.evidence;
  if (!evidence || record.evidenceHash !== scope.evidenceHash || record.artifactUsed) return false;
  if (evidence.perRelease && record.release !== scope.release) return false;
  if (record.passed + record.failed < evidence.minChecks) return false;
  return sourceCounts(record, evidence) && passes(record, evidence.target);
}

/** The `release` of the line that a record of this release belongs to: "" where the clause is not per release. */
export function lineRelease(clause: Clause, release: string): string {
  return clause.evidence?.perRelease ? release : "";
}

/** p0 of METHODS.md: the failure rate that the pact allows, free of binary noise (1 − 0.98 is 0.02). */
export function tolerance(target: number): number {
  return Number((1 - target).toPrecision(12));
}

/** One check that was measured, as passed or failed: whether its loss (0..1) is within the tolerance of a target. */
export function checkOfLoss(loss: number, target: number): Outcome {
  return loss <= tolerance(target) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Weight of one check in the score: 1 for runtime and signed sources, 0.5 for the provider's own evals, 0.25 for self-report. */
export function evidenceWeight(voucher: Voucher, evidence: ClauseEvidence): number {
  if (voucher === "self") return 0.25;
  return voucher !== "provider" || evidence.method === "runtime" ? 1 : 0.5;
}

export type FreshnessState = "fresh" | "expiring" | "stale" | "missing";

/** The instants that freshness depends on; computed once, compared with the clock at every decision. */
export interface FreshnessWindow {
  observedAt: number | null;
  /** First instant of the last fifth of the window; −∞ where evidence is missing. */
  expiringAt: number;
  /** First instant at which the evidence is stale; −∞ where it is missing. */
  staleAt: number;
  windowMs: number;
}

/** Window of the newest record that counts (`observedAt` in ms, null: none) for a freshness in ISO 8601. */
export function freshnessWindow(observedAt: number | null, freshness: string): FreshnessWindow {
  const windowMs = durationMs(freshness);
  if (observedAt === null) return { observedAt, expiringAt: -Infinity, staleAt: -Infinity, windowMs };
  return {
    observedAt,
    expiringAt: observedAt + Math.ceil((windowMs * 4) / 5),
    staleAt: observedAt + windowMs,
    windowMs,
  };
}

/** What the clock says: stale from the very instant age = window on. */
export function freshnessAt(window: FreshnessWindow, now: number): FreshnessState {
  if (window.observedAt === null) return "missing";
  if (now >= window.staleAt) return "stale";
  return now >= window.expiringAt ? "expiring" : "fresh";
}

/** Evidence that becomes known later than this after it was observed is marked: what rested on its absence stays as it was. */
const LATE_MS = 24 * 3600_000;

/** Whether a record became known long after it was observed (more than a day). */
export function isLate(observedAt: number, recordedAt: number): boolean {
  return recordedAt - observedAt > LATE_MS;
}
