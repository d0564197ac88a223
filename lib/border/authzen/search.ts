import { z } from "zod";
import type { Answer } from "@/lib/domain/decision";
import { type Found, type Search, searchActions, searchAgents, searchResources } from "@/lib/services/decisions/search";
import { encodeCursor } from "../page";
import { type Route, route } from "../route";
import { isPermit, toRequest } from "./mapping";
import { actionSearchBody, afterToken, EXAMPLE, readBody, resourceSearchBody, subjectSearchBody } from "./parse";

const tag = "AuthZEN 1.0";
const MOST = 1000;

/**
 * What gateways call whoever asks for a decision. Evaluations take any type, since an agent is known by its id; a search
 * answers with agents for these and with nothing for others.
 */
const AGENT_TYPES = ["agent", "user", "service", "client", "workload", "identity"];

interface Asked {
  context?: Record<string, unknown>;
  page?: { token?: string; limit?: number };
}

/** What a search looks for: answers that an evaluation with the same context would permit. */
function wanted({ context, page }: Asked): Search {
  return {
    after: afterToken(page?.token),
    limit: Math.min(page?.limit ?? 100, MOST),
    permits: (answer: Answer) => isPermit(answer, context),
  };
}

function answer<T>({ items, more }: Found, shape: (item: Found["items"][number]) => T) {
  const last = items.at(-1);
  const next = more && last ? encodeCursor([last.key]) : "";
  return { results: items.map(shape), page: { next_token: next, count: items.length } };
}

const NOTHING: Found = { items: [], more: false };
const pageJson = z.object({ next_token: z.string().describe('"" on the last page'), count: z.int() });
const entityJson = z.object({ type: z.string(), id: z.string() });

/** Searches record nothing: every result is one that an evaluation would permit at this moment. */
export const searchRoutes: Route[] = [
  route({
    method: "POST",
    path: "/access/v1/search/subject",
    summary: `Registered agents that may take an action now; \`subject.type\` one of ${AGENT_TYPES.join(", ")}`,
    tag,
    permission: "snapshot.read",
    raw: true,
    body: subjectSearchBody,
    example: { ...EXAMPLE, subject: { type: "agent" } },
    response: z.object({ results: z.array(entityJson), page: pageJson }),
    handle: async ({ actor, request }) => {
      const asked = readBody(subjectSearchBody, request);
      const { type } = asked.subject;
      const toAsk = (id: string) => toRequest({ ...asked, subject: { ...asked.subject, id } });
      const found = AGENT_TYPES.includes(type) ? await searchAgents(actor, toAsk, wanted(asked)) : NOTHING;
      return answer(found, ({ key }) => ({ type, id: key }));
    },
  }),
  route({
    method: "POST",
    path: "/access/v1/search/resource",
    summary:
      "Resources that an agent may take an action on now. Pacts define none: looked for among those that the newest decisions named",
    tag,
    permission: "read",
    raw: true,
    body: resourceSearchBody,
    example: { ...EXAMPLE, resource: { type: "invoice" } },
    response: z.object({
      results: z.array(entityJson.extend({ properties: z.record(z.string(), z.unknown()).optional() })),
      page: pageJson,
    }),
    handle: async ({ actor, request }) => {
      const asked = readBody(resourceSearchBody, request);
      const { type } = asked.resource;
      const toAsk = (id: string, properties?: Record<string, unknown>) =>
        toRequest({ ...asked, resource: { type, id, ...(properties ? { properties } : {}) } });
      const found = AGENT_TYPES.includes(asked.subject.type)
        ? await searchResources(actor, type, toAsk, wanted(asked))
        : NOTHING;
      return answer(found, ({ key, properties }) => ({ type, id: key, ...(properties ? { properties } : {}) }));
    },
  }),
  route({
    method: "POST",
    path: "/access/v1/search/action",
    summary: "Actions of pacts and workflows that an agent may take now",
    tag,
    permission: "snapshot.read",
    raw: true,
    body: actionSearchBody,
    example: { ...EXAMPLE, action: undefined },
    response: z.object({ results: z.array(z.object({ name: z.string() })), page: pageJson }),
    handle: async ({ actor, request }) => {
      const asked = readBody(actionSearchBody, request);
      const { subject } = asked;
      const toAsk = (name: string) => toRequest({ ...asked, action: { name } });
      const found = AGENT_TYPES.includes(subject.type)
        ? await searchActions(actor, subject.id, toAsk, wanted(asked))
        : NOTHING;
      return answer(found, ({ key }) => ({ name: key }));
    },
  }),
];
