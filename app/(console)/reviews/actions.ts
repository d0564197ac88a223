"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { asAct, bulkBody, inBulk } from "@/lib/border/bulk";
import { approveReview } from "@/lib/services/reviews/approve";
import { claimReview, type claimReviewInput } from "@/lib/services/reviews/claim";
import { denyReview } from "@/lib/services/reviews/deny";
import { escalateReview, type escalateReviewInput } from "@/lib/services/reviews/escalate";
import type { settleReviewInput } from "@/lib/services/reviews/shared";

type Word = z.input<typeof settleReviewInput>;

export const approve = action((actor, word: Word) => approveReview(actor, word));
export const deny = action((actor, word: Word) => denyReview(actor, word));
export const claim = action((actor, word: z.input<typeof claimReviewInput>) => claimReview(actor, word));
export const escalate = action((actor, word: z.input<typeof escalateReviewInput>) => escalateReview(actor, word));
export const bulk = action((actor, word: z.input<typeof bulkBody>) => {
  const settle = word.answer === "approve" ? approveReview : denyReview;
  return asAct(inBulk(actor, bulkBody.parse(word), (id) => settle(actor, { id, reason: word.reason })));
});
