"use server";
import type { z } from "zod";
import { action } from "@/lib/border/action";
import { approveReview } from "@/lib/services/reviews/approve";
import { denyReview } from "@/lib/services/reviews/deny";
import type { settleReviewInput } from "@/lib/services/reviews/shared";

type Word = z.input<typeof settleReviewInput>;

export const approve = action((actor, word: Word) => approveReview(actor, word));
export const deny = action((actor, word: Word) => denyReview(actor, word));
