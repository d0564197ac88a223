import type { Clause, ClauseTrigger } from "./pact.ts";

/** What a clause can raise at all: what an override of it may name. */
export function raisable(clause: Clause): ClauseTrigger[] {
  const { evidence, require, on } = clause;
  const can: Record<ClauseTrigger, boolean> = {
    violation: require !== undefined,
    missing: evidence !== undefined,
    stale: evidence !== undefined,
    failures: clause.failures !== undefined,
    drift: clause.drift !== undefined,
    score: clause.score !== undefined,
    incident: on.incident !== undefined,
  };
  return (Object.keys(can) as ClauseTrigger[]).filter((trigger) => can[trigger]);
}
