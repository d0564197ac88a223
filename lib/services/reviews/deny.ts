import { reviewView } from "@/lib/db/review-rows";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { findPending, refuseClaimed, settle, settleReviewInput } from "./shared";

/**
 * A person denies a held decision: it is final, and not permitted.
 * @throws SuretyError not_found, conflict where it is settled or expired
 */
export const denyReview = verb({
  name: "review.deny",
  permission: "review.settle",
  input: settleReviewInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, reason }) {
    const pending = await findPending(tx, organisationId, id, now);
    requireWorkflow(pending.workflow);
    refuseClaimed(pending, actor, now);
    const row = await settle(tx, pending, now, {
      state: "denied",
      settledBy: actorRecord(actor),
      reason: reason ?? null,
    });
    const subject = `review/${id}`;
    const { decisionId: decision, agent, action, requestHash } = row;
    return {
      result: reviewView(row, now),
      entries: [
        { kind: "review.denied", subject, payload: { decision, agent, action, requestHash, reason: reason ?? null } },
      ],
      // No answer changes; a new revision wakes those who wait for this one, on every node.
      effect: "standing",
      outbox: [{ kind: "review.settled", subject, payload: { decision, state: "denied" } }],
    };
  },
});
