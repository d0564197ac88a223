import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

export interface OwnSession {
  id: string;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

/** The member's own sessions that are open, last seen first. */
export async function listOwnSessions(actor: Actor): Promise<OwnSession[]> {
  const { organisationId } = actor;
  return readAt(
    actor,
    async (tx, now) => {
      const rows = await tx.session.findMany({
        where: { organisationId, memberId: actor.id, revokedAt: null, expiresAt: { gt: new Date(now) } },
        orderBy: { lastSeenAt: "desc" },
        take: 50,
      });
      return rows.map((row) => ({
        id: row.id,
        userAgent: row.userAgent,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      }));
    },
    "self.write",
  );
}
