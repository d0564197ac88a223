import { z } from "zod";
import { TURNS } from "@/lib/domain/review-turn";
import { reviewerLoads } from "@/lib/queries/fatigue";
import { reviewById, reviewPage } from "@/lib/queries/reviews";
import { runtime } from "@/lib/runtime/runtime";
import { approveReview } from "@/lib/services/reviews/approve";
import { claimReview } from "@/lib/services/reviews/claim";
import { denyReview } from "@/lib/services/reviews/deny";
import { escalateReview, escalation } from "@/lib/services/reviews/escalate";
import { reviewWord } from "@/lib/services/reviews/shared";
import { bulkAnswer, bulkBody, inBulk } from "../bulk";
import { lastOf, page, pageQuery } from "../page";
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
    claim: z
      .object({ by: who, until: time })
      .nullable()
      .describe("Who has taken it up; until then nobody else answers it"),
    turn: z
      .object({
        turn: z.enum(TURNS),
        until: time.describe("When it is the next one's, or at last denied"),
        overdue: z.boolean(),
      })
      .nullable()
      .describe("Of a pending one: whose turn it is. Its time is shared in three: team, deputy, escalation"),
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
      const now = runtime().clock.now();
      const rows = await reviewPage(actor, filter, limit, now, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/reviews/fatigue",
    summary: "What reviewers had to answer in the last 7 days: how many, how fast, how many approvals in under 5 s",
    tag: "Reviews",
    permission: "read",
    response: z.object({
      items: z.array(
        z.object({
          member: z.object({ id: z.string(), name: z.string() }),
          answered: z.int(),
          busiestHour: z.int().describe("Most within one hour"),
          medianSeconds: z.number().describe("Since it was asked, or since their answer before it"),
          approvals: z.int(),
          hasty: z.number().nullable().describe("Share of approvals given in under 5 s; null: none was given"),
        }),
      ),
    }),
    handle: async ({ actor }) => ({ items: await reviewerLoads(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/reviews/bulk",
    summary: "One word on up to 200 held decisions: each is decided by itself and has its own result",
    tag: "Reviews",
    permission: "review.settle",
    body: bulkBody,
    response: bulkAnswer,
    handle: ({ actor, body, idempotent }) => {
      const settle = body.answer === "approve" ? approveReview : denyReview;
      return inBulk(actor, body, (id) => settle(actor, { id, reason: body.reason }), idempotent);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/reviews/{id}/claim",
    summary: "Take a held decision up: for ten minutes nobody else answers it; `claim: false` gives it back",
    tag: "Reviews",
    permission: "review.settle",
    body: z.strictObject({ claim: z.boolean().default(true) }).prefault({}),
    response: reviewJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await claimReview(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/reviews/{id}/escalate",
    summary: "Hand a held decision on to whoever is next: the deputy, then the escalation of the owning team",
    tag: "Reviews",
    permission: "review.settle",
    body: escalation.prefault({}),
    response: reviewJson,
    handle: async ({ actor, params, body, idempotent }) =>
      (await escalateReview(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
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
