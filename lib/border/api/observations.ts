import { z } from "zod";
import { observationPage } from "@/lib/queries/observations";
import { observationBody, recordObservations } from "@/lib/services/observations/record";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, queryFlag, queryTime, time, actor as who } from "./common-schemas";

const observationJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    action: z.string(),
    at: time,
    resource: z.unknown(),
    decision: z.string().nullable().describe("The decision that permitted it"),
    ungoverned: z.string().nullable().describe("Why no decision did, in a sentence"),
    exception: z.string().nullable().describe("The exception that it is then"),
    recordedAt: time,
    recordedBy: who,
  })
  .meta({ id: "Observation" });

const text = z.string().max(200).optional();

export const observationRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/observations",
    summary:
      "Tell what ran, as somebody else than the agent saw it: one, or up to 1,000. Joined to a decision by the id that it names, or by agent, action, time and resource; the rest is ungoverned",
    tag: "Observations",
    permission: "evidence.record",
    body: observationBody,
    example: { agent: "invoice-clerk", action: "payments.release", at: "2025-06-01T12:00:00Z" },
    response: z.union([observationJson, z.object({ items: z.array(observationJson) })]),
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await recordObservations(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/observations",
    summary: "List observations, the last recorded first",
    tag: "Observations",
    permission: "read",
    query: pageQuery.extend({
      agent: text,
      action: text,
      decision: text,
      governed: queryFlag.optional(),
      from: queryTime.optional(),
      to: queryTime.optional(),
    }),
    response: listOf(observationJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await observationPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
];
