import { z } from "zod";
import { reason, slug } from "@/lib/domain/fields";
import { grantById, grantPage } from "@/lib/queries/grants";
import { approveGrant } from "@/lib/services/grants/approve";
import { denyGrant } from "@/lib/services/grants/deny";
import { setGrant, setGrantInput } from "@/lib/services/grants/set";
import { decodeCursor, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { authority, listOf, time, actor as who } from "./common-schemas";
import { pactStanding } from "./standing-schemas";

const STATES = ["requested", "active", "denied", "superseded", "ended"] as const;

const grantJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    workflow: z.string().nullable().describe("null: every workflow of the agent"),
    level: authority,
    state: z.enum(STATES).describe("`requested` waits for another person; `ended`: its `until` has passed"),
    reason: z.string(),
    requestedBy: who,
    decidedBy: who.nullable(),
    createdAt: time,
    since: time.nullable(),
    until: time.nullable().describe("What was granted before holds again afterwards"),
    endedAt: time.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Grant" });

const caseJson = z.object({
  granted: authority,
  standing: z.array(pactStanding),
  incidents: z.array(z.object({ id: z.string(), severity: z.string(), title: z.string(), openedAt: time })),
  overrides: z.array(
    z.object({
      id: z.string(),
      pact: z.string(),
      clause: z.string().nullable(),
      triggers: z.array(z.string()),
      endsAt: time,
      reason: z.string(),
    }),
  ),
  simulated: z
    .object({ replayed: z.int(), permittedNow: z.int(), permittedThen: z.int(), changed: z.int() })
    .describe("The agent's latest requests, at most 100, decided again as things stand and with this grant"),
  answeredInSeconds: z.number().nullable().describe("From the request to the word on it; null: it still waits"),
});

const settle = z.strictObject({ reason: reason.optional() }).prefault({});

export const grantRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/grants",
    summary: "Lower an agent's authority at once (201), or ask for more, which another person grants (202)",
    tag: "Grants",
    permission: "grant.lower",
    body: setGrantInput,
    response: grantJson,
    status: ({ state }: { state: string }) => (state === "requested" ? 202 : 201),
    handle: async ({ actor, body, idempotent }) => {
      const input = { ...body, until: body.until?.toISOString() };
      return (await setGrant(actor, input, { idempotent })).result;
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/grants",
    summary: "List grants and requests for them, the latest first",
    tag: "Grants",
    permission: "read",
    query: pageQuery.extend({
      agent: slug.optional(),
      workflow: slug.optional(),
      state: z.enum(STATES, { error: `must be one of ${STATES.join(", ")}` }).optional(),
    }),
    response: listOf(grantJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const before = decodeCursor(cursor)?.[0];
      const rows = await grantPage(actor, filter, limit, before === undefined ? undefined : String(before));
      return page(rows, limit, (row) => [row.id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/grants/{id}",
    summary: "One grant, with what is to be weighed beside it",
    tag: "Grants",
    permission: "read",
    response: grantJson.extend({ case: caseJson }),
    handle: ({ actor, params }) => grantById(actor, params.id ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/v1/grants/{id}/approve",
    summary: "Grant the authority that another person asked for",
    tag: "Grants",
    permission: "grant.approve",
    body: settle,
    response: grantJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await approveGrant(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/grants/{id}/deny",
    summary: "Refuse the authority that was asked for",
    tag: "Grants",
    permission: "grant.approve",
    body: settle,
    response: grantJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await denyGrant(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
