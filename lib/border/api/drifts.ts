import { z } from "zod";
import { driftById, driftPage } from "@/lib/queries/drifts";
import { runtime } from "@/lib/runtime/runtime";
import { clearDriftByPerson } from "@/lib/services/drifts/clear";
import { driftWord } from "@/lib/services/drifts/shared";
import { verifyDriftByPerson } from "@/lib/services/drifts/verify";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { consequence, listOf, time, actor as who } from "./common-schemas";

const STATES = ["suspected", "verified", "cleared"] as const;

const driftJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    pact: z.string(),
    clause: z.string(),
    release: z.string().describe("Empty where the clause is not per release"),
    state: z.enum(STATES),
    odds: z.number().describe("Odds against the promise, as last written"),
    onsetAt: time.nullable(),
    suspectedAt: time,
    alarmAt: time.nullable(),
    verifiedAt: time.nullable().describe("Ahead: when silence verifies the alarm"),
    verifiedBy: who.nullable(),
    enforcedAt: time
      .nullable()
      .describe("When every node was known to decide by it; null: not acknowledged by all yet"),
    clearedAt: time.nullable(),
    clearedBy: who.nullable(),
    reason: z.string().nullable(),
    says: z.string().describe("What the monitor said"),
    stages: z
      .array(
        z.object({
          at: z.int().describe("At most one false alarm in so many checks"),
          does: consequence,
          since: time,
          verifiedAt: time.describe("From when on it acts"),
          liftedAt: time.nullable(),
          evidence: z.string().nullable().describe("The record that reached it"),
        }),
      )
      .describe("Stages reached, the lowest first"),
  })
  .meta({ id: "Drift" });

export const driftRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/drifts",
    summary: "List drifts, the latest first",
    tag: "Drifts",
    permission: "read",
    query: pageQuery.extend({
      agent: z.string().max(200).optional(),
      pact: z.string().max(200).optional(),
      clause: z.string().max(200).optional(),
      release: z.string().max(200).optional(),
      state: z.enum(STATES, { error: `must be one of ${STATES.join(", ")}` }).optional(),
    }),
    response: listOf(driftJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const now = runtime().clock.now();
      const rows = await driftPage(actor, filter, limit, now, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/drifts/{id}",
    summary: "One drift, with the stages that it reached",
    tag: "Drifts",
    permission: "read",
    response: driftJson,
    handle: ({ actor, params }) => driftById(actor, params.id ?? "", runtime().clock.now()),
  }),
  route({
    method: "POST",
    path: "/api/v1/drifts/{id}/verify",
    summary: "Say that a suspected drift is real: it acts at once",
    tag: "Drifts",
    permission: "drift.judge",
    body: driftWord,
    response: driftJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await verifyDriftByPerson(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/drifts/{id}/clear",
    summary: "Say that a suspicion was nothing: its monitor starts anew",
    tag: "Drifts",
    permission: "drift.judge",
    body: driftWord,
    response: driftJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await clearDriftByPerson(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
