import { z } from "zod";
import { reviewById, reviewPage } from "@/lib/queries/reviews";
import { runtime } from "@/lib/runtime/runtime";
import { approveReview } from "@/lib/services/reviews/approve";
import { denyReview } from "@/lib/services/reviews/deny";
import { reviewWord } from "@/lib/services/reviews/shared";
import { decodeCursor, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";
import { decisionJson } from "./decision-schemas";

const STATES = ["pending", "approved", "denied", "expired"] as const;

const reviewJson = z
  .object({
    id: z.string(),
    decision: z.string(),
    agent: z.string(),
    action: z.string(),
    workflow: z.string().nullable(),
    request: z.record(z.string(), z.unknown()).describe("What an approval is bound to"),
    state: z.enum(STATES),
    createdAt: time,
    expiresAt: time,
    settledAt: time.nullable(),
    settledBy: who.nullable(),
    reason: z.string().nullable(),
    answer: decisionJson.nullable().describe("The decision as decided anew when it was approved"),
  })
  .meta({ id: "Review" });

export const reviewRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/reviews",
    summary: "List decisions held for a person, the latest first",
    tag: "Reviews",
    permission: "read",
    query: pageQuery.extend({
      agent: z.string().max(200).optional(),
      workflow: z.string().max(200).optional(),
      state: z.enum(STATES, { error: `must be one of ${STATES.join(", ")}` }).optional(),
    }),
    response: listOf(reviewJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const before = decodeCursor(cursor)?.[0];
      const now = runtime().clock.now();
      const rows = await reviewPage(actor, filter, limit, now, before === undefined ? undefined : String(before));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/reviews/{id}",
    summary: "One review",
    tag: "Reviews",
    permission: "read",
    response: reviewJson,
    handle: ({ actor, params }) => reviewById(actor, params.id ?? "", runtime().clock.now()),
  }),
  route({
    method: "POST",
    path: "/api/v1/reviews/{id}/approve",
    summary: "Approve a held decision: it is decided anew, and blocks, limits and suspension still hold",
    tag: "Reviews",
    permission: "review.settle",
    body: reviewWord.prefault({}),
    response: reviewJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await approveReview(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/reviews/{id}/deny",
    summary: "Deny a held decision",
    tag: "Reviews",
    permission: "review.settle",
    body: reviewWord.prefault({}),
    response: reviewJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await denyReview(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
