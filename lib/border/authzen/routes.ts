import { z } from "zod";
import { LONGEST_REQUEST } from "../body";
import { type Route, reply, route } from "../route";
import { asOne, evaluate, evaluateAll } from "./evaluate";
import { originOf } from "./origin";
import { EXAMPLE, evaluationBody, evaluationsBody, readBody } from "./parse";
import { searchRoutes } from "./search";
import { taskRoutes } from "./tasks";

const tag = "AuthZEN 1.0";
const answerJson = z
  .object({
    decision: z
      .boolean()
      .describe("`permitted`; a degraded decision only where `context.supported_obligations` lists `limits`"),
    context: z
      .record(z.string(), z.unknown())
      .describe("id, verdict, because, limits, review, validUntil, useBy, revision; the reasons as texts"),
  })
  .meta({ id: "AuthzenDecision" });

/** OpenID AuthZEN Authorization API 1.0, over the same decisions as the rest of the API. */
export const authzenRoutes: Route[] = [
  route({
    method: "POST",
    path: "/access/v1/evaluation",
    summary: "One AuthZEN evaluation: a recorded decision. Unknown fields are ignored",
    tag,
    permission: "decision.ask",
    hot: true,
    longest: LONGEST_REQUEST,
    raw: true,
    body: evaluationBody,
    example: EXAMPLE,
    response: answerJson,
    handle: ({ actor, request, idempotent }) => evaluate(actor, asOne(request), originOf(request), idempotent),
  }),
  route({
    method: "POST",
    path: "/access/v1/evaluations",
    summary: "Up to 100 AuthZEN evaluations in order and in one commit, with defaults beside them",
    tag,
    permission: "decision.ask",
    hot: true,
    longest: 4 * LONGEST_REQUEST,
    raw: true,
    body: evaluationsBody,
    example: { ...EXAMPLE, evaluations: [{}, { action: { name: "invoices.approve" } }] },
    response: z.union([z.object({ evaluations: z.array(answerJson) }), answerJson]),
    handle: ({ actor, request, idempotent }) => {
      const asked = readBody(evaluationsBody, request);
      return asked.evaluations?.length
        ? evaluateAll(actor, asked, originOf(request), idempotent)
        : evaluate(actor, asOne(request), originOf(request), idempotent);
    },
  }),
  ...searchRoutes,
  ...taskRoutes,
  route({
    method: "GET",
    path: "/.well-known/authzen-configuration",
    summary: "Where the AuthZEN endpoints are",
    tag,
    permission: null,
    response: z.record(z.string(), z.string()),
    handle: async ({ request }) => {
      const origin = originOf(request);
      const json = {
        policy_decision_point: origin,
        access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
        access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
        search_subject_endpoint: `${origin}/access/v1/search/subject`,
        search_resource_endpoint: `${origin}/access/v1/search/resource`,
        search_action_endpoint: `${origin}/access/v1/search/action`,
      };
      return reply({ json, headers: { "cache-control": "private, max-age=300" } });
    },
  }),
];
