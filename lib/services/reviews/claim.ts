import { z } from "zod";
import { reviewView } from "@/lib/db/review-rows";
import { identifier } from "@/lib/domain/fields";
import { CLAIM_MS } from "@/lib/domain/review-turn";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { findPending, refuseClaimed } from "./shared";

export const claimReviewInput = z.strictObject({
  id: identifier,
  /** false: gives it back to everybody. */
  claim: z.boolean().default(true),
});

/**
 * Takes a review up, so that for ten minutes nobody else answers it; or gives it back.
 * @throws SuretyError not_found, conflict where it is settled or somebody else has it
 */
export const claimReview = verb({
  name: "review.claim",
  permission: "review.settle",
  input: claimReviewInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, claim }) {
    const pending = await findPending(tx, organisationId, id, now);
    requireWorkflow(pending.workflow);
    refuseClaimed(pending, actor, now);
    const claimed = claim
      ? { claimedBy: actorRecord(actor), claimedById: actor.id, claimedAt: new Date(now) }
      : { claimedById: null, claimedAt: null };
    // Of two who reach for it at once one gets it.
    const free = [{ claimedById: null }, { claimedById: actor.id }, { claimedAt: { lte: new Date(now - CLAIM_MS) } }];
    const { count } = await tx.review.updateMany({
      where: { organisationId, id, state: "pending", OR: free },
      data: claimed,
    });
    const where = { organisationId_id: { organisationId, id } };
    const row = await tx.review.findUniqueOrThrow({ where });
    if (count === 0) refuseClaimed(row, actor, now);
    const kind = claim ? "review.claimed" : "review.released";
    const payload = { decision: row.decisionId, agent: row.agent, action: row.action };
    return {
      result: reviewView(row, now),
      entries: [{ kind, subject: `review/${id}`, payload }],
      effect: "none",
      outbox: [{ kind, subject: `review/${id}`, payload }],
    };
  },
});
