import { z } from "zod";
import { slug } from "@/lib/domain/fields";
import { agentBySlug, agentStanding } from "@/lib/queries/agent";
import { agentList } from "@/lib/queries/agents";
import { authorityCourses } from "@/lib/queries/authority-history";
import { agentFields, putAgent } from "@/lib/services/agents/put";
import { holdsTag } from "../etag";
import { lastOf, page, pageQuery } from "../page";
import { type Route, reply, route } from "../route";
import { authority, listOf, standingWord, time } from "./common-schemas";
import { standingJson } from "./standing-schemas";

const fields = {
  slug,
  name: z.string(),
  owner: z.string().describe("A team, or any contact"),
  release: z.string().describe("The current one"),
  candidates: z.array(z.string()).describe("Releases that may ask too, to be proven before they are current"),
  createdAt: time,
  updatedAt: time,
};
const agentJson = z.object(fields).meta({ id: "Agent" });

const listedAgentJson = z.object({
  ...fields,
  authority: z.object({ granted: authority, effective: authority }).describe("The least over its live pacts"),
  pacts: z.array(z.object({ pact: z.string(), version: z.int(), workflow: z.string(), effective: authority })),
  counts: z.record(standingWord, z.int()).describe("Clauses of its live pacts by standing"),
  nextExpiry: z.object({ clause: z.string(), title: z.string(), at: time }).nullable(),
});

const courseJson = z
  .object({
    pact: z.string(),
    title: z.string(),
    from: time,
    to: time,
    steps: z
      .array(z.object({ at: time, authority, cause: z.string().describe("What came, and what was over") }))
      .describe("Each shift, the oldest first; the first one says how it began"),
    leftOut: z.array(z.string()).describe("Clauses whose scores were not followed, for their many records"),
  })
  .meta({ id: "AuthorityCourse" });
const MOST_DAYS = 366;
const DAYS = 30;

export const agentRoutes: Route[] = [
  route({
    method: "PUT",
    path: "/api/v1/agents/{slug}",
    summary: "Register an agent, or replace what is said of it",
    tag: "Agents",
    permission: "agent.write",
    body: agentFields,
    response: agentJson,
    handle: async ({ actor, params, body }) => (await putAgent(actor, { slug: params.slug ?? "", ...body })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/agents",
    summary: "List agents with the authority that they have now",
    tag: "Agents",
    permission: "read",
    query: pageQuery,
    response: listOf(listedAgentJson),
    handle: async ({ actor, query }) => {
      const after = lastOf(query.cursor);
      const rows = await agentList(actor, {
        limit: query.limit,
        after,
      });
      const listed = page(rows, query.limit, (row) => [row.slug]);
      return { ...listed, items: listed.items.map(({ why: _why, lastChange: _lastChange, ...item }) => item) };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/agents/{slug}",
    summary: "One agent",
    tag: "Agents",
    permission: "read",
    response: agentJson,
    handle: ({ actor, params }) => agentBySlug(actor, params.slug ?? ""),
  }),
  route({
    method: "GET",
    path: "/api/v1/agents/{slug}/standing",
    summary: "Authority, score and every clause's state now; `If-None-Match` answers 304 while no state has changed",
    tag: "Agents",
    permission: "read",
    tagged: true,
    response: standingJson,
    handle: async ({ actor, params, request }) => {
      const { report, tag } = await agentStanding(actor, params.slug ?? "");
      const headers = { etag: tag, "cache-control": "private, no-cache" };
      return holdsTag(request.header("if-none-match"), tag)
        ? reply({ status: 304, headers })
        : reply({ json: report, headers });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/agents/{slug}/authority",
    summary: "How an agent's authority shifted under each of its live pacts, every shift with its cause",
    tag: "Agents",
    permission: "read",
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(MOST_DAYS).default(DAYS).describe("How far back; 30 unless said"),
    }),
    response: z.object({ items: z.array(courseJson) }),
    handle: async ({ actor, params, query }) => ({
      items: await authorityCourses(actor, params.slug ?? "", query.days),
    }),
  }),
];
