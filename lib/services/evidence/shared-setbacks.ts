import type { Entry } from "@/lib/db/change";
import type { NewEvidence } from "@/lib/db/standing-rows";
import type { Setback } from "@/lib/domain/probation";
import type { Tested } from "./shared-clauses";

interface Taken extends Tested {
  agent: string;
  pact: string;
  release: string;
  passed: number;
  failed: number;
}

const DRIFTING: readonly string[] = ["drift.suspected", "drift.alarmed", "drift.verified"];

/**
 * What of some records ends a probation: one of the current release that fails what the live pact promises, and what was
 * said of drift on the way.
 * @param rows of the records, one each, as they are stored
 */
export function setbacksOf(records: readonly Taken[], rows: readonly NewEvidence[], said: readonly Entry[]): Setback[] {
  const workflows = new Map(records.map(({ pact, document }) => [pact, document.workflow]));
  const failing = records.flatMap(({ agent, clause, document, live, release, current, passed, failed }, index) =>
    live && !rows[index]?.passing && release === current
      ? [
          {
            ...{ kind: "evidence" as const, agent, workflow: document.workflow },
            says: `${clause.title} failed: ${failed} of ${passed + failed} checks.`,
          },
        ]
      : [],
  );
  const drifting = said.flatMap(({ kind, payload }) =>
    DRIFTING.includes(kind)
      ? [
          {
            ...{ kind: "drift" as const, agent: String(payload.agent) },
            workflow: workflows.get(String(payload.pact)) ?? null,
            says: `Drift of ${payload.clause} is ${kind === "drift.verified" ? "verified" : "suspected"}: ${payload.says}`,
          },
        ]
      : [],
  );
  return [...drifting, ...failing];
}
