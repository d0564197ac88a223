import { z } from "zod";
import { type EvidenceFilter, evidencePage } from "@/lib/queries/evidence";
import { evidenceDetail } from "@/lib/queries/evidence-detail";
import { outcomeBody, reportOutcome } from "@/lib/services/evidence/outcome";
import { recordEvidence } from "@/lib/services/evidence/record";
import { evidenceBody } from "@/lib/services/evidence/shared-input";
import { decodeCursor, foreignCursor, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, queryFlag, time } from "./common-schemas";
import { evidenceDetailJson, evidenceJson } from "./evidence-schemas";
import { NDJSON, streamEvidence } from "./evidence-stream";

const text = z.string().max(200).optional();
const query = pageQuery.extend({
  agent: text,
  pact: text,
  clause: text,
  release: text,
  source: text,
  passing: queryFlag.optional(),
});

/** The cursor of this list is the order of arrival. */
const arrival = (cursor: string | undefined): string | undefined => {
  const seq = decodeCursor(cursor)?.[0];
  if (seq !== undefined && !/^\d{1,18}$/.test(String(seq))) throw foreignCursor();
  return seq === undefined ? undefined : String(seq);
};

const EXAMPLE = {
  ...{ agent: "invoice-clerk", pact: "supplier-payments", clause: "cites-source" },
  ...{ passed: 198, failed: 2, observedAt: "2025-06-01T12:00:00Z", source: "qa-lab" },
};

export const evidenceRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/evidence",
    summary:
      "Record that obligations were tested: one record, or up to 1,000, all or nothing; or a stream, one record a line",
    tag: "Evidence",
    permission: "evidence.record",
    body: evidenceBody,
    example: EXAMPLE,
    verbParses: true,
    stream: { media: NDJSON, handle: streamEvidence },
    response: z.union([
      evidenceJson,
      z
        .object({ recorded: z.int(), items: z.array(evidenceJson).nullable() })
        .describe("Of a stream; `items` is null beyond 1,000 records"),
      z.object({ items: z.array(evidenceJson) }),
    ]),
    status: 201,
    handle: async ({ actor, body, idempotent }) => (await recordEvidence(actor, body, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/evidence",
    summary: "List evidence in order of arrival, newest first",
    tag: "Evidence",
    permission: "read",
    query,
    response: listOf(evidenceJson),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => {
      const rows = await evidencePage(actor, filter satisfies EvidenceFilter, limit, arrival(cursor));
      const { items, nextCursor } = page(rows, limit, ({ seq }) => [seq]);
      return { items: items.map(({ view }) => view), nextCursor };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/evidence/{id}",
    summary:
      "One record of evidence: who vouches for it, which window it renewed, what it did to its monitor, where it stands in the ledger",
    tag: "Evidence",
    permission: "read",
    response: evidenceDetailJson,
    handle: ({ actor, params }) => evidenceDetail(actor, params.id ?? ""),
  }),
  route({
    method: "POST",
    path: "/api/v1/decisions/{id}/outcome",
    summary: "Tell what really happened after a decision, once",
    tag: "Decisions",
    permission: "decision.ask",
    body: outcomeBody,
    example: { result: "success" },
    response: z
      .object({
        decision: z.string(),
        result: z.enum(["success", "failure", "aborted"]),
        clauses: z.record(z.string(), z.enum(["pass", "fail"])),
        observedAt: time,
        recordedAt: time,
        evidence: z
          .array(z.string())
          .describe("Ids of the records that it became: the agent's own word, so of little weight"),
      })
      .meta({ id: "Outcome" }),
    status: 201,
    handle: async ({ actor, params, body, idempotent }) =>
      (await reportOutcome(actor, { decision: params.id ?? "", ...body }, { idempotent })).result,
  }),
];
