import type { Tx } from "./client";

const DAY = 86_400_000;

export interface LedgerDay {
  /** Its first instant, UTC, ms. */
  day: number;
  entries: number;
}

/**
 * How many entries each of the last days added, the oldest first. Where a day begins is searched for among the numbers, which
 * grow with time: some 20 entries are looked at for each day, however long the ledger is.
 * @param size of the ledger @param now ms
 */
export async function ledgerDays(
  tx: Tx,
  organisationId: string,
  size: number,
  now: number,
  count: number,
): Promise<LedgerDay[]> {
  const today = Math.floor(now / DAY) * DAY;
  const days = Array.from({ length: count }, (_, i) => today - (count - 1 - i) * DAY);
  const rows = await tx.$queryRaw<{ place: number; first: number }[]>`
    WITH RECURSIVE search AS (
      SELECT place, day, 0 AS low, ${size}::int AS high
      FROM unnest(${days.map((day) => new Date(day))}::timestamptz[]) WITH ORDINALITY AS asked(day, place)
      UNION ALL
      SELECT place, day, CASE WHEN e.at < day THEN (low + high) / 2 + 1 ELSE low END,
        CASE WHEN e.at < day THEN high ELSE (low + high) / 2 END
      FROM search JOIN ledger_entry e ON e.organisation_id = ${organisationId} AND e."index" = (low + high) / 2
      WHERE low < high
    )
    SELECT place::int, low AS first FROM search WHERE low = high ORDER BY place`;
  return days.map((day, i) => {
    const [from, until] = [rows[i]?.first ?? size, rows[i + 1]?.first ?? size];
    return { day, entries: until - from };
  });
}
