/** What a stream of evidence amounts to: one record at a time, purely, so that a replay rebuilds the same line. */
import {
  counts,
  type EvidenceRecord,
  evidenceWeight,
  freshnessAt,
  freshnessWindow,
  passes,
  sourceCounts,
} from "./evidence.ts";
import { resolveConsequence } from "./latch.ts";
import type { Applied, EvidenceInput } from "./line-shapes.ts";
import { noteDrift, noteFailure } from "./line-triggers.ts";

import type { Clause, Consequence } from "./pact.ts";
import { liftTrigger, restorable } from "./restore.ts";
import { addWeights, halfLife } from "./score.ts";
import type { ClauseLine, Latch } from "./state.ts";

export type { Applied, EvidenceInput } from "./line-shapes.ts";

type Checks = { passed: number; failed: number };

/** How many tasks that failed last a line remembers; a forgotten retry counts again: never too lenient. */
const REMEMBERED = 200;

/** A line that has seen nothing; `release` is "" where the clause is not per release. */
export function newLine(key: Pick<ClauseLine, "agent" | "pact" | "clause" | "evidenceHash" | "release">): ClauseLine {
  return {
    agent: key.agent,
    pact: key.pact,
    clause: key.clause,
    evidenceHash: key.evidenceHash,
    release: key.release,
    newest: null,
    last: null,
    lastFailureAt: null,
    failures: [],
    monitor: null,
    drift: { state: "none" },
    weights: { n: 0, f: 0, at: 0 },
    restoring: null,
    failingTasks: [],
  };
}

/** One record on its line: freshness, failures, monitor and drift, score weights, restoration. Nothing given is changed. */
export function applyEvidence(input: EvidenceInput): Applied {
  const { record, clause, document, now } = input;
  const evidence = clause.evidence;
  if (!evidence) throw new TypeError(`clause ${clause.key} takes no evidence`);
  const scope = { evidenceHash: input.line.evidenceHash, release: input.line.release };
  const result: Applied = {
    line: { ...input.line, restoring: input.line.restoring ?? inheritedDemotion(input) },
    latches: [],
    lifted: [],
    passing: passes(record, evidence.target),
    counting: counts(record, clause, scope),
    lowered: record.failed > 0 && clause.score !== undefined,
    events: [],
    odds: null,
  };
  noteRecord(result, record);
  result.lowered ||= missingTurnsStale(input, result.line);
  const checks = withoutRetries(result.line, record);
  const measured = asMeasured(checks, record.loss);
  result.line.weights = addWeights(
    result.line.weights,
    { ...measured, observedAt: record.observedAt },
    evidenceWeight(record.vouchedBy, evidence),
    halfLife(evidence.freshness),
  );
  const restoring = result.line.restoring;
  if (restoring && record.observedAt >= restoring.from) {
    // A source that may not renew the window may not restore either; its failures tell against all the same.
    const passed = sourceCounts(record, evidence) ? measured.passed : 0;
    result.line.restoring = {
      ...restoring,
      passed: restoring.passed + passed,
      failed: restoring.failed + measured.failed,
    };
  }
  if (!result.passing && clause.failures) noteFailure(result, input, clause.failures);
  if (clause.drift && clause.on.drift) noteDrift(result, input, checks);
  if (clause.restore === "auto") restoreAlone(result, input);
  result.lowered ||= result.latches.length > 0;
  for (const latch of result.latches) latch.consequence = resolveConsequence(consequenceOf(latch, clause), document);
  if (result.counting && result.line.newest?.id === record.id) {
    result.events.push({ kind: "renewed", at: now, says: `${clause.title}: proven again by ${record.source}.` });
  }
  return result;
}

/** A drift latch of an earlier version binds this line too: what lifts it is counted from there on. */
function inheritedDemotion({ line, latches, live }: EvidenceInput): ClauseLine["restoring"] {
  const own = latches.filter(
    ({ trigger, release }) => trigger === "drift" && (release === line.release || release === ""),
  );
  return live && own.length > 0 ? { passed: 0, failed: 0, from: Math.max(...own.map(({ since }) => since)) } : null;
}

function consequenceOf(latch: Latch, clause: Clause): Consequence {
  const stage = clause.on.drift?.find((candidate) => candidate.at === latch.at);
  return (latch.trigger === "failures" ? clause.on.failures : stage) ?? { do: "review" };
}

function noteRecord({ line, passing, counting }: Applied, record: EvidenceRecord): void {
  const ref = { id: record.id, observedAt: record.observedAt, source: record.source };
  if (counting && (!line.newest || record.observedAt > line.newest.observedAt)) line.newest = ref;
  if (!line.last || record.observedAt >= line.last.observedAt) line.last = ref;
  if (!passing) line.lastFailureAt = Math.max(line.lastFailureAt ?? -Infinity, record.observedAt);
}

/** A first record that is past its window already: the consequence of `stale` may be stronger than that of `missing`. */
function missingTurnsStale({ line, clause, now }: EvidenceInput, { newest }: ClauseLine): boolean {
  if (line.newest || !newest || !clause.evidence) return false;
  return freshnessAt(freshnessWindow(newest.observedAt, clause.evidence.freshness), now) === "stale";
}

/** The record's checks with consecutive failures of one task counted once; remembers which tasks failed last. */
function withoutRetries(line: ClauseLine, record: EvidenceRecord): Checks {
  const { task, passed, failed } = record;
  if (task === null) return { passed, failed };
  const others = line.failingTasks.filter((other) => other !== task);
  const retried = others.length < line.failingTasks.length;
  line.failingTasks = failed > 0 && passed === 0 ? [...others, task].slice(-REMEMBERED) : others;
  return { passed, failed: failed > 0 && !retried ? 1 : 0 };
}

/** Checks as score and restoration weigh them: of one that is measured, as much of it failed as its loss says. */
function asMeasured(checks: Checks, loss: number | null | undefined): Checks {
  return loss == null || checks.passed + checks.failed === 0 ? checks : { passed: 1 - loss, failed: loss };
}

/** `restore: auto`: the evidence alone lifts, but only on a record that itself speaks for it. */
function restoreAlone(result: Applied, input: EvidenceInput): void {
  const { record, clause, line: before, now } = input;
  if (record.passed === 0 || result.latches.length > 0) return;
  const own = input.latches.filter((latch) => latch.release === before.release || latch.release === "");
  for (const trigger of ["failures", "drift"] as const) {
    const latched = own.filter((latch) => latch.trigger === trigger);
    if (latched.length === 0 || (trigger === "failures" && !result.counting)) continue;
    if (!latched.every((latch) => restorable(latch, result.line, clause))) continue;
    result.line = liftTrigger(result.line, trigger);
    result.lifted.push(...latched);
    const says = `${clause.title}: ${trigger} lifted, the evidence suffices.`;
    for (const { id } of latched) result.events.push({ kind: "lifted", at: now, says, latch: id });
  }
}
