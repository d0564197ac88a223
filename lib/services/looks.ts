import type { Look } from "@/lib/runtime/lanes";
import { lookAfterReviews } from "./reviews/tell";

/** What is due within seconds and changes something: it goes through verbs like everything else, by Surety itself. */
export const LOOKS: readonly Look[] = [lookAfterReviews];
