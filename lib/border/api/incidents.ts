import { z } from "zod";
import { incidentById, incidentPage } from "@/lib/queries/incidents";
import { openIncident, openIncidentInput } from "@/lib/services/incidents/open";
import { incidentChange, resolveIncident } from "@/lib/services/incidents/resolve";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { level, listOf, time, actor as who } from "./common-schemas";

const STATUS = ["open", "resolved"] as const;

const incidentJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    severity: level,
    title: z.string(),
    detail: z.string().nullable(),
    status: z.enum(STATUS),
    startedAt: time.describe("When it began; exposure is counted from there"),
    openedAt: time,
    openedBy: who,
    resolvedAt: time.nullable(),
    resolvedBy: who.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Incident" });

export const incidentRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/incidents",
    summary: "Open an incident of an agent; clauses act on it from the next decision on",
    tag: "Incidents",
    permission: "incident.open",
    body: openIncidentInput,
    response: incidentJson,
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await openIncident(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/incidents/{id}",
    summary: "One incident",
    tag: "Incidents",
    permission: "read",
    response: incidentJson,
    handle: ({ actor, params }) => incidentById(actor, params.id ?? ""),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/incidents/{id}",
    summary: "Say that an incident is over, and why",
    tag: "Incidents",
    permission: "incident.resolve",
    body: incidentChange,
    response: incidentJson,
    handle: async ({ actor, params, body }) => (await resolveIncident(actor, { id: params.id ?? "", ...body })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/incidents",
    summary: "List incidents, the latest first",
    tag: "Incidents",
    permission: "read",
    query: pageQuery.extend({
      agent: z.string().max(200).optional(),
      status: z.enum(STATUS, { error: `must be one of ${STATUS.join(", ")}` }).optional(),
    }),
    response: listOf(incidentJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await incidentPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
];
