import { type HistoryPart, kindsOf } from "@/lib/domain/history-parts";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";

/** Where a page of history goes on: before this instant, or at it with an id before this one. */
export interface HistoryCursor {
  /** RFC 3339 */
  at: string;
  id: string;
}

export interface HistoryRow {
  id: string;
  index: bigint | null;
  at: Date;
  kind: string;
  subject: string;
  actor: Prisma.JsonValue;
  payload: Prisma.JsonValue;
}

/** After every id. */
const AFTER_ALL = "~";
const startOf = (cursor: HistoryCursor | undefined) => cursor ?? { at: "infinity", id: AFTER_ALL };

interface Of {
  organisationId: string;
  pact: string;
  agent: string;
}

/**
 * Ledger entries about a pact, the newest first: its own and its clauses', its overrides', and of its agent the changes of
 * authority, the exceptions and the incidents. What breaking the glass is recorded as a second time is left out.
 */
export function historyRows(
  tx: Tx,
  { organisationId, pact, agent }: Of,
  part: HistoryPart,
  limit: number,
  before?: HistoryCursor,
): Promise<HistoryRow[]> {
  const { begin, but } = kindsOf(part);
  const { at, id } = startOf(before);
  return tx.$queryRaw<HistoryRow[]>`
    WITH about AS (
      SELECT 'pact/' || ${pact} AS subject UNION SELECT 'agent/' || ${agent}
      UNION SELECT 'clause/' || ${pact} || '/' || (c ->> 'key')
        FROM pact_version v, jsonb_array_elements(v.document -> 'clauses') c WHERE v.organisation_id = ${organisationId} AND v.pact = ${pact}
      UNION SELECT 'override/' || o.id FROM "override" o WHERE o.organisation_id = ${organisationId} AND o.pact = ${pact}
      UNION SELECT 'exception/' || x.id FROM exception x
        WHERE x.organisation_id = ${organisationId} AND x.agent = ${agent} AND x.kind <> 'break_glass'
      UNION SELECT 'incident/' || i.id FROM incident i WHERE i.organisation_id = ${organisationId} AND i.agent = ${agent})
    SELECT e.id, e."index", e.at, e.kind, e.subject, e.actor, e.payload
    FROM about JOIN ledger_entry e ON e.organisation_id = ${organisationId} AND e.subject = about.subject
    WHERE EXISTS (SELECT FROM unnest(${begin}::text[]) b WHERE starts_with(e.kind, b))
      AND NOT EXISTS (SELECT FROM unnest(${but}::text[]) b WHERE starts_with(e.kind, b))
      AND (e.at, e.id) < (${at}::timestamptz, ${id})
    ORDER BY e.at DESC, e.id DESC LIMIT ${limit}`;
}

export interface UseRow {
  overrideId: string;
  decisionId: string;
  at: Date;
  clause: string | null;
  breakGlass: boolean;
  /** Number of the entry that seals the decision; null until it is sealed, or once the decision is pruned. */
  index: bigint | null;
}

/** Uses of a pact's overrides, the newest first, each with the number of the entry that seals its decision. */
export function overrideUses(
  tx: Tx,
  { organisationId, pact }: Of,
  breakGlass: boolean | null,
  limit: number,
  before?: HistoryCursor,
): Promise<UseRow[]> {
  const { at, id } = startOf(before);
  return tx.$queryRaw<UseRow[]>`
    SELECT u.override_id AS "overrideId", u.decision_id AS "decisionId", u.at, o.clause, o.break_glass AS "breakGlass",
      (SELECT e."index" FROM decision_segment s JOIN ledger_entry e ON e.organisation_id = s.organisation_id AND e.id = s.sealed_by
        WHERE s.organisation_id = u.organisation_id AND s.node = right(u.decision_id, 4)
          AND s.first_id <= u.decision_id AND s.last_id >= u.decision_id
        ORDER BY s.first_id DESC LIMIT 1) AS "index"
    FROM override_use u JOIN "override" o ON o.organisation_id = u.organisation_id AND o.id = u.override_id
    WHERE u.organisation_id = ${organisationId} AND o.pact = ${pact}
      AND (${breakGlass}::boolean IS NULL OR o.break_glass = ${breakGlass}::boolean)
      AND (u.at, u.decision_id) < (${at}::timestamptz, ${id})
    ORDER BY u.at DESC, u.decision_id DESC LIMIT ${limit}`;
}
