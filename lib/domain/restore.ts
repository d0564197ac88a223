/** Restoration: when the evidence since a demotion suffices, and what lifting, verifying and clearing do to a line. */

import { explainDrift } from "./drift.ts";
import { tolerance } from "./evidence.ts";
import { resolveConsequence } from "./latch.ts";
import { restartMonitor, sayNumber } from "./monitor.ts";
import type { Clause, PactDocument } from "./pact.ts";
import type { ClauseLine, Latch } from "./state.ts";

/** An agent still at or above its tolerance gathers this much with chance ≤ 1/20. */
const ENOUGH = 20;
/** Clean checks that restore a clause which promises no failure at all. */
const CLEAN_CHECKS = 50;
/** Beyond it nobody counts. */
const MOST_CHECKS = 1e9;
const ALTERNATIVES = [0, 0.1, 1 / 3];

/**
 * Q = mean over q ∈ {0, p0/10, p0/3} of (q/p0)^failed · ((1−q)/(1−p0))^passed (METHODS.md 1, restoring).
 * @param p0 tolerance; at 0, where no alternative is better, 20 from 50 clean checks on and in proportion before.
 */
export function restorationEvidence(p0: number, checks: { passed: number; failed: number }): number {
  if (p0 === 0) return checks.failed > 0 ? 0 : (ENOUGH * checks.passed) / CLEAN_CHECKS;
  let sum = 0;
  for (const share of ALTERNATIVES) {
    const failing = checks.failed === 0 ? 0 : checks.failed * Math.log(share);
    const passing = checks.passed === 0 ? 0 : checks.passed * Math.log((1 - share * p0) / (1 - p0));
    sum += Math.exp(failing + passing);
  }
  return sum / ALTERNATIVES.length;
}

/** How many clean checks from now on would suffice, on top of what was seen since the demotion. */
export function cleanChecksLeft(p0: number, since: { passed: number; failed: number }): number {
  const enough = (more: number) => restorationEvidence(p0, { ...since, passed: since.passed + more }) >= ENOUGH - 1e-9;
  let high = 1;
  while (!enough(high) && high < MOST_CHECKS) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Whether the evidence suffices, and in words what it is or lacks. */
export interface Restoration {
  enough: boolean;
  says: string;
}

/**
 * Whether a latch may be lifted: `drift` at Q ≥ 20 since the demotion, `failures` by one passing record that counts,
 * observed after the last failure.
 */
export function restoration(latch: Pick<Latch, "trigger">, line: ClauseLine, clause: Clause): Restoration {
  if (latch.trigger === "failures") {
    const enough = line.newest !== null && line.newest.observedAt > (line.lastFailureAt ?? -Infinity);
    const says = enough
      ? "has passed since its last failure"
      : "needs one passing record observed after its last failure";
    return { enough, says: `${clause.title} ${says}.` };
  }
  const p0 = tolerance(clause.evidence?.target ?? 1);
  const since = line.restoring ?? { passed: 0, failed: 0 };
  const q = restorationEvidence(p0, since);
  // Losses add up to parts of a check.
  const [failed, all] = [since.failed, since.passed + since.failed].map((value) => sayNumber(Number(value.toFixed(2))));
  const seen = `${failed} of ${all} checks failed since`;
  // Half a billionth for rounding: fifty clean checks are fifty.
  const enough = q >= ENOUGH - 1e-9;
  const odds = enough
    ? "that is enough"
    : `${q < 1 ? "less than 1" : sayNumber(Math.floor(q))} to 1, and it takes 20 to 1`;
  return { enough, says: `${clause.title}: ${seen}; ${odds}.` };
}

/** `restoration(…).enough`. */
export function restorable(latch: Pick<Latch, "trigger">, line: ClauseLine, clause: Clause): boolean {
  return restoration(latch, line, clause).enough;
}

/** The line after a latched consequence was lifted: what led to it is over, and counts no more. */
export function liftTrigger(line: ClauseLine, trigger: Latch["trigger"]): ClauseLine {
  if (trigger === "failures") return { ...line, failures: [] };
  return {
    ...line,
    monitor: line.monitor && restartMonitor(line.monitor),
    shelved: [],
    drift: { ...line.drift, state: "cleared" },
    restoring: null,
    suite: undefined,
  };
}

/** State of a line's drift by the clock: what nobody spoke on in time verifies itself. */
export function driftAt(line: Pick<ClauseLine, "drift">, now: number): ClauseLine["drift"]["state"] {
  const { state, verifiedAt } = line.drift;
  return state === "suspected" && verifiedAt !== undefined && verifiedAt <= now ? "verified" : state;
}

/** A drift latch as of a person's word: in force from `now` on, if it was not before. */
export interface VerifyInput {
  line: ClauseLine;
  clause: Clause;
  document: PactDocument;
  /** Drift latches of this line. */
  latches: readonly Latch[];
  now: number;
  newId: () => string;
}

/**
 * A person verifies a suspected drift: alarms that waited act now; a suspicion without an alarm acts at the lowest stage.
 * @returns the line, and the latches to store (changed or new).
 */
export function verifyDrift(input: VerifyInput): { line: ClauseLine; latches: Latch[] } {
  const { line, clause, now } = input;
  const drift = { ...line.drift, state: "verified" as const, alarmAt: line.drift.alarmAt ?? now, verifiedAt: now };
  const restoring = line.restoring ?? { passed: 0, failed: 0, from: now };
  if (input.latches.length > 0) {
    const waiting = input.latches.filter((latch) => latch.verifiedAt > now);
    return { line: { ...line, drift, restoring }, latches: waiting.map((latch) => ({ ...latch, verifiedAt: now })) };
  }
  const stage = clause.on.drift?.[0];
  if (!stage || !line.monitor) return { line, latches: [] };
  const latch: Latch = {
    id: input.newId(),
    agent: line.agent,
    pact: line.pact,
    clause: line.clause,
    release: line.release,
    trigger: "drift",
    at: stage.at,
    since: now,
    verifiedAt: now,
    says: explainDrift(line, tolerance(clause.evidence?.target ?? 1)),
    consequence: resolveConsequence(stage, input.document),
    evidenceId: line.last?.id,
  };
  return { line: { ...line, drift, restoring }, latches: [latch] };
}

/** A person clears a suspicion: the monitor starts anew. Drift that is verified is lifted by restoration, not by this. */
export function clearDrift(line: ClauseLine): ClauseLine {
  return liftTrigger(line, "drift");
}
