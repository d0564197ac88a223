import type { Renewed } from "@/lib/domain/report-days";
import type { Tx } from "./client";

/** Whose evidence, and each clause's freshness window in ms. */
export interface GapsOf {
  pact: string;
  agent: string;
  windows: ReadonlyMap<string, number>;
}

interface Row {
  clause: string;
  at: Date;
  next: Date | null;
  first: boolean;
}

/**
 * When evidence that renews was there, and after which records it was not renewed in time: from the last record before `from`
 * on. The database walks the records; what comes back grows with the gaps, not with the evidence.
 * @param from ms; @param to ms
 */
export async function evidenceGaps(
  tx: Tx,
  organisationId: string,
  { pact, agent, windows }: GapsOf,
  from: number,
  to: number,
): Promise<Map<string, Renewed>> {
  const [since, until] = [new Date(from), new Date(to)];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT clause, at, next, first FROM (
      SELECT w.clause, w.ms, e.at, lead(e.at) OVER walk AS next, lag(e.at) OVER walk IS NULL AS first
      FROM unnest(${[...windows.keys()]}::text[], ${[...windows.values()]}::float8[]) AS w(clause, ms)
      CROSS JOIN LATERAL (
        SELECT max(l.observed_at) AS at FROM evidence l
        WHERE l.organisation_id = ${organisationId} AND l.pact = ${pact} AND l.clause = w.clause AND l.agent = ${agent}
          AND l.counts AND l.passing AND l.observed_at < ${since}
      ) AS before
      CROSS JOIN LATERAL (
        SELECT i.observed_at AS at FROM evidence i
        WHERE i.organisation_id = ${organisationId} AND i.pact = ${pact} AND i.clause = w.clause AND i.agent = ${agent}
          AND i.counts AND i.passing AND i.observed_at >= ${since} AND i.observed_at <= ${until}
        UNION ALL SELECT before.at WHERE before.at IS NOT NULL
      ) AS e
      WINDOW walk AS (PARTITION BY w.clause ORDER BY e.at)
    ) AS walked WHERE first OR next IS NULL OR extract(epoch FROM next - at) * 1000 > ms ORDER BY clause, at`;
  const found = new Map<string, Renewed>();
  for (const { clause, at, next, first } of rows) {
    const of = found.get(clause) ?? { first: null, gaps: [] };
    if (first) of.first = at.getTime();
    of.gaps.push({ after: at.getTime(), until: next?.getTime() ?? null });
    found.set(clause, of);
  }
  return found;
}
