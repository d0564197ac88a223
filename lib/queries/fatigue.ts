import { type ReviewerLoad, reviewers } from "@/lib/db/metric-upkeep";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

export type { ReviewerLoad } from "@/lib/db/metric-upkeep";

const DAY_MS = 24 * 3600_000;

/** Everybody who settled reviews in the last so many days, the hastiest first. */
export async function reviewerLoads(actor: Actor, days = 7): Promise<ReviewerLoad[]> {
  return readAt(actor, (tx, now) => reviewers(tx, actor.organisationId, { from: now - days * DAY_MS, to: now + 1 }));
}
