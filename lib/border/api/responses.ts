import { z } from "zod";
import { slug } from "@/lib/domain/fields";
import { listResponses, responseView } from "@/lib/queries/responses";
import { answerResponse, responseBody } from "@/lib/services/responses/answer";
import { route } from "../route";
import { listOf, time } from "./common-schemas";

const responseJson = z
  .object({
    agent: z.string(),
    pact: z.string(),
    clause: z.string(),
    title: z.string(),
    team: z.string(),
    within: z.string().describe("`respond.within` of the clause"),
    runbook: z.string().nullable(),
    triggers: z.array(z.string()).describe("What is latched: failures, drift"),
    since: time,
    dueAt: time,
    escalated: z.enum(["deputy", "escalation"]).nullable().describe("Who was told that nobody answered"),
    answered: z
      .object({ at: time, by: z.object({ type: z.string(), id: z.string(), name: z.string() }), note: z.string() })
      .nullable(),
  })
  .meta({ id: "OwedResponse" });

export const responseRoutes = [
  route({
    method: "GET",
    path: "/api/v1/responses",
    summary: "Answers that owners of clauses that act owe, the earliest due first",
    tag: "Responses",
    permission: "read",
    query: z.object({ agent: slug.optional(), pact: slug.optional(), clause: slug.optional() }),
    response: listOf(responseJson),
    handle: async ({ actor, query }) => ({ items: await listResponses(actor, query), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/api/v1/responses",
    summary:
      "Say for the owner of a clause that acts that somebody is at it, so that nobody else is told: by its team, deputy or escalation. It lifts nothing",
    tag: "Responses",
    permission: "response.give",
    body: responseBody,
    response: responseJson,
    handle: async ({ actor, body, idempotent }) =>
      responseView((await answerResponse(actor, body, { idempotent })).result),
  }),
];
