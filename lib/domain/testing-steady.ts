/**
 * An agent that keeps well within its tolerance, check by check: how often its authority changes if it follows a line on the
 * score, and by drift that latches and is restored (METHODS.md 2: down at once, up only by restoration). For a test and a bench.
 */
import type { EvidenceRecord } from "./evidence.ts";
import { applyEvidence, newLine } from "./line.ts";
import { clauseAssurance } from "./score.ts";
import type { Latch } from "./state.ts";
import { oneClause } from "./testing.ts";

const DAY = 24 * 3_600_000;
const START = Date.parse("2026-01-01T00:00:00Z");
/** Checks in a freshness window, which is the half-life of the score. */
const PER_WINDOW = 500;

export interface Steady {
  /** 1 % here. */
  p0: number;
  /** The rate at which the agent fails in truth. */
  rate: number;
  checks: number;
  /** The stage of drift that acts. */
  stage: number;
  /** The line on the score, 0..100. */
  below: number;
}

/** Changes of authority over the stream, both ways, once a window of evidence is there. @param random uniform on [0, 1) */
export function authorityChanges(of: Steady, random: () => number): { plain: number; latched: number } {
  const { document, clause, key } = oneClause({
    severity: "major",
    evidence: { method: "runtime", target: 1 - of.p0, freshness: "P7D" },
    drift: { verify: "auto" },
    restore: "auto",
    on: { missing: { do: "review" }, stale: { do: "review" }, drift: [{ at: of.stage, do: "review" }] },
  });
  let line = newLine(key);
  let latches: Latch[] = [];
  let above: boolean | null = null;
  const changes = { plain: 0, latched: 0 };
  for (let check = 0; check < of.checks; check++) {
    const now = START + Math.round((check * 7 * DAY) / PER_WINDOW);
    const failed = random() < of.rate ? 1 : 0;
    const record: EvidenceRecord = {
      ...{ id: "evd", ...key, passed: 1 - failed, failed, observedAt: now, recordedAt: now, source: "lab" },
      ...{ vouchedBy: "runtime", artifactUsed: false, task: null },
    };
    const applied = applyEvidence({ line, record, clause, document, latches, live: true, now, newId: () => "lat" });
    changes.latched += applied.latches.length + applied.lifted.length;
    latches = [...latches.filter((latch) => !applied.lifted.includes(latch)), ...applied.latches];
    line = applied.line;
    if (check < PER_WINDOW) continue;
    const holds = 100 * (clauseAssurance(clause, line, now) ?? 0) >= of.below;
    if (above !== null && holds !== above) changes.plain++;
    above = holds;
  }
  return changes;
}
