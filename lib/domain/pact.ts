/**
 * The pact document (CONTRACT.md 2): one schema gives the check, the expansion of short forms, the defaults and the types.
 * The types are the canonical form, which everything but the parser reads: short forms expanded, defaults filled in.
 */
import { z } from "zod";
import { actionPattern, isoDuration as duration, slug, text, webhookUrl } from "./fields.ts";

export const SEVERITIES = ["critical", "major", "minor"] as const;
/** Ascending: an incident acts at its consequence's level and above. */
export const LEVELS = ["low", "medium", "high", "critical"] as const;
export const MODES = ["enforce", "shadow"] as const;
/** Descending strength, with `settle`, which never weakens, last. */
export const CONSEQUENCES = ["block", "review", "degrade", "settle"] as const;
export const CLAUSE_TRIGGERS = ["violation", "missing", "stale", "failures", "drift", "score", "incident"] as const;
export const TRIGGERS = [...CLAUSE_TRIGGERS, "scope", "granted", "no_pact", "metric", "away", "budget"] as const;
export const METHODS = ["eval", "runtime", "attestation", "human"] as const;
export const FACT_TYPES = ["number", "string", "boolean", "object", "array"] as const;

export type Severity = (typeof SEVERITIES)[number];
export type Level = (typeof LEVELS)[number];
export type Mode = (typeof MODES)[number];
export type ConsequenceKind = (typeof CONSEQUENCES)[number];
export type ClauseTrigger = (typeof CLAUSE_TRIGGERS)[number];
export type Trigger = (typeof TRIGGERS)[number];

const among = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });
const number = z.number({ error: "must be a number" });
const count = z
  .int({ error: "must be a whole number" })
  .min(1, { error: "must be at least 1" })
  .max(1e9, { error: "must be at most 1,000,000,000" });
const actions = z
  .array(actionPattern, { error: "must be a list of actions" })
  .min(1, { error: "must name at least one action" })
  .max(200, { error: "must name at most 200 actions" })
  .refine((all) => new Set(all).size === all.length, { error: "must not name an action twice" });
/** A dotted path under `context`. */
const PATH = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/;
const path = z
  .string()
  .max(200, { error: "must be at most 200 characters" })
  .regex(PATH, { error: "must be a dotted path under context, such as amount or customer.tier" });
const value = z.union([z.string().max(500), z.number(), z.boolean()], {
  error: "must be a text, a number, true or false",
});

const limit = z
  .strictObject({
    max: number.optional(),
    min: number.optional(),
    only: z
      .array(value, { error: "must be a list of values" })
      .min(1, { error: "must name at least one value" })
      .max(500, { error: "must name at most 500 values" })
      .optional(),
    equals: value.optional(),
  })
  .refine((all) => Object.keys(all).length > 0, { error: "must say at least one of max, min, only, equals" });
const limits = z
  .record(path, limit, { error: "must be paths under context, each with max, min, only or equals" })
  .refine((all) => Object.keys(all).length > 0, { error: "must limit at least one path" });

/** One limited path under `context`. */
export type Limit = z.infer<typeof limit>;
/** Paths under `context` (dotted) to their limits. */
export type Limits = z.infer<typeof limits>;

const kind = among(CONSEQUENCES);
const consequenceFields = { do: kind, limits: limits.optional() };
const at = count.default(10_000);
const atLeast = among(LEVELS).default("high");

const ownLimits = (one: { do: ConsequenceKind; limits?: Limits | undefined }) => one.do === "degrade" || !one.limits;
const LIMITS_ELSEWHERE = { error: "only `degrade` takes limits", path: ["limits"] };
const SHORT = "must be block, degrade, review or settle, or { do: …, limits: … }";

const consequenceObject = z.strictObject(consequenceFields).refine(ownLimits, LIMITS_ELSEWHERE);
const short = kind.transform((does): z.output<typeof consequenceObject> => ({ do: does }));
const consequence = z.union([short, consequenceObject], { error: SHORT });
const stageObject = z.strictObject({ ...consequenceFields, at }).refine(ownLimits, LIMITS_ELSEWHERE);
const stages = z
  .array(stageObject)
  .min(1, { error: "must have at least one stage" })
  .max(20, { error: "must have at most 20 stages" })
  .refine((all) => new Set(all.map((one) => one.at)).size === all.length, {
    error: "must not have two stages at the same number",
  })
  .transform((all) => [...all].sort((a, b) => a.at - b.at));
const drift = z.union(
  [
    kind.transform((does): z.output<typeof stages> => [{ do: does, at: 10_000 }]),
    stageObject.transform((one) => [one]),
    stages,
  ],
  { error: `${SHORT}, or a list of stages` },
);
const incidentObject = z.strictObject({ ...consequenceFields, atLeast }).refine(ownLimits, LIMITS_ELSEWHERE);
const incident = z.union(
  [kind.transform((does): z.output<typeof incidentObject> => ({ do: does, atLeast: "high" })), incidentObject],
  { error: "must be block, degrade, review or settle, or { do: …, atLeast: … }" },
);

export type Consequence = z.output<typeof consequenceObject>;
/** At most one false alarm per `at` checks. */
export type DriftStage = z.output<typeof stageObject>;

const on = z.strictObject({
  violation: consequence.optional(),
  missing: consequence.optional(),
  stale: consequence.optional(),
  failures: consequence.optional(),
  /** Sorted by `at`, ascending. A single form becomes one stage. */
  drift: drift.optional(),
  score: consequence.optional(),
  incident: incident.optional(),
});
export type ClauseConsequences = z.output<typeof on>;

/** A span's attribute, and the value or the values that are meant. */
const attributes = z
  .record(
    z.string().min(1).max(200),
    z.union([value, z.array(value).min(1).max(50)], { error: "must be a value or a list of values" }),
    { error: "must be attributes of a span, each with its value or values" },
  )
  .refine((all) => Object.keys(all).length > 0, { error: "must name at least one attribute" })
  .refine((all) => Object.keys(all).length <= 20, { error: "must name at most 20 attributes" });
const spans = z.strictObject({ match: attributes, failed: attributes.optional() });
/** Which spans of OpenTelemetry are checks of a clause: all of `match`; and failed ones: status ERROR, or any of `failed`. */
export type SpanMapping = z.output<typeof spans>;

const evidence = z.strictObject({
  method: among(METHODS),
  describe: text(2000).optional(),
  /** Pass rate promised, 0..1. */
  target: number
    .min(0, { error: "must be at least 0" })
    .max(1, { error: "must be at most 1 (0.98 for 98 %)" })
    .default(1),
  freshness: duration,
  perRelease: z.boolean({ error: "must be true or false" }).default(true),
  minChecks: count.default(1),
  from: z.array(text(200), { error: "must be a list of sources" }).min(1, { error: "must name a source" }).optional(),
  /** Whom Surety asks for new evidence at four fifths of the window and where drift is suspected. */
  reverify: webhookUrl.optional(),
  /** Spans that are checks of this clause. */
  spans: spans.optional(),
});
export type ClauseEvidence = z.output<typeof evidence>;

const expression = z.string({ error: "must be an expression (a text)" });
const clause = z
  .strictObject({
    key: slug,
    title: text(200),
    obligation: text(4000),
    severity: among(SEVERITIES),
    /** Slug of a team of the organisation. */
    owner: slug,
    recertify: duration,
    /** Absent: all of scope.actions. */
    actions: actions.optional(),
    when: expression.optional(),
    require: expression.optional(),
    evidence: evidence.optional(),
    failures: z.strictObject({ count, within: duration }).optional(),
    drift: z
      .strictObject({ verify: among(["auto", "person"]).default("auto"), within: duration.optional() })
      .refine((one) => one.verify === "auto" || one.within !== undefined, {
        error: "`verify: person` needs `within`: nobody speaks, then automatically",
        path: ["within"],
      })
      .refine((one) => one.verify === "person" || one.within === undefined, {
        error: "only `verify: person` takes `within`",
        path: ["within"],
      })
      .transform((one) =>
        one.within === undefined ? { verify: "auto" as const } : { verify: "person" as const, within: one.within },
      )
      .optional(),
    score: z
      .strictObject({ below: number.gt(0, { error: "must be above 0" }).max(100, { error: "must be at most 100" }) })
      .optional(),
    restore: among(["auto", "signoff"]).optional(),
    respond: z.strictObject({ within: duration, runbook: text(2000).optional() }).optional(),
    on,
  })
  .transform(
    (one) => ({ ...one, restore: one.restore ?? (one.severity === "critical" ? "signoff" : "auto") }) as const,
  );
export type Clause = z.output<typeof clause>;
/** One clause as written, to its canonical form. */
export const clauseSchema = clause;

const fact = z.strictObject({ type: among(FACT_TYPES), unit: text(40).optional() });
export type Fact = z.output<typeof fact>;

const amount = z
  .int({ error: "must be a whole number of minor units" })
  .min(0, { error: "must not be negative" })
  .optional();
const settlement = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: "must be a currency code such as EUR" }),
  disputeWindow: duration,
  clauses: z.record(
    slug,
    z
      .strictObject({ hold: amount, penalty: amount })
      .refine((one) => one.hold !== undefined || one.penalty !== undefined, {
        error: "must say hold, penalty or both",
      }),
    { error: "must be clause keys, each with hold and penalty" },
  ),
});

/** A pact document as written, to its canonical form. `parsePact` runs it and words its errors. */
export const pactSchema = z.strictObject({
  surety: z.literal(1, { error: "must be 1, the version of this format" }),
  pact: slug,
  title: text(200),
  agent: slug,
  workflow: slug,
  parties: z.strictObject({ provider: text(200), counterparty: text(200).optional() }),
  mode: among(MODES).default("enforce"),
  permit: duration.default("PT5M"),
  facts: z.record(path, fact, { error: "must be names of facts, each with its type" }).optional(),
  scope: z.strictObject({
    actions,
    outside: consequence.default({ do: "block" }),
    release: among(["assumed", "required"]).default("assumed"),
  }),
  levels: z.strictObject({ limited: limits.optional() }).optional(),
  clauses: z
    .array(clause, { error: "must be a list of clauses" })
    .max(200, { error: "must be at most 200 clauses" })
    .superRefine((all, context) => {
      all.forEach((one, index) => {
        const first = all.findIndex((other) => other.key === one.key);
        if (first === index) return;
        context.addIssue({ code: "custom", path: [index, "key"], message: `is taken by clauses[${first}] already` });
      });
    }),
  overrides: z
    .strictObject({
      maxDuration: duration.optional(),
      // biome-ignore lint/suspicious/noThenProperty: the contract's word, and nobody awaits a budget
      budget: z.strictObject({ count, within: duration, then: kind }).optional(),
    })
    .optional(),
  settlement: settlement.optional(),
});
export type PactDocument = z.output<typeof pactSchema>;
/** A pact document as people write it: short forms allowed, defaults left out. */
export type PactInput = z.input<typeof pactSchema>;
