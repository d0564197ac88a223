import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import type { ReviewChange, ReviewRow } from "@/lib/db/review-rows";
import { actorOf } from "@/lib/db/rows";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import { CLAIM_MS, claimHolds } from "@/lib/domain/review-turn";
import type { Actor } from "@/lib/domain/roles";
import { reviewShown } from "@/lib/domain/shown";

/** What a person's word on a held decision says. */
export const reviewWord = z.strictObject({ reason: text(2000).optional() });
export const settleReviewInput = z.strictObject({ id: identifier, ...reviewWord.shape });

/** The review, if it still waits. @throws SuretyError not_found, conflict where it is settled or its time is over */
export async function findPending(tx: Tx, organisationId: string, id: string, now: number): Promise<ReviewRow> {
  const row = await tx.review.findUnique({ where: { organisationId_id: { organisationId, id } } });
  if (!row) throw notFound();
  const state = reviewShown({ state: row.state, expiresAt: row.expiresAt.getTime() }, now);
  if (row.state === "expired") throw runOver();
  if (state === "expired")
    throw conflict(`This review expired at ${row.expiresAt.toISOString()}. The agent has to ask again.`);
  if (state !== "pending") throw conflict(`This review was ${state} at ${row.settledAt?.toISOString()}.`);
  return row;
}

const runOver = () => conflict("The run that asked is over. Nothing that it asked for is approved any more.");

/** Refuses what somebody else has taken up. */
export function refuseClaimed(row: ReviewRow, actor: Actor, now: number): void {
  const claimedAt = row.claimedAt?.getTime() ?? null;
  if (row.claimedById === null || row.claimedById === actor.id || !claimHolds({ claimedAt }, now)) return;
  const until = new Date((claimedAt ?? now) + CLAIM_MS).toISOString();
  throw conflict(`${actorOf(row.claimedBy).name} has taken this up until ${until}. Talk to them, or wait.`, "claimed");
}

/** Settles it, if nobody did meanwhile. @throws SuretyError conflict */
export async function settle(tx: Tx, row: ReviewRow, now: number, data: ReviewChange): Promise<ReviewRow> {
  const { organisationId, id } = row;
  const where = { organisationId, id, state: "pending", expiresAt: { gt: new Date(now) } };
  const change = () => tx.review.updateMany({ where, data: { ...data, settledAt: new Date(now) } });
  const { count } = await guarded({ SY012: runOver }, change);
  if (count === 0) throw conflict("This review was settled at this very moment.");
  return tx.review.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
}
