import { z } from "zod";
import { slug } from "@/lib/domain/fields";
import { listQuestions } from "@/lib/queries/reverification";
import { rotateReverifySecret } from "@/lib/services/freshness/deliver";
import { requestEvidence, requestEvidenceInput } from "@/lib/services/freshness/request";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const tag = "Evidence";

const place = {
  id: z.string(),
  agent: z.string(),
  pact: z.string(),
  clause: z.string(),
  release: z.string().describe("Empty where evidence is not per release"),
};

const questionJson = z
  .object({
    ...place,
    reason: z
      .enum(["expiring", "drift", "asked"])
      .describe("At four fifths of the window, on suspected drift, by a person"),
    askedAt: time,
    askedBy: who.nullable(),
    dueAt: time,
    state: z.enum(["waiting", "answered", "unanswered"]),
    webhook: z
      .object({ host: z.string(), deliveredAt: time.nullable(), attempts: z.int(), problem: z.string().nullable() })
      .nullable()
      .describe("`evidence.reverify` of the clause; null: it names none, and its owner was told"),
  })
  .meta({ id: "EvidenceQuestion" });

const requestedJson = z.object({
  ...place,
  team: z.string(),
  askedAt: time,
  dueAt: time,
  by: who,
  webhook: z.boolean().describe("Its webhook is asked as well"),
  waiting: z.boolean().describe("Somebody had asked and waits still: nobody was told again"),
});

export const reverificationRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/reverification",
    summary: "Questions for new evidence and what came of them, the latest first",
    tag,
    permission: "read",
    query: pageQuery.extend({ agent: slug.optional(), pact: slug.optional(), clause: slug.optional() }),
    response: listOf(questionJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await listQuestions(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/reverification",
    summary:
      "Ask the owners of clauses for new evidence: each team is told, and the clause's webhook is asked where it names one",
    tag,
    permission: "evidence.request",
    body: requestEvidenceInput,
    response: z.object({ items: z.array(requestedJson) }),
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await requestEvidence(actor, body, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/reverification/secret",
    summary: "A new secret that questions for new evidence (`evidence.reverify`) are signed with, shown once",
    tag,
    permission: "issuer.write",
    response: z.object({ secret: z.string().describe("`whsec_…`, for any library of Standard Webhooks") }),
    status: 201,
    secret: ["secret"],
    handle: async ({ actor, idempotent }) => (await rotateReverifySecret(actor, {}, { idempotent })).result,
  }),
];
