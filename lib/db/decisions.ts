import type { Tx } from "./client";
import type { DecisionFilter } from "./decision-filter";
import { decisionsIn } from "./decision-search";
import { type DecisionRecord, fromBody } from "./segment";
import { bodiesOf, type Head, segmentHeads } from "./segment-heads";

/** An id as it stands in a line. */
const idText = (id: string) => `"id":${JSON.stringify(id)}`;

/** The decision with this id, or null. */
export async function findDecision(tx: Tx, organisationId: string, id: string): Promise<DecisionRecord | null> {
  const segment = await tx.decisionSegment.findFirst({
    where: { organisationId, node: id.slice(-4), firstId: { lte: id }, lastId: { gte: id } },
    orderBy: { firstId: "desc" },
    select: { body: true },
  });
  const named = segment ? fromBody(segment.body, undefined, () => [idText(id)]) : [];
  // A request may carry the id of another decision.
  return named.find((record) => record.id === id) ?? null;
}

/**
 * Bodies of the segments that hold the newest decisions of these agents, the newest first: enough for `most` of them.
 * @param range ms; `[from, to)`
 */
export async function newestSegments(
  tx: Tx,
  organisationId: string,
  agents: readonly string[],
  range: { from?: number; to?: number },
  most: number,
): Promise<Uint8Array[]> {
  const from = range.from === undefined ? null : new Date(range.from);
  const to = range.to === undefined ? null : new Date(range.to);
  // How many are of these agents stands in each segment's tally: only bodies that are needed are read. One that lies
  // across the end of the range may hold none of it.
  const rows = await tx.$queryRaw<{ body: Uint8Array }[]>`
    WITH own AS (
      SELECT first_id, last_id, CASE WHEN ${to}::timestamptz IS NULL OR to_at < ${to} THEN
        (SELECT coalesce(sum((t ->> 3)::int), 0) FROM jsonb_array_elements(tally) AS t WHERE t ->> 0 = ANY(${[...agents]}::text[]))
        ELSE 0 END AS decisions
      FROM decision_segment
      WHERE organisation_id = ${organisationId} AND agents && ${[...agents]}::text[]
        AND (${from}::timestamptz IS NULL OR to_at >= ${from}) AND (${to}::timestamptz IS NULL OR from_at < ${to})),
    counted AS (
      SELECT first_id, sum(decisions) OVER (ORDER BY last_id DESC, first_id DESC) - decisions AS newer FROM own)
    SELECT s.body FROM counted JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.first_id = counted.first_id
    WHERE counted.newer < ${most} ORDER BY s.last_id DESC`;
  return rows.map(({ body }) => body);
}

/** Several by id, in the order asked; ids that do not exist are left out. */
export async function findDecisions(tx: Tx, organisationId: string, ids: readonly string[]): Promise<DecisionRecord[]> {
  if (ids.length === 0) return [];
  const segments = await tx.$queryRaw<{ body: Uint8Array; wanted: string[] }[]>`
    SELECT s.body, w.wanted FROM (
      SELECT s.first_id, array_agg(wanted.id) AS wanted FROM unnest(${[...ids]}::text[]) AS wanted(id)
      CROSS JOIN LATERAL (
        SELECT first_id FROM decision_segment
        WHERE organisation_id = ${organisationId} AND node = right(wanted.id, 4) AND first_id <= wanted.id
        ORDER BY first_id DESC LIMIT 1
      ) s GROUP BY s.first_id
    ) w JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.first_id = w.first_id`;
  const named = segments.flatMap(({ body, wanted }) => fromBody(body, undefined, () => wanted.map(idText)));
  const found = new Map(named.map((record) => [record.id, record]));
  return ids.map((id) => found.get(id)).filter((record): record is DecisionRecord => record !== undefined);
}

/** Of some heads, newest first, as many as should fill a page that lacks `lacking` decisions; one at least. */
function filling(heads: readonly Head[], lacking: number): number {
  let sum = 0;
  const last = heads.findIndex(({ matched }) => {
    sum += matched;
    return sum >= lacking;
  });
  return last < 0 ? heads.length : last + 1;
}

/** `decisionsIn`, here or elsewhere. */
export type Search = (...asked: Parameters<typeof decisionsIn>) => DecisionRecord[] | Promise<DecisionRecord[]>;

/**
 * Newest first, `limit` at most, those before `before` (an id) where given. Segments of several nodes overlap: merged by id.
 * @param search opens the bodies; without it, on this thread
 */
export async function listDecisions(
  tx: Tx,
  organisationId: string,
  filter: DecisionFilter,
  limit: number,
  before?: string,
  search: Search = decisionsIn,
): Promise<DecisionRecord[]> {
  const found: DecisionRecord[] = [];
  for await (const { heads, end } of segmentHeads(tx, organisationId, filter, before)) {
    for (let rest = heads; rest.length > 0; ) {
      const opened = filling(rest, limit - found.length);
      const bodies = await bodiesOf(tx, organisationId, rest.slice(0, opened));
      rest = rest.slice(opened);
      for (const record of await search(bodies, filter, before)) found.push(record);
      // Whatever is in the segments not read is no newer than their newest: what we hold above that line is final.
      const line = rest[0]?.lastId ?? end ?? "";
      const final = found.filter(({ id }) => id > line);
      if (final.length >= limit) return newestFirst(final).slice(0, limit);
    }
  }
  return newestFirst(found).slice(0, limit);
}

const newestFirst = (records: DecisionRecord[]) => records.sort((a, b) => (a.id < b.id ? 1 : -1));
