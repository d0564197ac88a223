import { z } from "zod";
import { runtime } from "@/lib/runtime/runtime";
import { LONGEST_REQUEST } from "../body";
import { type ApiRequest, type Route, reply, route } from "../route";
import { asOne, evaluate, evaluateAll } from "./evaluate";
import { evaluationBody, evaluationsBody, readBody } from "./parse";
import { searchRoutes } from "./search";

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

/** Where this process answers, as the caller addressed it. The front lets forwarded headers through only from a trusted proxy. */
function originOf({ header }: ApiRequest): string {
  const first = (name: string) => header(name)?.split(",")[0]?.trim();
  const host = first("x-forwarded-host") ?? header("host");
  if (!host || !/^[\w.-]+(?::\d+)?$|^\[[\da-f:]+\](?::\d+)?$/i.test(host)) return runtime().url;
  return `${first("x-forwarded-proto") === "https" ? "https" : "http"}://${host}`;
}

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
    response: answerJson,
    handle: ({ actor, request, idempotent }) => evaluate(actor, asOne(request), idempotent),
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
    response: z.union([z.object({ evaluations: z.array(answerJson) }), answerJson]),
    handle: ({ actor, request, idempotent }) => {
      const asked = readBody(evaluationsBody, request);
      return asked.evaluations?.length
        ? evaluateAll(actor, asked, idempotent)
        : evaluate(actor, asOne(request), idempotent);
    },
  }),
  ...searchRoutes,
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
