import type { FormulaId, MetricResponse, MetricScope, MetricState, Op, Unit } from "@/lib/domain/metric";
import { sayValue } from "@/lib/domain/metric";
import type { Budget } from "@/lib/domain/metric-budget";

/** A metric as the API shows it. */
export interface Metric {
  id: string;
  title: string;
  value: number | null;
  says: string;
  unit: Unit;
  window: string;
  scope: MetricScope;
  threshold: { op: Op; value: number } | null;
  state: MetricState;
  owner: string | null;
  cadence: string | null;
  response: (MetricResponse & { says: string }) | null;
  lastTriggered: string | null;
  reviewDue: string | null;
  missedReviews: number;
  formula: string;
  formulaId: FormulaId;
  budget: Budget | null;
  inForce: readonly InForce[];
  lastResponse: InForce | null;
  /** What was measured on the last days, the oldest first. */
  course: readonly (number | null)[];
}

/** What a breach did and what holds until a person lifts it. */
interface InForce {
  id: string;
  kind: string;
  says: string;
  since: string;
}

const WORDS: Record<Op, string> = { "<": "at least", "<=": "above", ">": "at most", ">=": "below" };

/** The promise that a threshold makes: "at least 95 %". */
export function sayThreshold({ threshold, unit }: Pick<Metric, "threshold" | "unit">): string {
  return threshold ? `${WORDS[threshold.op]} ${sayValue(threshold.value, unit)}` : "no threshold";
}

/** "workflow payments, agent refund-bot"; nothing where it is measured over everything. */
export function sayScope({ agent, workflow, pact }: MetricScope): string {
  return [workflow && `workflow ${workflow}`, agent && `agent ${agent}`, pact && `pact ${pact}`]
    .filter(Boolean)
    .join(", ");
}

/** The list's first sentence. */
export function governanceSentence(metrics: readonly Pick<Metric, "state" | "owner">[]): string {
  const breached = metrics.filter(({ state, owner }) => state === "breached" && owner !== null).length;
  const open = metrics.filter(({ owner }) => owner === null).length;
  const many = (n: number) => (n === 1 ? "1 metric" : `${n} metrics`);
  if (breached > 0) return `${many(breached)} ${breached === 1 ? "is" : "are"} beyond its threshold.`;
  if (open > 0) return `${many(open)} govern${open === 1 ? "s" : ""} nothing yet.`;
  return "Every metric is within its threshold.";
}

/** Which side of its threshold a value has to keep to, for a line that is drawn. */
export const sparkThreshold = (threshold: Metric["threshold"]) =>
  threshold
    ? { op: threshold.op.startsWith("<") ? ("min" as const) : ("max" as const), value: threshold.value }
    : undefined;
