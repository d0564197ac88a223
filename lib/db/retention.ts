import type { Tx, Units } from "./client";

/** Organisations that keep decisions for so long and no longer. */
export async function limitedOrganisations(db: Units): Promise<string[]> {
  const rows = await db.system(
    (tx) =>
      tx.$queryRaw<{ id: string }[]>`SELECT id FROM organisation WHERE settings ->> 'decisionRetention' IS NOT NULL`,
  );
  return rows.map(({ id }) => id);
}

/** Segments taken away in one unit of work. */
const MOST = 500;

/**
 * Takes away sealed decisions that were all made before an instant, with their index rows: the ledger keeps their root, and
 * the rollups their counts. @returns how many, and whether there are more
 */
export async function pruneDecisions(
  tx: Tx,
  organisationId: string,
  before: Date,
): Promise<{ decisions: number; more: boolean }> {
  const gone = await tx.$queryRaw<{ count: number }[]>`
    DELETE FROM decision_segment s USING (
      SELECT first_id FROM decision_segment WHERE organisation_id = ${organisationId} AND to_at < ${before}
        AND sealed_by IS NOT NULL AND rolled ORDER BY to_at LIMIT ${MOST} FOR UPDATE SKIP LOCKED) AS old
    WHERE s.organisation_id = ${organisationId} AND s.first_id = old.first_id RETURNING s.count`;
  await tx.$executeRaw`
    DELETE FROM decision_index i WHERE i.organisation_id = ${organisationId} AND i.at < ${before} AND NOT EXISTS (
      SELECT 1 FROM decision_segment s WHERE s.organisation_id = i.organisation_id AND s.from_at <= i.at AND s.to_at >= i.at)`;
  return { decisions: gone.reduce((sum, { count }) => sum + count, 0), more: gone.length === MOST };
}
