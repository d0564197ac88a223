import { z } from "zod";
import { redlinePage } from "@/lib/queries/redlines";
import {
  declineRedline,
  declineRedlineInput,
  takeRedline,
  takeRedlineInput,
} from "@/lib/services/pacts/answer-redline";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const state = z.enum(["open", "taken", "declined"]);
const redlineJson = z
  .object({
    id: z.string(),
    pact: z.string(),
    version: z.int(),
    hash: z.string().describe("Of the wording that was read"),
    name: z.string(),
    email: z.string().describe("As they gave it; nobody has checked it"),
    audience: z.string().describe("Who the link was given to"),
    wordings: z.array(z.object({ clause: z.string(), before: z.string(), after: z.string() })),
    remark: z.string().nullable(),
    at: time,
    state,
    takenInto: z.int().nullable().describe("The version that it was taken over into"),
    reason: z.string().nullable().describe("Why it was declined"),
    answeredBy: who.nullable(),
    answeredAt: time.nullable(),
    overtaken: z
      .array(z.string())
      .describe("Clauses reworded or removed since: their wording can no longer be taken over"),
  })
  .meta({ id: "Redline" });

export const redlineRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/redlines",
    summary: "Other wording that counterparties proposed behind their links, the latest first",
    tag: "Pacts",
    permission: "read",
    query: pageQuery.extend({ state: state.optional() }),
    response: listOf(redlineJson),
    async handle({ actor, params, query: { limit, cursor, state: wanted } }) {
      const before = lastOf(cursor);
      const rows = await redlinePage(actor, params.slug ?? "", { state: wanted, limit, before });
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/redlines/{id}/take",
    summary: "Take a counterparty's wording over into the draft; it is an edit like any other, and voids approvals",
    tag: "Pacts",
    permission: "pact.write",
    body: takeRedlineInput.omit({ id: true }).default({}),
    response: z.object({ id: z.string(), pact: z.string(), version: z.int(), hash: z.string(), state: z.string() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await takeRedline(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/redlines/{id}/decline",
    summary: "Decline a counterparty's wording, and say why: they read it behind their link",
    tag: "Pacts",
    permission: "pact.write",
    body: declineRedlineInput.omit({ id: true }),
    response: z.object({ id: z.string(), pact: z.string(), version: z.int() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await declineRedline(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
