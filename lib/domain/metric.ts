/**
 * Governed metrics: what is measured, what a value means, and what its breach does. "A threshold that changes nothing
 * cannot be published": a definition names an owner, a cadence, a threshold and a response.
 */
import { z } from "zod";
import { durationMs, sayDuration } from "./duration.ts";
import { isoDuration, name, slug, text } from "./fields.ts";
import { FORMULA_IDS, type Unit } from "./metric-formulas.ts";
import { LEVELS } from "./pact.ts";

export * from "./metric-formulas.ts";

export const OPS = ["<", "<=", ">", ">="] as const;
export type Op = (typeof OPS)[number];

/** What is measured over: each member narrows. */
export const metricScope = z.strictObject({ agent: slug.optional(), workflow: slug.optional(), pact: slug.optional() });
export type MetricScope = z.output<typeof metricScope>;

const target = { agent: slug.optional(), workflow: slug.optional(), pact: slug.optional() };

/** What a breach does by itself. `notify` tells the owner, and so does each of the others. */
export const metricResponse = z.discriminatedUnion(
  "do",
  [
    z.strictObject({
      do: z.literal("cap"),
      level: z.enum(["limited", "supervised", "suspended"], { error: "must be limited, supervised or suspended" }),
      ...target,
    }),
    z.strictObject({ do: z.literal("enforce"), pact: slug }),
    z.strictObject({
      do: z.literal("incident"),
      agent: slug,
      severity: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(", ")}` }),
    }),
    z.strictObject({ do: z.literal("review") }),
    z.strictObject({ do: z.literal("freeze"), pact: slug.optional(), workflow: slug.optional() }),
    z.strictObject({ do: z.literal("notify") }),
  ],
  { error: "must say what a breach does: cap, enforce, incident, review, freeze or notify" },
);
export type MetricResponse = z.output<typeof metricResponse>;

/** What a definition says, beside its name. */
export const metricFields = z.strictObject({
  formula: z.enum(FORMULA_IDS, { error: `must be one of ${FORMULA_IDS.join(", ")}` }).optional(),
  title: name.optional(),
  owner: slug,
  cadence: isoDuration,
  window: isoDuration.default("P30D"),
  threshold: z.strictObject(
    {
      op: z.enum(OPS, { error: `must be one of ${OPS.join(" ")}` }),
      value: z.number({ error: "must be a number" }),
    },
    { error: 'must say which value is a breach, such as { "op": "<", "value": 0.95 }' },
  ),
  scope: metricScope.default({}),
  response: metricResponse,
});
export type MetricFields = z.output<typeof metricFields>;

export const liftReason = text(2000);

export type MetricState = "ok" | "breached" | "no_data";

/** Whether a value breaches; nothing measured breaches nothing. */
export function metricState(value: number | null, threshold: { op: Op; value: number } | null): MetricState {
  if (value === null) return "no_data";
  if (threshold === null) return "ok";
  const { op, value: line } = threshold;
  const breached = op === "<" ? value < line : op === "<=" ? value <= line : op === ">" ? value > line : value >= line;
  return breached ? "breached" : "ok";
}

/** A value with its unit: "96.3 %", "4 min", "3". */
export function sayValue(value: number, unit: Unit): string {
  if (unit === "share") return `${(100 * value).toLocaleString("en-GB", { maximumFractionDigits: 1 })} %`;
  if (unit === "count") return value.toLocaleString("en-GB");
  return value < 60 ? `${value.toLocaleString("en-GB", { maximumFractionDigits: 2 })} s` : sayDuration(1000 * value);
}

const SIDE: Record<Op, string> = { "<": "below", "<=": "at or below", ">": "above", ">=": "at or above" };

/** A breach in a sentence: "Consequential traffic … is at 91 %, below its line of 95 %". */
export function sayBreach(
  title: string,
  value: number,
  unit: Unit,
  { op, value: line }: MetricFields["threshold"],
): string {
  return `${title} is at ${sayValue(value, unit)}, ${SIDE[op]} its line of ${sayValue(line, unit)}`;
}

/** What a response does, in the words of the console. */
export function sayResponse(response: MetricResponse): string {
  const where = (to: { agent?: string; workflow?: string; pact?: string }) =>
    [to.agent && `agent ${to.agent}`, to.workflow && `workflow ${to.workflow}`, to.pact && `pact ${to.pact}`]
      .filter(Boolean)
      .join(", ");
  switch (response.do) {
    case "cap":
      return `caps authority at ${response.level} for ${where(response) || "every agent"}`;
    case "enforce":
      return `switches pact ${response.pact} from shadow to enforce`;
    case "incident":
      return `opens an incident of ${response.agent}, severity ${response.severity}`;
    case "review":
      return "calls for the owner's review at once";
    case "freeze":
      return `freezes publishing of ${where(response) || "every pact"}`;
    default:
      return "notifies the owner";
  }
}

/** When the owner's next look at a metric is due, ms: a cadence after the last, or since a breach called for one. */
export function reviewDue({
  reviewedAt,
  calledAt,
  cadence,
}: {
  reviewedAt: number;
  calledAt: number | null;
  cadence: string;
}): number {
  return Math.min(calledAt ?? Infinity, reviewedAt + durationMs(cadence));
}
