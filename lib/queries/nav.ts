import { openRequests, toBeRatified } from "@/lib/db/override-rows";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface NavState {
  /** Newest committed revision of the organisation. */
  revision: number;
  /** What waits behind an entry of the navigation. */
  waiting: { pacts: number; reviews: number; overrides: number; drift: number; incidents: number };
}

/** What the frame of the console says beside its names: one transaction, six counts. @param now ms */
export async function navState(actor: Actor, now: number): Promise<NavState> {
  const { organisationId } = actor;
  const at = new Date(now);
  return read(actor, async (tx) => {
    const { revision } = await tx.organisationRevision.findUniqueOrThrow({ where: { organisationId } });
    const pacts = await tx.pactVersion.count({ where: { organisationId, state: "in_review" } });
    const reviews = await tx.review.count({ where: { organisationId, state: "pending", expiresAt: { gt: at } } });
    const overrides = await tx.override.count({
      where: { organisationId, OR: [openRequests(now), toBeRatified(now)] },
    });
    const drift = await tx.drift.count({ where: { organisationId, state: { not: "cleared" } } });
    const incidents = await tx.incident.count({ where: { organisationId, state: "open" } });
    return { revision, waiting: { pacts, reviews, overrides, drift, incidents } };
  });
}
