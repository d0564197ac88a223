import { z } from "zod";
import { reviewView } from "@/lib/db/review-rows";
import { conflict } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import { TURNS, turnOf } from "@/lib/domain/review-turn";
import { verb } from "../verb";
import { findPending } from "./shared";

/** Why a review is handed on. */
export const escalation = z.strictObject({ reason: text(2000).optional() });
export const escalateReviewInput = z.strictObject({ id: identifier, ...escalation.shape });

/**
 * Hands a review on to whoever is next: the deputy of the owning team, then its escalation.
 * @throws SuretyError not_found, conflict where it is settled, or nobody is next
 */
export const escalateReview = verb({
  name: "review.escalate",
  permission: "review.settle",
  input: escalateReviewInput,
  async work({ tx, now, organisationId, requireWorkflow }, { id, reason }) {
    const pending = await findPending(tx, organisationId, id, now);
    requireWorkflow(pending.workflow);
    const times = { createdAt: pending.createdAt.getTime(), expiresAt: pending.expiresAt.getTime() };
    const step = TURNS.indexOf(turnOf({ ...times, escalated: pending.escalated }, now).turn) + 1;
    const turn = TURNS[step];
    if (!turn) throw conflict("It is with the last one already. Without an answer it is denied.");
    const { count } = await tx.review.updateMany({
      where: { organisationId, id, state: "pending", escalated: { lt: step } },
      data: { escalated: step, told: step + 1, claimedById: null, claimedAt: null },
    });
    if (count === 0) throw conflict("This review was handed on or settled at this very moment.");
    const row = await tx.review.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
    const subject = `review/${id}`;
    const payload = { decision: row.decisionId, agent: row.agent, action: row.action, turn, reason: reason ?? null };
    return {
      result: reviewView(row, now),
      entries: [{ kind: "review.escalated", subject, payload }],
      effect: "none",
      outbox: [{ kind: "review.escalated", subject, payload }],
    };
  },
});
