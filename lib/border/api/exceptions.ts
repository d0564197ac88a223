import { z } from "zod";
import { EXCEPTION_KINDS, exceptionById, exceptionPage } from "@/lib/queries/exceptions";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { level, listOf, queryTime, time, verdict } from "./common-schemas";

const exceptionJson = z
  .object({
    id: z.string(),
    kind: z
      .enum(EXCEPTION_KINDS)
      .describe("break_glass: an override before its approval; ungoverned: no pact; fail_open: without the database"),
    agent: z.string(),
    action: z.string(),
    at: time,
    decision: z.string().nullable(),
    override: z.string().nullable().describe("Of a break-glass"),
    away: z
      .object({
        verdict,
        permitted: z.boolean(),
        risk: level,
        revision: z.int(),
        ageSeconds: z.number().describe("Since the snapshot that it was answered from was held against the database"),
      })
      .nullable()
      .describe("Of an answer given without the database"),
    says: z.string().nullable().describe("Why, in a sentence"),
  })
  .meta({ id: "Exception" });

const text = z.string().max(200).optional();

export const exceptionRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/exceptions",
    summary: "List what ran outside the pacts, the last recorded first",
    tag: "Exceptions",
    permission: "read",
    query: pageQuery.extend({
      ...{ agent: text, action: text, decision: text, kind: z.enum(EXCEPTION_KINDS).optional() },
      ...{ from: queryTime.optional(), to: queryTime.optional() },
    }),
    response: listOf(exceptionJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await exceptionPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/exceptions/{id}",
    summary: "One exception, with its number in the ledger",
    tag: "Exceptions",
    permission: "read",
    response: exceptionJson.extend({ number: z.int().nullable() }),
    handle: ({ actor, params }) => exceptionById(actor, params.id ?? ""),
  }),
];
