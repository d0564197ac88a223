import { z } from "zod";
import { OVERRIDE_STATES } from "@/lib/domain/shown";
import { overrideById, overridePage } from "@/lib/queries/overrides";
import { runtime } from "@/lib/runtime/runtime";
import { amendOverride, overrideAmendment } from "@/lib/services/overrides/amend";
import { approveOverride, overrideApproval } from "@/lib/services/overrides/approve";
import { denyOverride } from "@/lib/services/overrides/deny";
import { ratification, ratifyOverride } from "@/lib/services/overrides/ratify";
import { requestOverride } from "@/lib/services/overrides/request";
import { revokeOverride } from "@/lib/services/overrides/revoke";
import { overrideEnding } from "@/lib/services/overrides/shared";
import { requestOverrideInput } from "@/lib/services/overrides/shared-ask";
import { withdrawOverride } from "@/lib/services/overrides/withdraw";
import { bulkAnswer } from "../bulk";
import { overrideBulkBody, overridesInBulk } from "../override-bulk";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, trigger, actor as who } from "./common-schemas";

const STATES = OVERRIDE_STATES;

const overrideJson = z
  .object({
    id: z.string(),
    agent: z.string(),
    pact: z.string(),
    clause: z.string().nullable().describe("null: the pact's scope"),
    triggers: z.array(trigger),
    actions: z.array(z.string()),
    when: z.string().nullable(),
    maxUses: z.int().nullable(),
    used: z.int(),
    startsAt: time,
    endsAt: time,
    reason: z.string(),
    ticket: z.string().nullable(),
    state: z
      .enum(STATES)
      .describe(
        "By the clock: `approved` has not begun, `active` holds now, `lapsed` was not answered within 7 days, `stale`: a version was published in which its clause is another",
      ),
    quorum: z.int().describe("Approvals needed, none of them by who asked"),
    approvals: z.array(
      z.object({
        member: z.object({ id: z.string(), name: z.string() }),
        at: time,
        counts: z.boolean().describe("false: the member has left, or may no longer approve"),
      }),
    ),
    requestedBy: who,
    createdAt: time,
    lapsesAt: time.describe("When the request lapses if nobody answers"),
    decidedAt: time.nullable(),
    endedBy: who.nullable().describe("Who denied, withdrew or revoked it"),
    note: z.string().nullable(),
    hash: z.string().describe("Of what it asks for and why; send it with an approval"),
    version: z.int().nullable().describe("The version of the pact that it is bound to"),
    breakGlass: z
      .object({
        ratification: z.enum(["due", "ratified", "overdue"]),
        ratifyBy: time,
        ratifiedAt: time.nullable(),
        ratifiedBy: who.nullable(),
      })
      .nullable()
      .describe("null: it was asked for beforehand"),
  })
  .meta({ id: "Override" });

const word = {
  tag: "Overrides",
  response: overrideJson,
} as const;

export const overrideRoutes: Route[] = [
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides",
    summary:
      "Ask for an override; it takes nothing away until others have approved it. With `breakGlass` it holds at once, for 60 minutes at most, and another person ratifies it within 24 hours",
    permission: "override.request",
    body: requestOverrideInput,
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await requestOverride(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/overrides",
    summary: "List overrides, the latest first",
    tag: "Overrides",
    permission: "read",
    query: pageQuery.extend({
      agent: z.string().max(200).optional(),
      pact: z.string().max(200).optional(),
      state: z.enum(STATES, { error: `must be one of ${STATES.join(", ")}` }).optional(),
    }),
    response: listOf(overrideJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const now = runtime().clock.now();
      const rows = await overridePage(actor, filter, limit, now, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/overrides/bulk",
    summary: "One word on up to 200 requests: each has its own result",
    tag: "Overrides",
    permission: "override.approve",
    body: overrideBulkBody,
    response: bulkAnswer,
    handle: ({ actor, body, idempotent }) => overridesInBulk(actor, body, idempotent),
  }),
  route({
    ...word,
    method: "GET",
    path: "/api/v1/overrides/{id}",
    summary: "One override",
    permission: "read",
    handle: ({ actor, params }) => overrideById(actor, params.id ?? "", runtime().clock.now()),
  }),
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides/{id}/approve",
    summary: "Approve what another person asked for; you may shorten and narrow it, never lengthen or widen it",
    permission: "override.approve",
    body: overrideApproval.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await approveOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    ...word,
    method: "PATCH",
    path: "/api/v1/overrides/{id}",
    summary:
      "Change what a request asks for: approvals given so far are void, and who widened it last never approves it",
    permission: "override.request",
    body: overrideAmendment,
    handle: async ({ actor, params, body }) => (await amendOverride(actor, { id: params.id ?? "", ...body })).result,
  }),
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides/{id}/ratify",
    summary: "Ratify a break-glass that another person used, within 24 hours",
    permission: "override.approve",
    body: ratification.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await ratifyOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides/{id}/withdraw",
    summary: "Take back a request of your own",
    permission: "override.request",
    body: overrideEnding.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await withdrawOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides/{id}/deny",
    summary: "Deny a request",
    permission: "override.approve",
    body: overrideEnding.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await denyOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    ...word,
    method: "POST",
    path: "/api/v1/overrides/{id}/revoke",
    summary: "End an override, or a request, before its time",
    permission: "override.revoke",
    body: overrideEnding.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await revokeOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
