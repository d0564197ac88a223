/** What a record brings into force on its line: repeated failures, and drift by the monitor. */

import { driftOdds, explainDrift, onsetOf } from "./drift.ts";
import { durationMs, sayFailed } from "./duration.ts";
import { tolerance } from "./evidence.ts";
import type { Applied, EvidenceInput } from "./line-shapes.ts";
import { shelvedAbove, takeYardstick } from "./method-version.ts";
import { planMonitor, restartMonitor, sayNumber, stepMonitor } from "./monitor.ts";
import type { ClauseLine, Latch } from "./state.ts";

/** How many failing records a line remembers at least. */
const REMEMBERED = 200;

/** Failing records within so long of each other, by `observedAt`, however late they arrive. */
export function noteFailure(result: Applied, input: EvidenceInput, rule: { count: number; within: string }): void {
  const { line } = result;
  const at = input.record.observedAt;
  const kept = Math.max(REMEMBERED, 2 * rule.count);
  line.failures = [...line.failures, at].sort((a, b) => a - b).slice(-kept);
  const within = durationMs(rule.within);
  const adds = line.failures.some((first, i) => {
    const last = line.failures[i + rule.count - 1];
    return last !== undefined && last - first <= within;
  });
  if (!adds || !input.live || latched(input, "failures")) return;
  const says = sayFailed(rule);
  addLatch(result, input, { trigger: "failures", says, verifiedAt: input.now });
  result.events.push({ kind: "failures", at: input.now, says, latch: result.latches.at(-1)?.id });
}

function latched({ latches, line }: EvidenceInput, trigger: Latch["trigger"], at?: number): boolean {
  const own = latches.filter((latch) => latch.release === line.release || latch.release === "");
  return own.some((latch) => latch.trigger === trigger && (latch.at ?? undefined) === at);
}

function addLatch(
  result: Applied,
  input: EvidenceInput,
  latch: Pick<Latch, "trigger" | "says" | "verifiedAt"> & { at?: number },
): void {
  const { agent, pact, clause, release } = input.line;
  const since = input.now;
  result.latches.push({
    id: input.newId(),
    agent,
    pact,
    clause,
    release,
    since,
    evidenceId: input.record.id,
    ...latch,
  });
}

/** The monitor's step, the stages that it reaches, and suspicion. */
export function noteDrift(result: Applied, input: EvidenceInput, checks: { passed: number; failed: number }): void {
  const { line } = result;
  const { clause, record, now } = input;
  const stages = clause.on.drift ?? [];
  const p0 = tolerance(clause.evidence?.target ?? 1);
  const plan = planMonitor(p0);
  const { changed, ...yardstick } = takeYardstick(line, record.method ?? null, plan);
  const monitor = stepMonitor(yardstick.monitor, plan, { ...checks, loss: record.loss, at: record.observedAt });
  Object.assign(line, yardstick, { monitor });
  if (changed) result.events.push({ kind: "method", at: now, says: `${clause.title}: ${changed}.` });
  if (record.suite) line.suite = { ...record.suite, at: record.observedAt };
  const odds = driftOdds(line);
  result.odds = odds;
  const lowest = stages[0];
  const highest = stages.at(-1);
  if (!lowest || !highest || !input.live) return;
  const says = explainDrift(line, p0);
  const reached = stages.filter((stage) => odds >= stage.at && !latched(input, "drift", stage.at));
  if (reached.length > 0) {
    const within = clause.drift?.verify === "person" ? durationMs(clause.drift.within) : 0;
    for (const { at } of reached) {
      addLatch(result, input, { trigger: "drift", at, says, verifiedAt: now + within });
      const named = `${says} (one false alarm in ${sayNumber(at)} checks at most)`;
      result.events.push({ kind: "alarm", at: now, says: named, stage: at, latch: result.latches.at(-1)?.id });
    }
    alarm(line, { now, verifiedAt: now + within });
  } else suspect(result, { now, says, from: lowest.at / 10 });
  // Each alarm is a demotion: what restores it is counted from there.
  if (reached.length > 0 || monitor.e >= highest.at) line.restoring = { passed: 0, failed: 0, from: record.observedAt };
  if (monitor.e >= highest.at) line.monitor = restartMonitor(monitor);
}

function alarm(line: ClauseLine, { now, verifiedAt }: { now: number; verifiedAt: number }): void {
  const before = line.drift.state === "cleared" ? undefined : line.drift;
  const since = { suspectedAt: before?.suspectedAt ?? now, onsetAt: before?.onsetAt ?? onsetOf(line) };
  // A further stage waits for its own verification; the drift itself stays verified.
  if (before?.verifiedAt !== undefined && before.verifiedAt <= now) return;
  const state = verifiedAt <= now ? "verified" : "suspected";
  line.drift = { state, ...since, alarmAt: before?.alarmAt ?? now, verifiedAt: before?.verifiedAt ?? verifiedAt };
}

function suspect(result: Applied, { now, says, from }: { now: number; says: string; from: number }): void {
  const { drift } = result.line;
  if (drift.state === "verified" || (drift.alarmAt !== undefined && drift.state === "suspected")) return;
  if (driftOdds(result.line) >= from) {
    if (drift.state === "suspected") return;
    result.line.drift = { state: "suspected", suspectedAt: now, onsetAt: onsetOf(result.line) };
    result.events.push({ kind: "suspected", at: now, says });
  } else if (drift.state === "suspected" && !shelvedAbove(result.line, from)) {
    result.line.drift = { state: "none" };
    result.events.push({ kind: "subsided", at: now, says });
  }
}
