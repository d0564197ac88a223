import { z } from "zod";
import { overrideById, overridePage } from "@/lib/queries/overrides";
import { runtime } from "@/lib/runtime/runtime";
import { approveOverride, overrideApproval } from "@/lib/services/overrides/approve";
import { denyOverride, overrideEnding } from "@/lib/services/overrides/deny";
import { requestOverride, requestOverrideInput } from "@/lib/services/overrides/request";
import { revokeOverride } from "@/lib/services/overrides/revoke";
import { decodeCursor, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, trigger, actor as who } from "./common-schemas";

const STATES = ["requested", "approved", "active", "expired", "exhausted", "denied", "revoked"] as const;

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
    state: z.enum(STATES).describe("By the clock: `approved` has not begun, `active` holds now"),
    quorum: z.int().describe("Approvals needed, none of them by who asked"),
    approvals: z.array(z.object({ member: z.object({ id: z.string(), name: z.string() }), at: time })),
    requestedBy: who,
    createdAt: time,
    decidedAt: time.nullable(),
    endedBy: who.nullable().describe("Who denied or revoked it"),
    note: z.string().nullable(),
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
    summary: "Ask for an override; it takes nothing away until others have approved it",
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
      const before = decodeCursor(cursor)?.[0];
      const now = runtime().clock.now();
      const rows = await overridePage(actor, filter, limit, now, before === undefined ? undefined : String(before));
      return page(rows, limit, ({ id }) => [id]);
    },
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
    summary: "Approve what another person asked for; you may shorten it, never lengthen it",
    permission: "override.approve",
    body: overrideApproval.prefault({}),
    handle: async ({ actor, params, body, idempotent }) =>
      (await approveOverride(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
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
