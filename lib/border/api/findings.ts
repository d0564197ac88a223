import { z } from "zod";
import { FINDING_KINDS, FINDING_OUTCOMES, type FindingOutcome } from "@/lib/domain/finding";
import { findingDetail, findingPage } from "@/lib/queries/findings";
import { assignFinding, assignFindingFields } from "@/lib/services/findings/assign";
import { closeFinding, closeFindingFields } from "@/lib/services/findings/close";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const tag = "Observations";
const state = z.enum(["open", "closed"]);
const kind = z
  .enum(FINDING_KINDS)
  .describe("ungoverned: no decision permitted it; new_tool: permitted, and never seen of the agent before");

const findingJson = z
  .object({
    id: z.string(),
    kind,
    agent: z.string(),
    action: z.string(),
    workflow: z.string().nullable().describe("The consequential workflow that names the action; null: none does"),
    at: time,
    says: z.string(),
    firstSeen: z.boolean().describe("The action had never been seen of the agent before"),
    owner: z.string().nullable().describe("The team whose it is; null: nobody's"),
    state,
    openedAt: time,
    observation: z.string(),
    exception: z.string().nullable(),
    assignedBy: who.nullable(),
    closedAt: time.nullable(),
    closedBy: who.nullable(),
    outcome: z.enum(Object.keys(FINDING_OUTCOMES) as [FindingOutcome]).nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "Finding", description: "What an observer saw and nobody has explained yet" });

const text = z.string().max(200).optional();

export const findingRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/findings",
    summary: "List findings, the newest first; `owner=` (empty) lists those that are nobody's",
    tag,
    permission: "read",
    query: pageQuery.extend({ state: state.optional(), kind: kind.optional(), agent: text, action: text, owner: text }),
    response: listOf(findingJson),
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      const rows = await findingPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/findings/{id}",
    summary: "One finding, and how many open ones are alike: of the same agent, action and kind",
    tag,
    permission: "read",
    response: findingJson.extend({ alike: z.int() }).meta({ id: "FindingDetail" }),
    handle: ({ actor, params }) => findingDetail(actor, params.id ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/v1/findings/{id}/assign",
    summary: "Say which team's a finding is; with `alike`, all open ones of the same agent, action and kind",
    tag,
    permission: "finding.settle",
    body: assignFindingFields,
    response: z.object({ id: z.string(), assigned: z.int() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await assignFinding(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/findings/{id}/close",
    summary:
      "A person's word on what became of a finding; with `alike`, of all open ones of the same agent, action and kind",
    tag,
    permission: "finding.settle",
    body: closeFindingFields,
    response: z.object({ id: z.string(), closed: z.int() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await closeFinding(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
