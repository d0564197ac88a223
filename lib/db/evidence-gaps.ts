import type { Renewed } from "@/lib/domain/report-days";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Reading } from "./together";

/** Whose evidence, and each clause's freshness window in ms. */
export interface GapsOf {
  pact: string;
  agent: string;
  windows: ReadonlyMap<string, number>;
}

interface Row {
  clause: string;
  at: string;
  next: string | null;
  first: boolean;
}

/**
 * When evidence that renews was there, and after which records it was not renewed in time: from the last record before `from`
 * on. The database walks the records; what comes back grows with the gaps, not with the evidence.
 * @param from ms; @param to ms
 */
export function evidenceGaps(
  organisationId: string,
  { pact, agent, windows }: GapsOf,
  from: number,
  to: number,
): Reading<Map<string, Renewed>> {
  const [since, until] = [new Date(from), new Date(to)];
  const select = Prisma.sql`
    SELECT w.clause, walked.at, walked.next, walked.first
    FROM unnest(${[...windows.keys()]}::text[], ${[...windows.values()]}::float8[]) AS w(clause, ms)
    CROSS JOIN LATERAL (
      SELECT max(l.observed_at) AS at FROM evidence l
      WHERE l.organisation_id = ${organisationId} AND l.pact = ${pact} AND l.clause = w.clause AND l.agent = ${agent}
        AND l.counts AND l.passing AND l.observed_at < ${since}
    ) AS before
    CROSS JOIN LATERAL (
      SELECT e.at, lead(e.at) OVER walk AS next, lag(e.at) OVER walk IS NULL AS first FROM (
        SELECT i.observed_at AS at FROM evidence i
        WHERE i.organisation_id = ${organisationId} AND i.pact = ${pact} AND i.clause = w.clause AND i.agent = ${agent}
          AND i.counts AND i.passing AND i.observed_at >= ${since} AND i.observed_at <= ${until}
        UNION ALL SELECT before.at WHERE before.at IS NOT NULL
      ) AS e WINDOW walk AS (ORDER BY e.at)
    ) AS walked
    WHERE walked.first OR walked.next IS NULL OR walked.next - walked.at > w.ms * interval '1 millisecond'
    ORDER BY w.clause, walked.at`;
  return { select, of: renewedOf };
}

function renewedOf(rows: readonly Row[]): Map<string, Renewed> {
  const found = new Map<string, Renewed>();
  for (const { clause, at, next, first } of rows) {
    const of = found.get(clause) ?? { first: null, gaps: [] };
    if (first) of.first = Date.parse(at);
    of.gaps.push({ after: Date.parse(at), until: next === null ? null : Date.parse(next) });
    found.set(clause, of);
  }
  return found;
}
