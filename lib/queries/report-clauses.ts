import type { ControlReference } from "@/lib/domain/control";
import { durationMs } from "@/lib/domain/duration";
import { sayLimits } from "@/lib/domain/limits";
import { sayNumber } from "@/lib/domain/monitor";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import type { ReportClause, ReportEvidence } from "@/lib/domain/report";
import { strip } from "@/lib/domain/report-days";
import type { ClauseReport } from "@/lib/domain/standing";
import { upperFirst } from "@/lib/domain/text";
import type { PactCourse } from "./report-spans";

interface Of {
  document: PactDocument;
  course: PactCourse;
  reports: readonly ClauseReport[];
  attested: Map<string, ReportEvidence[]>;
  controls: Map<string, ControlReference[]>;
  now: number;
}

/** The promises of a pact, as a report tells them. */
export function clausesOf({ document, course, reports, attested, controls, now }: Of): ReportClause[] {
  return document.clauses.map((clause): ReportClause => {
    const report = reports.find(({ key }) => key === clause.key);
    const { key, title, obligation, severity, owner, evidence } = clause;
    return {
      ...{ key, title, obligation, severity, owner },
      evidence: provenBy(clause),
      target: evidence?.target ?? null,
      freshness:
        report?.freshness && evidence
          ? { ...report.freshness, windowSeconds: durationMs(evidence.freshness) / 1000 }
          : null,
      otherwise: otherwiseOf(clause, document),
      standing: report?.standing ?? "unproven",
      because: [...new Set(report?.triggers.map(({ says }) => says))],
      monitor: report?.monitor?.says ?? null,
      controls: controls.get(key) ?? [],
      days: strip(course.clauses.get(key) ?? [], course.since, now),
      attested: attested.get(key) ?? [],
    };
  });
}

const METHODS = {
  eval: "Evaluation",
  runtime: "Runtime check",
  attestation: "Attestation",
  human: "Check by a person",
};

function provenBy({ evidence, require }: Clause): string {
  if (!evidence) return require ? `Judged at each request: ${require}` : "Judged at each request";
  const rate = `${Number((100 * evidence.target).toFixed(4))} % promised`;
  return `${evidence.describe ?? METHODS[evidence.method]}; ${rate}${evidence.perRelease ? ", for each release" : ""}.`;
}

const DOES = { block: "blocked", review: "held for a person", degrade: "limited", settle: "settled in money" };

/** "Missing, stale: held for a person. Drift at 1,000 to 1: limited (amount at most 50)." */
function otherwiseOf({ on }: Clause, document: PactDocument): string {
  const { drift, ...single } = on;
  const does = new Map<string, string[]>();
  const add = (trigger: string, one: { do: keyof typeof DOES; limits?: object }) => {
    const limits = one.do === "degrade" ? (one.limits ?? document.levels?.limited) : undefined;
    const said = limits ? `${DOES[one.do]} (${sayLimits(limits as never, document.facts)})` : DOES[one.do];
    does.set(said, [...(does.get(said) ?? []), trigger]);
  };
  for (const [trigger, one] of Object.entries(single)) if (one) add(trigger, one);
  const staged = (drift?.length ?? 0) > 1;
  for (const stage of drift ?? []) add(staged ? `drift at ${sayNumber(stage.at)} to 1` : "drift", stage);
  return [...does].map(([said, triggers]) => `${upperFirst([...new Set(triggers)].join(", "))}: ${said}.`).join(" ");
}
