import { z } from "zod";
import { reason, slug } from "@/lib/domain/fields";
import { GRANT_STATES } from "@/lib/domain/grant-change";
import { PROBATION_ENDS } from "@/lib/domain/probation";
import { grantById } from "@/lib/queries/grant-case";
import { answerTimes, grantPage, grantsWaiting } from "@/lib/queries/grants";
import { approveGrant } from "@/lib/services/grants/approve";
import { confirmGrant } from "@/lib/services/grants/confirm";
import { denyGrant, withdrawGrant } from "@/lib/services/grants/deny";
import { setGrant, setGrantInput } from "@/lib/services/grants/set";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { authority, listOf, time, verdict, actor as who } from "./common-schemas";
import { pactStanding } from "./standing-schemas";

const grantJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    workflow: z.string().nullable().describe("null: every workflow of the agent"),
    level: authority,
    state: z
      .enum(GRANT_STATES)
      .describe(
        "`requested` waits for other people; `ended`: its `until` has passed; `fell_back`: its probation ended early or without a confirmation",
      ),
    reason: z.string(),
    quorum: z.int().describe("Approvals needed, none of them by who asked: two where the workflow has critical risk"),
    approvals: z.array(
      z.object({
        member: z.object({ id: z.string(), name: z.string() }),
        at: time,
        counts: z.boolean().describe("false: the member has left, or may no longer grant"),
      }),
    ),
    requestedBy: who,
    decidedBy: who.nullable(),
    createdAt: time,
    decidedAt: time.nullable(),
    since: time.nullable(),
    until: time.nullable().describe("What was granted before holds again afterwards"),
    endedAt: time.nullable(),
    note: z.string().nullable(),
    probation: z
      .object({
        for: z.string().describe("ISO 8601"),
        on: z.array(z.enum(PROBATION_ENDS)).describe("What ends it early"),
        until: time.nullable().describe("null: it is not granted yet"),
        confirmedAt: time.nullable(),
        confirmedBy: who.nullable(),
      })
      .nullable()
      .describe("What was granted before holds again when it ends, unless another person confirmed it"),
    fell: z
      .object({ kind: z.enum([...PROBATION_ENDS, "unconfirmed"]), says: z.string() })
      .nullable()
      .describe("Why it fell back"),
  })
  .meta({ id: "Grant" });

const money = z.array(z.object({ amount: z.number(), currency: z.string() }));

const caseJson = z.object({
  granted: authority,
  standing: z.array(pactStanding),
  criteria: z.object({
    measured: z.array(
      z.object({
        criterion: z.enum(["score", "assurance", "drift", "incident", "checks", "days", "overrides"]),
        met: z.boolean(),
        asked: z.number(),
        found: z.number().nullable().describe("null: nothing there has one"),
        wants: z.string(),
        says: z.string(),
      }),
    ),
    required: z.boolean().describe("Nobody grants it while one is not met"),
    settled: z.boolean().describe("As they were when the request was settled; false: as they are now"),
  }),
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
  past: z
    .object({ incidents: z.int(), overrides: z.int(), breakGlass: z.int() })
    .describe("Of the last 90 days: incidents opened, overrides that took effect, break-glass among them"),
  exposure: z
    .object({ decisions: z.int(), money, unanswered: z.int() })
    .describe("Permitted in 90 days while a promise was broken and nothing enforced it yet"),
  simulated: z
    .object({
      ...{ replayed: z.int(), permittedNow: z.int(), permittedThen: z.int(), changed: z.int() },
      flips: z.array(z.object({ from: verdict, to: verdict, count: z.int() })),
      money: money.describe("Of those that only this grant would permit"),
    })
    .describe("The agent's latest requests, at most 100, decided again as things stand and with this grant"),
  answeredInSeconds: z.number().nullable().describe("From the request to the word on it; null: it still waits"),
});

const settle = z.strictObject({ reason: reason.optional() }).prefault({});

export const grantRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/grants",
    summary:
      "Lower an agent's authority at once (201), or ask for more, perhaps on probation, which other people grant (202)",
    tag: "Grants",
    permission: "grant.lower",
    body: setGrantInput,
    response: grantJson,
    status: { among: [201, 202], of: ({ state }: { state: string }) => (state === "requested" ? 202 : 201) },
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
      state: z.enum(GRANT_STATES, { error: `must be one of ${GRANT_STATES.join(", ")}` }).optional(),
    }),
    response: listOf(grantJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await grantPage(actor, filter, limit, lastOf(cursor));
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
    summary: "Approve the authority that another person asked for; with the quorum it holds at once",
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
  route({
    method: "POST",
    path: "/api/v1/grants/{id}/withdraw",
    summary: "Take back the request for authority that you made",
    tag: "Grants",
    permission: "grant.request",
    body: settle,
    response: grantJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await withdrawGrant(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/grants/{id}/confirm",
    summary: "Say that a probation was passed: what was granted holds on, until its own end",
    tag: "Grants",
    permission: "grant.approve",
    body: settle,
    response: grantJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await confirmGrant(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/grants/waiting",
    summary: "What waits for a word on authority, and how long such words took",
    tag: "Grants",
    permission: "read",
    response: z.object({
      asked: z.array(grantJson),
      onProbation: z.array(grantJson).describe("To be confirmed, else they fall back"),
      answerTimes: z
        .object({
          ...{ days: z.int(), answered: z.int() },
          ...{ median: z.number().nullable(), longest: z.number().nullable() },
        })
        .describe("Seconds from a request to the word on it"),
    }),
    handle: async ({ actor }) => ({ ...(await grantsWaiting(actor)), answerTimes: await answerTimes(actor) }),
  }),
];
