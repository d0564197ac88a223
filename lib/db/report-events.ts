import { Prisma } from "@/lib/generated/prisma/client";
import type { ActorRecord } from "./rows";
import type { Reading } from "./together";

const { sql } = Prisma;

/** Kinds of entries by what a report lists them under; `%` stands for any end. */
const LISTS = {
  downgrades: [
    ...["clause.failed", "clause.stale", "clause.restored", "drift.%", "incident.%"],
    ...["grant.lowered", "grant.fell_back", "grant.ended", "grant.raised"],
  ],
  exceptions: ["override.%", "exception.%"],
  versions: ["pact.published"],
} as const;
export type ReportList = keyof typeof LISTS;

export interface ReportEntry {
  list: ReportList;
  /** Its number in the ledger; null until it has one. */
  number: number | null;
  at: string;
  kind: string;
  actor: ActorRecord | null;
  payload: Record<string, unknown> | null;
  /** Entries of its list in all. */
  total: number;
}

/** Everything that entries about a pact and its agent are about; clauses of all its versions. */
function subjects(organisationId: string, pact: string) {
  const agent = sql`(SELECT agent FROM pact_version WHERE organisation_id = ${organisationId} AND pact = ${pact} AND state = 'live')`;
  return sql`
    SELECT ${`pact/${pact}`} UNION SELECT 'agent/' || ${agent}
    UNION SELECT 'clause/' || v.pact || '/' || (c ->> 'key') FROM pact_version v, jsonb_array_elements(v.document -> 'clauses') c
      WHERE v.organisation_id = ${organisationId} AND v.pact = ${pact} AND v.live_at IS NOT NULL
    UNION SELECT 'override/' || id FROM "override" WHERE organisation_id = ${organisationId} AND pact = ${pact}
    UNION SELECT 'incident/' || id FROM incident WHERE organisation_id = ${organisationId} AND agent = ${agent}
    UNION SELECT 'exception/' || id FROM exception WHERE organisation_id = ${organisationId} AND agent = ${agent}`;
}

/**
 * What the ledger holds of downgrades, overrides, exceptions and versions of a pact in force and its agent, the newest first.
 * @param most of each list; `total` counts the rest too
 */
export const reportEntries = (
  organisationId: string,
  pact: string,
  { from, to }: { from: number; to: number },
  most: number,
): Reading<ReportEntry[]> => ({
  select: sql`
    SELECT list, "index" AS number, at, kind, actor, payload, total FROM (
      SELECT e.*, row_number() OVER (PARTITION BY list ORDER BY e.seq DESC) AS place, (count(*) OVER (PARTITION BY list))::int AS total
      FROM (
        SELECT *, CASE WHEN kind LIKE ANY(${[...LISTS.exceptions]}::text[]) THEN 'exceptions'
          WHEN kind LIKE ANY(${[...LISTS.versions]}::text[]) THEN 'versions' ELSE 'downgrades' END AS list
        FROM ledger_entry
        WHERE organisation_id = ${organisationId} AND at >= ${new Date(from)} AND at <= ${new Date(to)}
          AND subject IN (${subjects(organisationId, pact)})
          AND kind LIKE ANY(${[...LISTS.downgrades, ...LISTS.exceptions, ...LISTS.versions]}::text[])
      ) AS e
    ) AS ranked WHERE place <= ${most} ORDER BY seq DESC`,
  of: (rows) => rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() })),
});
