import type { Verdict } from "@/lib/domain/decision";
import type { Tx } from "./client";
import { type DecisionRecord, fromBody } from "./segment";

/** Which decisions a list wants: every given field must match, by any of its values. Instants in ms. */
export interface DecisionFilter {
  agent?: string[];
  pact?: string;
  /** Keys of clauses, as `pact/key` or, with `pact` or where any pact will do, as `key`. */
  clause?: string[];
  verdict?: Verdict[];
  trigger?: string[];
  workflow?: string;
  permitted?: boolean;
  governed?: boolean;
  from?: number;
  to?: number;
}

/** The decision with this id, or null. */
export async function findDecision(tx: Tx, organisationId: string, id: string): Promise<DecisionRecord | null> {
  const segment = await tx.decisionSegment.findFirst({
    where: { organisationId, node: id.slice(-4), firstId: { lte: id }, lastId: { gte: id } },
    orderBy: { firstId: "desc" },
    select: { body: true },
  });
  return segment ? (fromBody(segment.body).find((record) => record.id === id) ?? null) : null;
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
  const segments = await tx.$queryRaw<{ body: Uint8Array }[]>`
    SELECT DISTINCT ON (s.first_id) s.body FROM unnest(${[...ids]}::text[]) AS wanted(id)
    JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.node = right(wanted.id, 4)
      AND s.first_id <= wanted.id AND s.last_id >= wanted.id`;
  const found = new Map(segments.flatMap((s) => fromBody(s.body)).map((record) => [record.id, record]));
  return ids.map((id) => found.get(id)).filter((record): record is DecisionRecord => record !== undefined);
}

/** Whether only decisions with an index row can match: anything but plain allows. */
function needsIndex(filter: DecisionFilter): boolean {
  return (
    filter.trigger !== undefined ||
    filter.clause !== undefined ||
    filter.governed === false ||
    filter.permitted === false ||
    (filter.verdict !== undefined && !filter.verdict.includes("allow"))
  );
}

/**
 * Newest first, `limit` at most, those before `before` (an id) where given.
 */
export async function listDecisions(
  tx: Tx,
  organisationId: string,
  filter: DecisionFilter,
  limit: number,
  before?: string,
): Promise<DecisionRecord[]> {
  return needsIndex(filter)
    ? listIndexed(tx, organisationId, filter, limit, before)
    : scan(tx, organisationId, filter, limit, before);
}

async function listIndexed(
  tx: Tx,
  organisationId: string,
  f: DecisionFilter,
  limit: number,
  before?: string,
): Promise<DecisionRecord[]> {
  const whole = f.clause === undefined || f.clause.every((clause) => f.pact || clause.includes("/"));
  const named = (clause: string) => f.clause?.some((key) => clause === key || clause.endsWith(`/${key}`));
  const where = {
    organisationId,
    agent: f.agent && { in: f.agent },
    workflow: f.workflow,
    permitted: f.permitted,
    governed: f.governed,
    verdict: f.verdict ? { in: f.verdict } : undefined,
    triggers: f.trigger && { hasSome: f.trigger },
    pacts: f.pact ? { has: f.pact } : undefined,
    at: instants(f),
    clauses: f.clause && whole ? { hasSome: f.clause.map((key) => ofPact(key, f.pact)) } : undefined,
  };
  const found: string[] = [];
  // Keys without their pact are looked for row by row: as many pages of the index as the answer takes.
  for (let from = before; ; ) {
    const take = whole ? limit : Math.max(limit, INDEX_STEP);
    const rows = await tx.decisionIndex.findMany({
      where: { ...where, id: from === undefined ? undefined : { lt: from } },
      orderBy: { id: "desc" },
      take,
      select: { id: true, clauses: true },
    });
    found.push(...rows.filter((row) => whole || row.clauses.some(named)).map((row) => row.id));
    from = rows.at(-1)?.id;
    if (rows.length < take || found.length >= limit) break;
  }
  return findDecisions(tx, organisationId, found.slice(0, limit));
}

const INDEX_STEP = 500;
const instants = ({ from, to }: DecisionFilter) => ({
  gte: from === undefined ? undefined : new Date(from),
  lt: to === undefined ? undefined : new Date(to),
});

/** A clause's key with its pact, as the index has it. */
const ofPact = (key: string, pact: string | undefined): string => (key.includes("/") ? key : `${pact}/${key}`);

function matches({ request, answer }: DecisionRecord, f: DecisionFilter): boolean {
  return (
    (f.agent === undefined || f.agent.includes(request.agent)) &&
    (f.workflow === undefined || answer.workflow === f.workflow) &&
    (f.pact === undefined || answer.pacts.some((p) => p.pact === f.pact)) &&
    (f.verdict === undefined || f.verdict.includes(answer.verdict)) &&
    (f.permitted === undefined || answer.permitted === f.permitted) &&
    (f.governed === undefined || answer.governed === f.governed) &&
    (f.from === undefined || answer.decidedAt >= f.from) &&
    (f.to === undefined || answer.decidedAt < f.to)
  );
}

/** Reads segments from the newest back, as many as the page takes. Segments of several nodes overlap: they are merged by id. */
async function scan(
  tx: Tx,
  organisationId: string,
  f: DecisionFilter,
  limit: number,
  before?: string,
): Promise<DecisionRecord[]> {
  const found: DecisionRecord[] = [];
  const STEP = 40;
  let upTo: { lastId: string } | null = null;
  for (;;) {
    const segments: { firstId: string; lastId: string; body: Uint8Array }[] = await tx.decisionSegment.findMany({
      where: {
        organisationId,
        firstId: before ? { lt: before } : undefined,
        lastId: upTo ? { lt: upTo.lastId } : undefined,
        agents: f.agent && { hasSome: f.agent },
        toAt: f.from !== undefined ? { gte: new Date(f.from) } : undefined,
        fromAt: f.to !== undefined ? { lt: new Date(f.to) } : undefined,
      },
      orderBy: { lastId: "desc" },
      take: STEP,
      select: { firstId: true, lastId: true, body: true },
    });
    for (const segment of segments) {
      for (const record of fromBody(segment.body))
        if ((!before || record.id < before) && matches(record, f)) found.push(record);
    }
    found.sort((a, b) => (a.id < b.id ? 1 : -1));
    const last = segments.at(-1);
    if (!last || segments.length < STEP) return found.slice(0, limit);
    // Whatever is older than the oldest segment read ends before it; what we hold above that line is final.
    const final = found.filter((record) => record.id > last.lastId);
    if (final.length >= limit) return final.slice(0, limit);
    upTo = { lastId: last.lastId };
  }
}
