/**
 * Governed metrics: what is measured, what a value means, and what its breach does. "A threshold that changes nothing
 * cannot be published": a definition names an owner, a cadence, a threshold and a response.
 */
import { z } from "zod";
import { durationMs, sayDuration } from "./duration.ts";
import { isoDuration, name, slug, text } from "./fields.ts";
import { LEVELS } from "./pact.ts";

export const UNITS = ["share", "seconds", "count"] as const;
export type Unit = (typeof UNITS)[number];

interface Formula {
  title: string;
  unit: Unit;
  /** Which side of a threshold is a breach. */
  breach: "below" | "above";
  /** How the value comes about, in words that an auditor can recount by. */
  formula: string;
}

/** What can be measured. The first four are shown whether or not somebody governs by them. */
export const FORMULAS = {
  pact_aware_routing: {
    title: "Consequential traffic routed through a pact",
    unit: "share",
    breach: "below",
    formula:
      "Of the calls that independent observers saw in consequential workflows, the share that a decision under a pact permitted. Where nobody observes anything, of the decisions there the share that a pact governed. Calls of actions that no workflow names count as consequential.",
  },
  drift_to_control: {
    title: "Time from verified drift to enforced control",
    unit: "seconds",
    breach: "above",
    formula:
      "Mean over drifts verified in the window: from verifiedAt until every node then live had acknowledged the revision that lowered authority. One that is not enforced everywhere yet counts with the time that has passed.",
  },
  policy_bypasses: {
    title: "Overrides and exceptions around pact policy",
    unit: "count",
    breach: "above",
    formula:
      "Uses of overrides by decisions in the window, and exceptions of the window: break-glass uses, ungoverned actions, answers given while the database was away.",
  },
  fresh_evidence_share: {
    title: "High-risk actions that require fresh evidence",
    unit: "share",
    breach: "below",
    formula:
      "Of the actions of registered workflows whose risk is high or critical, the share that a pact in force covers with a clause whose evidence, when missing and when stale, blocks, degrades or asks for review. Beside it: of the permits given for such actions in the window, the share that rested on fresh evidence, nothing missing, stale or overridden.",
  },
  reviews_in_time: {
    title: "Held decisions that a person answered in time",
    unit: "share",
    breach: "below",
    formula:
      "Of the reviews whose time ended or that were settled in the window, the share settled before they expired.",
  },
  evidence_coverage: {
    title: "Clauses that rest on fresh evidence",
    unit: "share",
    breach: "below",
    formula:
      "Of the clauses with evidence in pacts in force, the share whose evidence for the agent's current release is fresh or expiring now.",
  },
  onset_to_control: {
    title: "Time from the onset of drift to enforced control",
    unit: "seconds",
    breach: "above",
    formula:
      "As drift_to_control, from the onset: the first check since which the heaviest component of the monitor counts.",
  },
} as const satisfies Record<string, Formula>;

export type FormulaId = keyof typeof FORMULAS;
export const FORMULA_IDS = Object.keys(FORMULAS) as [FormulaId, ...FormulaId[]];
/** Always listed. */
export const GOVERNING: readonly FormulaId[] = [
  "pact_aware_routing",
  "drift_to_control",
  "policy_bypasses",
  "fresh_evidence_share",
];

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

/** When the owner's next look at a metric is due, ms. */
export function reviewDue(reviewedAt: number, cadence: string): number {
  return reviewedAt + durationMs(cadence);
}
