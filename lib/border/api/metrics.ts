import { z } from "zod";
import { isoDuration } from "@/lib/domain/fields";
import { FORMULA_IDS, metricFields, metricResponse, metricScope, OPS, UNITS } from "@/lib/domain/metric";
import { type AskedMeasure, listMetrics, metricDossier } from "@/lib/queries/metrics";
import { defineMetric } from "@/lib/services/metrics/define";
import { liftMetric, liftMetricFields } from "@/lib/services/metrics/lift";
import { measureMetric } from "@/lib/services/metrics/measure";
import { removeMetric } from "@/lib/services/metrics/remove";
import { reviewMetric, reviewMetricFields } from "@/lib/services/metrics/review";
import { type Route, reply, route } from "../route";
import { time, actor as who } from "./common-schemas";

const tag = "Metrics";
const state = z.enum(["ok", "breached", "no_data"]);

const responseJson = z
  .object({
    id: z.string(),
    metric: z.string(),
    kind: z.string().describe("cap, enforce, incident, review, freeze or notify"),
    level: z.string().nullable(),
    agent: z.string().nullable(),
    workflow: z.string().nullable(),
    pact: z.string().nullable(),
    value: z.number(),
    says: z.string(),
    since: time,
    liftedAt: time.nullable(),
    liftedBy: who.nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({
    id: "MetricResponse",
    description: "What a breach did. A cap, an enforcement and a freeze hold until lifted",
  });

const metricJson = z
  .object({
    id: z.string(),
    title: z.string(),
    value: z.number().nullable().describe("A share 0..1, seconds, or a count; null: nothing to measure"),
    says: z.string(),
    unit: z.enum(UNITS),
    window: z.string().describe("ISO 8601, up to now"),
    scope: metricScope,
    threshold: z.object({ op: z.enum(OPS), value: z.number() }).nullable(),
    state,
    owner: z.string().nullable(),
    cadence: z.string().nullable(),
    response: z.intersection(metricResponse, z.object({ says: z.string() })).nullable(),
    lastTriggered: time.nullable(),
    reviewDue: time.nullable(),
    missedReviews: z.int(),
    formulaId: z.enum(FORMULA_IDS),
    formula: z.string().describe("How the value comes about"),
    budget: z
      .object({ objective: z.number(), left: z.number().describe("1 is all of it; below 0 it is overspent") })
      .nullable()
      .describe("Of a share with a budget: what the threshold (without one, 95 %) leaves"),
    lastResponse: responseJson.nullable().describe("What the last breach did"),
    course: z
      .array(z.number().nullable())
      .describe("What was measured on the last 30 days, the oldest first, of a metric that governs"),
    inForce: z.array(responseJson),
    detail: z.record(z.string(), z.unknown()).describe("What the value is made of"),
  })
  .meta({ id: "Metric" });

const dossierJson = metricJson
  .extend({
    history: z
      .array(z.object({ day: z.iso.date(), value: z.number().nullable(), state }))
      .describe("What was measured on each day, of the window that ended then"),
    days: z
      .array(
        z.object({
          day: z.iso.date(),
          value: z.number().nullable(),
          of: z.number().nullable().describe("Of how many (calls, drifts, permits, reviews, hours) it is the value"),
          state,
        }),
      )
      .describe("Each day (UTC) of the window by itself, 90 at most; empty where the past is not known"),
    responses: z.array(responseJson),
  })
  .meta({ id: "MetricDossier" });

const reading = z.object({ id: z.string(), value: z.number().nullable(), state, triggered: z.boolean() });

/** Measured over something narrower, or over longer, than a definition says. */
const asked = z.strictObject({
  ...metricScope.shape,
  window: isoDuration.optional().describe("ISO 8601, up to now; default what the definition says, else P30D"),
});

function askedOf({ window, ...scope }: z.output<typeof asked>): AskedMeasure {
  return { ...(Object.keys(scope).length > 0 && { scope }), ...(window !== undefined && { window }) };
}

export const metricRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/metrics",
    summary: "Every metric, measured now; of one agent, workflow or pact, and over another window, where asked",
    tag,
    permission: "read",
    query: asked,
    response: z.object({ items: z.array(metricJson) }),
    handle: async ({ actor, query }) => ({ items: await listMetrics(actor, askedOf(query)) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/metrics/{slug}",
    summary: "One metric, with its history, day by day, and everything that its breaches did",
    tag,
    permission: "read",
    query: asked,
    response: dossierJson,
    handle: ({ actor, params, query }) => metricDossier(actor, params.slug ?? "", askedOf(query)),
  }),
  route({
    method: "PUT",
    path: "/api/v1/metrics/{slug}",
    summary: "Govern by a metric: owner, cadence, threshold and response, or it is refused",
    tag,
    permission: "metric.write",
    body: metricFields,
    response: dossierJson,
    async handle({ actor, params, body, idempotent }) {
      const { result } = await defineMetric(actor, { slug: params.slug ?? "", ...body }, { idempotent });
      return metricDossier(actor, result.id);
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/metrics/{slug}",
    summary: "Stop governing by a metric; refused while something that its breach did is in force",
    tag,
    permission: "metric.write",
    status: 204,
    async handle({ actor, params }) {
      await removeMetric(actor, { slug: params.slug ?? "" });
      return reply({ status: 204 });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/metrics/{slug}/measure",
    summary: "Measure a metric now; Surety does each minute. A breach carries out the response",
    tag,
    permission: "metric.write",
    response: reading,
    handle: async ({ actor, params, idempotent }) =>
      (await measureMetric(actor, { slug: params.slug ?? "" }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/metrics/{slug}/lift",
    summary: "A person's word that what the breach did shall hold no longer",
    tag,
    permission: "metric.lift",
    body: liftMetricFields,
    response: z.object({ id: z.string(), lifted: z.int() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await liftMetric(actor, { slug: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/metrics/{slug}/review",
    summary: "Say that a metric, its threshold and its response were looked at",
    tag,
    permission: "metric.review",
    body: reviewMetricFields,
    response: z.object({ id: z.string(), reviewedAt: time }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await reviewMetric(actor, { slug: params.slug ?? "", ...body }, { idempotent })).result,
  }),
];
