import type { Review } from "@/lib/generated/prisma/client";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";

/** Whose turn it is has not been told: turns as domain/review-turn.ts reckons them, which has the last word. */
const untold = (now: Date) => Prisma.sql`
  state = 'pending' AND told < 3 AND expires_at > ${now} AND told <= greatest(escalated,
    floor(3 * extract(epoch FROM ${now}::timestamptz - created_at) / greatest(extract(epoch FROM expires_at - created_at), 0.001))::int)`;

/** @param most at most so many */
export async function organisationsWithReviews(db: Units, now: number, most: number): Promise<string[]> {
  const rows = await db.system(
    (tx) => tx.$queryRaw<{ organisation: string }[]>`
      SELECT DISTINCT organisation_id AS organisation FROM review WHERE ${untold(new Date(now))} LIMIT ${most}`,
  );
  return rows.map(({ organisation }) => organisation);
}

/** The earliest first. */
export async function untoldReviews(tx: Tx, organisationId: string, now: number, most: number): Promise<Review[]> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM review WHERE organisation_id = ${organisationId} AND ${untold(new Date(now))} ORDER BY id LIMIT ${most}`;
  const where = { organisationId, id: { in: ids.map(({ id }) => id) } };
  return tx.review.findMany({ where, orderBy: { id: "asc" } });
}
