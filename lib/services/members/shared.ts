import type { Tx } from "@/lib/db/client";
import { holdMember } from "@/lib/db/locks";
import { conflict, notFound } from "@/lib/domain/errors";

/** A member who is there, held until the unit of work ends; or 404: who has left is no longer anybody's business. */
export async function presentMember(tx: Tx, organisationId: string, id: string) {
  await holdMember(tx, organisationId, id);
  const member = await tx.member.findFirst({ where: { organisationId, id, removedAt: null } });
  if (!member) throw notFound();
  return member;
}

/** What the database says where the last owner would go (SY010 of the member table). */
export const lastOwner = () =>
  conflict("An organisation keeps an owner, and this is the last one. Make somebody else an owner first.");

/** Ends all sessions of a member, but the one named. */
export async function endSessions(
  tx: Tx,
  organisationId: string,
  memberId: string,
  now: number,
  but?: string,
): Promise<void> {
  await tx.session.updateMany({
    where: { organisationId, memberId, revokedAt: null, ...(but ? { id: { not: but } } : {}) },
    data: { revokedAt: new Date(now) },
  });
}
