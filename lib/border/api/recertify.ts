import { z } from "zod";
import { recertifications } from "@/lib/queries/recertifications";
import { recertifyClause, recertifyInput } from "@/lib/services/clauses/recertify";
import { decodeCursor, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, severity, time } from "./common-schemas";

const state = z.enum(["current", "due_soon", "overdue"]);
const item = z.object({
  pact: z.string(),
  title: z.string(),
  version: z.int(),
  hash: z.string(),
  clause: z.string(),
  clauseTitle: z.string(),
  severity,
  agent: z.string(),
  workflow: z.string(),
  owner: z.string(),
  recertify: z.string().describe("How often, ISO 8601"),
  since: time.describe("When somebody last answered for it as it stands"),
  dueAt: time,
  state,
  by: z.string().nullable(),
  mine: z.boolean().describe("You are of the owning team"),
});

export const recertifyRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/pacts/{slug}/recertify",
    summary: "Still true, unchanged: the owning team's word on a clause, which begins its time anew",
    tag: "Pacts",
    permission: "clause.recertify",
    body: recertifyInput.omit({ pact: true }),
    response: z.object({
      pact: z.string(),
      clause: z.string(),
      version: z.int(),
      recertifiedAt: time,
      dueAt: time,
      by: z.string(),
    }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await recertifyClause(actor, { pact: params.slug ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/recertifications",
    summary: "Clauses in force by when their owners have to say again that they are right, what is due first",
    tag: "Pacts",
    permission: "read",
    query: pageQuery.extend({ state: state.optional() }),
    response: listOf(item),
    handle: async ({ actor, query: { limit, cursor, ...query } }) => {
      const after = decodeCursor(cursor);
      const all = await recertifications(actor, query.state);
      const place = after === null ? 0 : 1 + all.findIndex((one) => one.pact === after[0] && one.clause === after[1]);
      return page(all.slice(place, place + limit + 1), limit, (one) => [one.pact, one.clause]);
    },
  }),
];
