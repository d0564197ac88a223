import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import type { ReviewChange, ReviewRow } from "@/lib/db/standing-rows";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import { reviewShown } from "@/lib/domain/shown";

/** What a person's word on a held decision says. */
export const reviewWord = z.strictObject({ reason: text(2000).optional() });
export const settleReviewInput = z.strictObject({ id: identifier, ...reviewWord.shape });

/** The review, if it still waits. @throws SuretyError not_found, conflict where it is settled or its time is over */
export async function findPending(tx: Tx, organisationId: string, id: string, now: number): Promise<ReviewRow> {
  const row = await tx.review.findUnique({ where: { organisationId_id: { organisationId, id } } });
  if (!row) throw notFound();
  const state = reviewShown({ state: row.state, expiresAt: row.expiresAt.getTime() }, now);
  if (state === "expired")
    throw conflict(`This review expired at ${row.expiresAt.toISOString()}. The agent has to ask again.`);
  if (state !== "pending") throw conflict(`This review was ${state} at ${row.settledAt?.toISOString()}.`);
  return row;
}

/** Settles it, if nobody did meanwhile. @throws SuretyError conflict */
export async function settle(tx: Tx, row: ReviewRow, now: number, data: ReviewChange): Promise<ReviewRow> {
  const { organisationId, id } = row;
  const where = { organisationId, id, state: "pending", expiresAt: { gt: new Date(now) } };
  const { count } = await tx.review.updateMany({ where, data: { ...data, settledAt: new Date(now) } });
  if (count === 0) throw conflict("This review was settled at this very moment.");
  return tx.review.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
}
