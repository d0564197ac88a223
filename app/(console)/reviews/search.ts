import { z } from "zod";
import { day, oneOf, search, word } from "@/components/shell/search";

export const REVIEW_VIEWS = ["pending", "approved", "denied", "expired"] as const;

/** What the address of the reviews holds. */
export const reviewsSearch = search(z.object({ view: oneOf(REVIEW_VIEWS, "pending"), peek: word, on: day }));
