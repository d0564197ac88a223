import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

/**
 * Resolves once the review of this decision is settled or expired, or `patience` (ms) is over. Settling a review moves the
 * revision, on whichever node it happened: the wait looks again at each one.
 */
export async function awaitReview(actor: Actor, decisionId: string, patience: number): Promise<void> {
  const { db, snapshots, clock } = runtime();
  const { organisationId } = actor;
  const settled = async (): Promise<boolean> => {
    const review = await db.organisation(organisationId, (tx) =>
      tx.review.findUnique({
        where: { organisationId_decisionId: { organisationId, decisionId } },
        select: { state: true, expiresAt: true },
      }),
    );
    return review?.state !== "pending" || clock.now() >= review.expiresAt.getTime();
  };
  const end = clock.now() + patience;
  while (!(await settled())) {
    const left = end - clock.now();
    if (left <= 0) return;
    await snapshots.nextSwap(organisationId, Math.min(left, 5_000));
  }
}
