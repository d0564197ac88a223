import { count, plural } from "@/components/trust/words";
import type { DrilledThreshold, DrillKind, DrillState } from "@/lib/domain/drill";

export interface Run {
  id: string;
  kind: DrillKind;
  slug: string;
  state: DrillState;
  scheduled: boolean;
  startedAt: string;
  startedBy: { name: string };
  passed: number;
  failed: number;
  says: string | null;
}

/** A pact or a metric, and what drills have seen of it. */
export interface DrilledSubject {
  kind: DrillKind;
  slug: string;
  title: string;
  thresholds: readonly DrilledThreshold[];
  undrilled: number;
  failed: number;
  cadence: string | null;
  nextAt: string | null;
  last: Run | null;
}

/** Where what was drilled has its page. */
export const subjectPage = ({ kind, slug }: Pick<DrilledSubject, "kind" | "slug">) =>
  kind === "pact" ? `/pacts/${slug}` : `/governance/${slug}`;

/** "cites-policy, stale"; of a metric, that there is one line. */
export const thresholdName = ({ clause, trigger }: Pick<DrilledThreshold, "clause" | "trigger">) =>
  clause === null ? "its threshold" : `${clause}, ${trigger}`;

/** What no drill has tried, the signals of a clause together; of a metric, whose clause is null, its one line. */
export function undrilledByClause(
  thresholds: readonly DrilledThreshold[],
): { clause: string | null; triggers: string[] }[] {
  const clauses = new Map<string | null, string[]>();
  for (const { clause, trigger, state } of thresholds)
    if (state === "undrilled") clauses.set(clause, [...(clauses.get(clause) ?? []), trigger]);
  return [...clauses].map(([clause, triggers]) => ({ clause, triggers }));
}

/** 12 as "12 ms", 1720 as "1.7 s". */
export const sayMs = (ms: number | null) =>
  ms === null ? "" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** How far drills have got, as one sentence. */
export function drillsSentence(subjects: readonly DrilledSubject[]): string {
  const all = subjects.reduce((sum, { thresholds }) => sum + thresholds.length, 0);
  const failed = subjects.reduce((sum, one) => sum + one.failed, 0);
  const undrilled = subjects.reduce((sum, one) => sum + one.undrilled, 0);
  if (all === 0) return "There is nothing to drill yet.";
  if (failed > 0) return `${plural(failed, "threshold")} changed nothing when drilled.`;
  if (undrilled === all) return `None of ${plural(all, "threshold")} was ever drilled as it stands.`;
  if (undrilled > 0)
    return `${count(undrilled)} of ${plural(all, "threshold")} ${undrilled === 1 ? "was" : "were"} never drilled as they stand.`;
  return `Every one of ${plural(all, "threshold")} was seen to change a decision.`;
}
