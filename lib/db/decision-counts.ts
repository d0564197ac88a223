import type { Verdict } from "@/lib/domain/decision";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import type { DecisionFilter } from "./decisions";

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
 * Whether plain allows can match. They have no index row; the segments' tallies know their agent and workflow, but not
 * their pacts: filtered by pact, they are not counted.
 */
export function countsAllows(f: DecisionFilter): boolean {
  const named = f.trigger ?? f.clause ?? f.pact;
  return named === undefined && f.permitted !== false && f.governed !== false && (f.verdict?.includes("allow") ?? true);
}

/** Conditions on a segment `s` and one line `t` of its tally. */
function tallied(organisationId: string, f: CountedRange): Prisma.Sql {
  const parts = [
    sql`s.organisation_id = ${organisationId} AND s.to_at >= ${new Date(f.from)} AND s.from_at < ${new Date(f.to)}`,
    sql`t ->> 2 = 'allow'`,
  ];
  if (f.agent) parts.push(sql`t ->> 0 = ANY(${f.agent}::text[])`);
  if (f.workflow !== undefined) parts.push(sql`t ->> 1 = ${f.workflow}`);
  return join(parts, " AND ");
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
  const bucket = (at: Prisma.Sql) => sql`floor(extract(epoch from ${at}) * 1000 / ${bucketMs}::float8)::float8`;
  const rows = await tx.$queryRaw<{ bucket: number; verdict: Verdict; n: number }[]>`
    SELECT ${bucket(sql`i.at`)} AS bucket, i.verdict, count(*)::int AS n FROM decision_index i
    WHERE ${indexed(organisationId, f)} ${notTallied(f)} GROUP BY 1, 2`;
  const allows = countsAllows(f)
    ? await tx.$queryRaw<{ bucket: number; n: number }[]>`
        SELECT ${bucket(sql`greatest(s.from_at, ${new Date(f.from)})`)} AS bucket, sum((t ->> 3)::int)::int AS n
        FROM decision_segment s, jsonb_array_elements(s.tally) AS t WHERE ${tallied(organisationId, f)} GROUP BY 1`
    : [];
  return [...rows, ...allows.map((row) => ({ ...row, verdict: "allow" as const }))].map(({ bucket, verdict, n }) => ({
    at: bucket * bucketMs,
    verdict,
    count: n,
  }));
}

/** How many values a facet shows. */
const MOST = 12;

interface Facet {
  value: string;
  count: number;
}

/** Decisions per agent, the busiest first. */
export async function countByAgent(tx: Tx, organisationId: string, f: CountedRange): Promise<Facet[]> {
  const allows = countsAllows(f)
    ? sql`UNION ALL SELECT t ->> 0, (t ->> 3)::int FROM decision_segment s, jsonb_array_elements(s.tally) AS t
          WHERE ${tallied(organisationId, f)}`
    : Prisma.empty;
  return tx.$queryRaw<Facet[]>`
    SELECT value, sum(n)::int AS count FROM (
      SELECT i.agent AS value, 1 AS n FROM decision_index i WHERE ${indexed(organisationId, f)} ${notTallied(f)} ${allows}
    ) AS all_of GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST}`;
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
