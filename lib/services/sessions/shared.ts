import type { Tx } from "@/lib/db/client";
import type { Ids } from "@/lib/domain/identity";

/** A sign-in lasts at most so long. */
export const SESSION_MS = 12 * 3600_000;

/** Where a person signs in from, as their browser says. */
export interface NewSession {
  organisationId: string;
  memberId: string;
  userAgent: string | null;
}

/** Opens a session row and notes that the member was here. Returns its id. */
export async function insertSession(tx: Tx, ids: Ids, now: number, session: NewSession): Promise<string> {
  const { organisationId, memberId } = session;
  const id = ids.next("ses");
  const at = new Date(now);
  await tx.session.create({
    data: {
      organisationId,
      id,
      memberId,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(now + SESSION_MS),
      userAgent: session.userAgent?.slice(0, 300) ?? null,
    },
  });
  await tx.member.updateMany({ where: { organisationId, id: memberId }, data: { lastSeenAt: at } });
  return id;
}
