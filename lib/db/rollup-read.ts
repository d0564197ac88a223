/** Decisions counted by kind over a stretch of time: rollups, and the last second from its segments. */
import type { DecisionKind } from "@/lib/domain/decision-kind";
import type { MetricScope } from "@/lib/domain/metric";
import type { PactDocument } from "@/lib/domain/pact";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { floorTo, GRAINS, type Grain, programsOf } from "./rollup";
import { type Counts, countLines } from "./rollup-count";
import { linesOf } from "./segment";

const { sql, join, empty } = Prisma;

/** A window begins with a full minute; one of a day or more with a full hour (UTC). @returns ms */
export function windowStart(from: number, now: number): number {
  return floorTo(from, now - from < GRAINS.day ? "minute" : "hour");
}

/** Rows of which grain, no coarser than `by`, cover `[from, to)`; both ends fall on full minutes. */
function pieces(from: number, to: number, by: "hour" | "day"): { grain: Grain; from: number; to: number }[] {
  const found: { grain: Grain; from: number; to: number }[] = [];
  const ceil = (at: number, grain: Grain) => floorTo(at + GRAINS[grain] - 1, grain);
  const cover = (start: number, end: number, grains: readonly Grain[]) => {
    const [grain, ...finer] = grains;
    if (!grain || start >= end) return;
    const [first, last] = [ceil(start, grain), floorTo(end, grain)];
    if (first >= last) return cover(start, end, finer);
    cover(start, first, finer);
    found.push({ grain, from: first, to: last });
    cover(last, end, finer);
  };
  cover(from, to, by === "day" ? ["day", "hour", "minute"] : ["hour", "minute"]);
  return found;
}

/** Conditions on a kind `k`. */
function scoped({ agent, workflow, pact }: MetricScope): Prisma.Sql {
  return sql`${agent === undefined ? empty : sql`AND k.agent = ${agent}`}
    ${workflow === undefined ? empty : sql`AND k.workflow = ${workflow}`}
    ${pact === undefined ? empty : sql`AND ${pact} = ANY(k.pacts)`}`;
}

const inScope = (kind: DecisionKind, { agent, workflow, pact }: MetricScope) =>
  (agent === undefined || kind.agent === agent) &&
  (workflow === undefined || kind.workflow === workflow) &&
  (pact === undefined || kind.pacts.includes(pact));

/** Decisions of one kind, and where asked for, of one hour or day. */
export interface Counted extends DecisionKind {
  /** Start of its bucket, ms; 0: over the whole stretch. */
  at: number;
  count: number;
}

/** Sealed segments that wait to be counted are opened, newest first; there are some only just after migration 0210. */
const MOST_OPENED = 2_000;

/**
 * Decisions by kind, exact up to what is committed.
 * @param stretch ms; from falls on a full minute (`windowStart`), `to` is taken to the end of its minute
 * @param by the length of buckets; null: one for all
 */
export async function countKinds(
  tx: Tx,
  organisationId: string,
  { from, to }: { from: number; to: number },
  scope: MetricScope = {},
  by: "hour" | "day" | null = null,
): Promise<Counted[]> {
  const end = floorTo(to + GRAINS.minute - 1, "minute");
  const covering = pieces(from, end, by ?? "day");
  if (covering.length === 0) return [];
  const bucket =
    by === null ? sql`0::float8` : sql`floor(extract(epoch from at) * 1000 / ${GRAINS[by]}::float8)::float8`;
  const parts = covering.map(
    (piece) => sql`SELECT kind, ${bucket} AS bucket, sum(count) AS count FROM decision_rollup
      WHERE organisation_id = ${organisationId} AND grain = ${piece.grain} AND at >= ${new Date(piece.from)} AND at < ${new Date(piece.to)}
      GROUP BY 1, 2`,
  );
  // One statement, so one snapshot: what is sealed meanwhile is in the one half or in the other.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT k.agent, k.workflow, k.action, k.verdict, k.trigger, k.mode, k.permitted, k.governed, k.rested, k.pacts,
      r.bucket, sum(r.count)::float8 AS count, NULL::bytea AS body
    FROM (${join(parts, " UNION ALL ")}) r
    JOIN decision_kind k ON k.organisation_id = ${organisationId} AND k.kind = r.kind
    WHERE true ${scoped(scope)} GROUP BY k.kind, k.organisation_id, r.bucket
    UNION ALL (SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, body FROM decision_segment
      WHERE organisation_id = ${organisationId} AND sealed_by IS NULL AND to_at >= ${new Date(from)})
    UNION ALL (SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, body FROM decision_segment
      WHERE organisation_id = ${organisationId} AND sealed_by IS NOT NULL AND NOT rolled AND to_at >= ${new Date(from)}
      ORDER BY first_id DESC LIMIT ${MOST_OPENED})`;
  const counted = rows.flatMap(({ bucket, body, ...row }): Counted[] =>
    body === null ? [{ ...row, at: by === null ? 0 : bucket * GRAINS[by] }] : [],
  );
  const waiting = await countWaiting(
    tx,
    organisationId,
    from,
    rows.flatMap(({ body }) => body ?? []),
  );
  for (const { kind, minutes } of waiting.values()) {
    if (!inScope(kind, scope)) continue;
    for (const [minute, count] of minutes) {
      const at = minute * GRAINS.minute;
      if (at < end) counted.push({ ...kind, at: by === null ? 0 : floorTo(at, by), count });
    }
  }
  return counted;
}

/** A kind with its count, or the body of a segment. */
type Row = DecisionKind & { bucket: number; count: number; body: Uint8Array | null };

/** What no rollup counts yet. */
async function countWaiting(tx: Tx, organisationId: string, from: number, bodies: Uint8Array[]): Promise<Counts> {
  const counts: Counts = new Map();
  if (bodies.length === 0) return counts;
  const segments = bodies.map(linesOf);
  const programs = await programsOf(segments.flat(), async (hashes) => {
    const found = await tx.pactVersion.findMany({
      where: { organisationId, hash: { in: hashes } },
      select: { hash: true, document: true },
    });
    return found.map(({ hash, document }) => ({ hash, document: document as unknown as PactDocument }));
  });
  for (const lines of segments) countLines(lines, programs, counts, from);
  return counts;
}

/** The sum of the counts that fit. */
export const total = (counted: readonly Counted[], fits: (one: Counted) => boolean = () => true): number =>
  counted.reduce((sum, one) => (fits(one) ? sum + one.count : sum), 0);
