import { z } from "zod";
import { commentsOf } from "@/lib/queries/pact-comments";
import { commentPact, commentPactInput, settleComment } from "@/lib/services/pacts/comment";
import { type Route, route } from "../route";
import { time } from "./common-schemas";

const member = z.object({ id: z.string(), name: z.string() });
const commentJson = z
  .object({
    id: z.string(),
    clause: z.string().nullable().describe("null: of the whole"),
    says: z.string(),
    by: member,
    at: time,
    settledBy: member.nullable(),
    outdated: z.boolean().describe("Said of a wording that has changed since"),
  })
  .meta({ id: "PactComment" });

export const pactCommentRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/comments",
    summary: "What was said of a version, by default of the newest, the oldest first",
    tag: "Pacts",
    permission: "read",
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    response: z.object({ pact: z.string(), version: z.int(), items: z.array(commentJson) }),
    handle: ({ actor, params, query }) => commentsOf(actor, params.slug ?? "", query.version),
  }),
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/comments",
    summary:
      "Say something of the open draft, of one clause or of the whole; bound to the hash that was read, it voids nothing",
    tag: "Pacts",
    permission: "pact.comment",
    body: commentPactInput.omit({ pact: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ actor, params, body, idempotent }) =>
      (await commentPact(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/comments/{id}/settle",
    summary: "Say that a comment has been dealt with; it stays to be read",
    tag: "Pacts",
    permission: "pact.comment",
    response: z.object({ id: z.string() }),
    handle: async ({ actor, params, idempotent }) =>
      (await settleComment(actor, { id: params.id ?? "" }, { idempotent })).result,
  }),
];
