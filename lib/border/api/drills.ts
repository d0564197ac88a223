import { z } from "zod";
import { DRILL_KINDS } from "@/lib/domain/drill";
import { drillDossier, drillPage, listDrilled } from "@/lib/queries/drills";
import { runDrill, runDrillInput } from "@/lib/services/drilling";
import { scheduleDrills, scheduleFields } from "@/lib/services/drills/schedule";
import { keepAnswer } from "@/lib/services/idempotent";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { consequence, listOf, time, trigger, actor as who } from "./common-schemas";

const tag = "Drills";
const kind = z.enum(DRILL_KINDS);
const ms = z.int().nullable();

const drillJson = z
  .object({
    id: z.string(),
    kind,
    slug: z.string().describe("The pact or the metric"),
    version: z.int().nullable(),
    state: z.enum(["running", "passed", "failed", "abandoned"]),
    scheduled: z.boolean(),
    startedAt: time,
    startedBy: who,
    endedAt: time.nullable(),
    passed: z.int(),
    failed: z.int(),
    says: z.string().nullable(),
  })
  .meta({
    id: "Drill",
    description: "A cause was put into twins of agents, to see that each threshold changes a decision",
  });

const answerJson = z
  .object({
    verdict: z.enum(["allow", "degrade", "review", "block"]),
    permitted: z.boolean(),
    limits: z.record(z.string(), z.unknown()).nullable(),
    because: z.array(
      z.object({
        pact: z.string().nullable(),
        clause: z.string().nullable(),
        trigger,
        consequence: z.union([consequence, z.literal("allow")]),
        says: z.string(),
      }),
    ),
    decidedAt: time,
    revision: z.int(),
  })
  .meta({
    id: "DrillAnswer",
    description: "What a twin was answered: kept with the drill, and nowhere among decisions",
  });

const caseJson = z
  .object({
    kind,
    slug: z.string(),
    clause: z.string().nullable(),
    trigger: z.string(),
    agent: z.string().nullable().describe("Whose twin it was put into"),
    outcome: z.enum(["passed", "failed"]),
    says: z.string(),
    at: time,
    request: z
      .object({ action: z.string(), context: z.record(z.string(), z.unknown()).optional(), resource: z.unknown() })
      .nullable(),
    before: answerJson.nullable(),
    after: answerJson.nullable(),
    decidedMs: ms.describe("From the cause to the changed decision"),
    enforcedMs: ms.describe("From the cause until every live node had acknowledged it"),
  })
  .meta({ id: "DrillCase" });

const dossierJson = drillJson.extend({ cases: z.array(caseJson) }).meta({ id: "DrillDossier" });

const drilledJson = z
  .object({
    kind,
    slug: z.string(),
    title: z.string(),
    thresholds: z.array(
      z.object({
        clause: z.string().nullable(),
        trigger: z.string(),
        state: z
          .enum(["undrilled", "passed", "failed", "changed"])
          .describe("changed: what was drilled is no longer what is in force"),
        says: z.string().nullable(),
        drilledAt: time.nullable(),
        drill: z.string().nullable(),
        decidedMs: ms,
        enforcedMs: ms,
      }),
    ),
    undrilled: z.int(),
    failed: z.int(),
    cadence: z.string().nullable().describe("ISO 8601; null: only when somebody asks"),
    nextAt: time.nullable(),
    last: drillJson.nullable(),
  })
  .meta({ id: "Drilled", description: "A live pact or a governed metric, each of its thresholds with its last drill" });

const scheduleJson = z.object({ cadence: z.string().nullable(), next: time.nullable() });
const text = z.string().max(200).optional();

export const drillRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/drills",
    summary:
      "Drill a pact or a metric now: each threshold has its cause put into a twin, and must change its decision. Answers once it is over",
    tag,
    permission: "drill.run",
    body: runDrillInput,
    response: dossierJson,
    status: 201,
    async handle({ actor, body, idempotent }) {
      const { result } = await runDrill(actor, body);
      const dossier = await drillDossier(actor, result.id);
      if (idempotent) await keepAnswer(actor, idempotent, dossier);
      return dossier;
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/drills",
    summary: "List drills, the latest first",
    tag,
    permission: "read",
    query: pageQuery.extend({ pact: text, metric: text }),
    response: listOf(drillJson),
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      const rows = await drillPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/drills/{id}",
    summary: "One drill: each threshold's decision before and after its cause, and how fast control changed",
    tag,
    permission: "read",
    response: dossierJson,
    handle: ({ actor, params }) => drillDossier(actor, params.id ?? ""),
  }),
  route({
    method: "GET",
    path: "/api/v1/thresholds",
    summary: "Every threshold of live pacts and governed metrics, and whether a drill has seen it act as it stands",
    tag,
    permission: "read",
    query: z.strictObject({ pact: text, metric: text }),
    response: z.object({ items: z.array(drilledJson) }),
    handle: async ({ actor, query }) => ({ items: await listDrilled(actor, query) }),
  }),
  ...(["pact", "metric"] as const).map((of) =>
    route({
      method: "PUT",
      path: `/api/v1/${of}s/{slug}/drills`,
      summary: `How often a ${of} is drilled by itself; null: only when somebody asks`,
      tag,
      permission: "drill.run",
      body: scheduleFields,
      response: scheduleJson,
      handle: async ({ actor, params, body, idempotent }) =>
        (await scheduleDrills(actor, { kind: of, slug: params.slug ?? "", ...body }, { idempotent })).result,
    }),
  ),
];
