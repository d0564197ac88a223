import { z } from "zod";
import type { ReviewView } from "@/lib/queries/reviews";
import { reviewById } from "@/lib/queries/reviews";
import { runtime } from "@/lib/runtime/runtime";
import { type Route, route } from "../route";
import { originOf } from "./origin";

/** AuthZEN's access request profile: a decision held for a person is a denial that has been asked for, with a task to poll. */
const TASKS = "/access/v1/tasks";

/** Where the task of a review is polled. */
export const taskAddress = (origin: string, review: string) => `${origin}${TASKS}/${review}`;

const taskJson = z.object({
  task: z.object({
    id: z.string(),
    status: z.enum(["pending", "approved", "denied", "expired"]),
    status_endpoint: z.string(),
    expires_at: z.string(),
  }),
  result: z
    .object({
      mode: z.literal("reevaluate"),
      approval: z.object({
        id: z.string(),
        decision: z.boolean(),
        approved_at: z.string(),
        expires_at: z.string().nullable(),
      }),
    })
    .optional()
    .describe("Of an approved one: the decision was made anew at that moment, and may be used until `expires_at`"),
});

function taskOf({ id, state, expiresAt, settledAt, answer, decision }: ReviewView, origin: string) {
  const task = { id, status: state, status_endpoint: taskAddress(origin, id), expires_at: expiresAt };
  if (state !== "approved" || !answer || !settledAt) return { task };
  const approval = { id: decision, decision: answer.permitted, approved_at: settledAt, expires_at: answer.useBy };
  return { task, result: { mode: "reevaluate" as const, approval } };
}

export const taskRoutes: Route[] = [
  route({
    method: "GET",
    path: `${TASKS}/{id}`,
    summary: "The task of a denial that was asked for: `context.access_request` of an evaluation names it",
    tag: "AuthZEN 1.0",
    permission: "decision.follow",
    response: taskJson,
    handle: async ({ actor, params, request }) =>
      taskOf(await reviewById(actor, params.id ?? "", runtime().clock.now(), "decision.follow"), originOf(request)),
  }),
];
