import type { Verdict } from "@/lib/domain/decision";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import type { DecisionFilter } from "./decision-filter";
import { type DecisionRecord, fromBody } from "./segment";

/** A filter with both ends of its time given, ms. */
export type CountedRange = DecisionFilter & { from: number; to: number };

const { sql, join } = Prisma;

/** Conditions on an index row `i`. */
function indexed(organisationId: string, f: CountedRange): Prisma.Sql {
  const parts = [
    sql`i.organisation_id = ${organisationId} AND i.at >= ${new Date(f.from)} AND i.at < ${new Date(f.to)}`,
  ];
  if (f.agent) parts.push(sql`i.agent = ANY(${f.agent}::text[])`);
  if (f.workflow !== undefined) parts.push(sql`i.workflow = ${f.workflow}`);
  if (f.verdict) parts.push(sql`i.verdict = ANY(${f.verdict}::text[])`);
  if (f.permitted !== undefined) parts.push(sql`i.permitted = ${f.permitted}`);
  if (f.governed !== undefined) parts.push(sql`i.governed = ${f.governed}`);
  if (f.trigger) parts.push(sql`i.triggers && ${f.trigger}::text[]`);
  if (f.pact !== undefined) parts.push(sql`${f.pact} = ANY(i.pacts)`);
  if (f.clause) {
    const whole = f.clause.filter((key) => key.includes("/"));
    const ends = f.clause.filter((key) => !key.includes("/"));
    const key = f.pact === undefined ? sql`split_part(c, '/', 2)` : sql`c`;
    const named = f.pact === undefined ? ends : ends.map((end) => `${f.pact}/${end}`);
    parts.push(
      sql`(i.clauses && ${whole}::text[] OR EXISTS (SELECT 1 FROM unnest(i.clauses) c WHERE ${key} = ANY(${named}::text[])))`,
    );
  }
  return join(parts, " AND ");
}

/**
 * Whether plain allows can match. They have no index row; the segments' tallies know their agent, workflow and pacts
 * (those of segments sealed before 0051 do not know the pacts: filtered by pact, these are not counted).
 */
function countsAllows(f: DecisionFilter): boolean {
  const named = f.trigger ?? f.clause;
  return named === undefined && f.permitted !== false && f.governed !== false && (f.verdict?.includes("allow") ?? true);
}

/** How many segments that lie across the edge of a bucket are opened; the rest counts where it begins. */
const MOST_OPENED = 400;

/** Segments `s` of a range by whether all of their decisions are known to fall into one bucket. */
function segments(organisationId: string, { from, to }: Pick<CountedRange, "from" | "to">, bucketMs: number | null) {
  const within = sql`s.organisation_id = ${organisationId} AND s.to_at >= ${new Date(from)} AND s.from_at < ${new Date(to)}`;
  const inside = sql`s.from_at >= ${new Date(from)} AND s.to_at < ${new Date(to)}`;
  const whole =
    bucketMs === null
      ? inside
      : sql`${inside} AND ${bucketOf(sql`s.from_at`, bucketMs)} = ${bucketOf(sql`s.to_at`, bucketMs)}`;
  return { whole: sql`${within} AND ${whole}`, split: sql`${within} AND NOT (${whole})` };
}

const bucketOf = (at: Prisma.Sql, bucketMs: number) =>
  sql`floor(extract(epoch from ${at}) * 1000 / ${bucketMs}::float8)::float8`;

/** Conditions on one line `t` of a tally. */
function tallied(f: CountedRange): Prisma.Sql {
  const parts = [sql`t ->> 2 = 'allow'`];
  if (f.agent) parts.push(sql`t ->> 0 = ANY(${f.agent}::text[])`);
  if (f.workflow !== undefined) parts.push(sql`t ->> 1 = ${f.workflow}`);
  if (f.pact !== undefined) parts.push(sql`t -> 4 ? ${f.pact}`);
  return join(parts, " AND ");
}

/** Allows in segments that lie across an edge, one by one. */
async function splitAllows(tx: Tx, f: CountedRange, split: Prisma.Sql): Promise<DecisionRecord[]> {
  return (await recordsOf(tx, split)).filter(
    ({ request, answer }) =>
      answer.verdict === "allow" &&
      answer.decidedAt >= f.from &&
      answer.decidedAt < f.to &&
      (f.agent?.includes(request.agent) ?? true) &&
      (f.workflow === undefined || answer.workflow === f.workflow) &&
      (f.pact === undefined || answer.pacts.some(({ pact }) => pact === f.pact)),
  );
}

async function recordsOf(tx: Tx, split: Prisma.Sql): Promise<DecisionRecord[]> {
  const rows = await tx.$queryRaw<{ body: Uint8Array }[]>`
    SELECT s.body FROM decision_segment s WHERE ${split} ORDER BY s.to_at DESC LIMIT ${MOST_OPENED}`;
  return rows.flatMap(({ body }) => fromBody(body));
}

/** Rows of the index that the tallies do not count again. */
const notTallied = (f: DecisionFilter) => (countsAllows(f) ? sql`AND i.verdict <> 'allow'` : Prisma.empty);

/** Decisions per bucket and verdict. @param bucketMs width of a bucket */
export async function countByVerdict(
  tx: Tx,
  organisationId: string,
  f: CountedRange,
  bucketMs: number,
): Promise<{ at: number; verdict: Verdict; count: number }[]> {
  const rows = await tx.$queryRaw<{ bucket: number; verdict: Verdict; n: number }[]>`
    SELECT ${bucketOf(sql`i.at`, bucketMs)} AS bucket, i.verdict, count(*)::int AS n FROM decision_index i
    WHERE ${indexed(organisationId, f)} ${notTallied(f)} GROUP BY 1, 2`;
  const counts = rows.map(({ bucket, verdict, n }) => ({ at: bucket * bucketMs, verdict, count: n }));
  return countsAllows(f) ? [...counts, ...(await allowsByBucket(tx, organisationId, f, bucketMs))] : counts;
}

async function allowsByBucket(tx: Tx, organisationId: string, f: CountedRange, bucketMs: number) {
  const { whole, split } = segments(organisationId, f, bucketMs);
  const rows = await tx.$queryRaw<{ bucket: number; n: number }[]>`
    SELECT ${bucketOf(sql`s.from_at`, bucketMs)} AS bucket, sum((t ->> 3)::int)::int AS n
    FROM decision_segment s, jsonb_array_elements(s.tally) AS t WHERE ${whole} AND ${tallied(f)} GROUP BY 1`;
  const buckets = new Map(rows.map(({ bucket, n }) => [bucket, n]));
  for (const { answer } of await splitAllows(tx, f, split)) {
    const bucket = Math.floor(answer.decidedAt / bucketMs);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  return [...buckets].map(([bucket, count]) => ({ at: bucket * bucketMs, verdict: "allow" as const, count }));
}

/** Decisions of an agent in a workflow per verdict, from the tallies alone: only segments across the range's ends are opened. */
export async function countVerdicts(
  tx: Tx,
  organisationId: string,
  { agent, workflow, from, to }: { agent: string; workflow: string; from: number; to: number },
): Promise<Record<Verdict, number>> {
  const { whole, split } = segments(organisationId, { from, to }, null);
  const rows = await tx.$queryRaw<{ verdict: Verdict; n: number }[]>`
    SELECT t ->> 2 AS verdict, sum((t ->> 3)::int)::int AS n
    FROM decision_segment s, jsonb_array_elements(s.tally) AS t
    WHERE ${whole} AND t ->> 0 = ${agent} AND t ->> 1 = ${workflow} GROUP BY 1`;
  const counts: Record<Verdict, number> = { allow: 0, degrade: 0, review: 0, block: 0 };
  for (const { verdict, n } of rows) counts[verdict] = n;
  for (const { request, answer } of await recordsOf(tx, split)) {
    const within = answer.decidedAt >= from && answer.decidedAt < to;
    if (within && request.agent === agent && answer.workflow === workflow) counts[answer.verdict]++;
  }
  return counts;
}

/** How many values a facet shows. */
const MOST = 12;

interface Facet {
  value: string;
  count: number;
}

/** Decisions per agent, the busiest first. */
export async function countByAgent(tx: Tx, organisationId: string, f: CountedRange): Promise<Facet[]> {
  const rows = await tx.$queryRaw<Facet[]>`
    SELECT i.agent AS value, count(*)::int AS count FROM decision_index i
    WHERE ${indexed(organisationId, f)} ${notTallied(f)} GROUP BY 1`;
  const counts = new Map(rows.map(({ value, count }) => [value, count]));
  const add = (agent: string, n: number) => counts.set(agent, (counts.get(agent) ?? 0) + n);
  if (countsAllows(f)) {
    const { whole, split } = segments(organisationId, f, null);
    const allows = await tx.$queryRaw<Facet[]>`
      SELECT t ->> 0 AS value, sum((t ->> 3)::int)::int AS count
      FROM decision_segment s, jsonb_array_elements(s.tally) AS t WHERE ${whole} AND ${tallied(f)} GROUP BY 1`;
    for (const { value, count } of allows) add(value, count);
    for (const { request } of await splitAllows(tx, f, split)) add(request.agent, 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
    .slice(0, MOST);
}

/** Decisions per trigger, or per clause as `pact/key`, the most frequent first. */
export async function countByReason(
  tx: Tx,
  organisationId: string,
  f: CountedRange,
  what: "triggers" | "clauses",
): Promise<Facet[]> {
  const values = what === "triggers" ? sql`i.triggers` : sql`i.clauses`;
  return tx.$queryRaw<Facet[]>`
    SELECT value, count(*)::int AS count FROM decision_index i, unnest(${values}) AS value
    WHERE ${indexed(organisationId, f)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST}`;
}
