import { findSessionRow } from "@/lib/db/principals";
import type { Actor, Role } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

/** Who is signed in, and where. */
export interface SignedIn {
  sessionId: string;
  actor: Extract<Actor, { type: "member" }>;
  organisation: { slug: string; name: string };
}

const SEEN_EVERY_MS = 60_000;

/**
 * Who holds this session at this very moment: read at each request, so signing out, removing a member or changing a role
 * counts from the next one on. Null where it is over.
 */
export async function findSession(id: string): Promise<SignedIn | null> {
  const { db, clock } = runtime();
  const now = clock.now();
  const row = await db.system((tx) => findSessionRow(tx, id, new Date(now)));
  if (!row || row.member_id === null) return null;
  const organisationId = row.organisation_id;
  if (now - row.last_seen_at.getTime() >= SEEN_EVERY_MS)
    void noteSeen(organisationId, id, row.member_id, new Date(now));
  return {
    sessionId: id,
    actor: {
      type: "member",
      organisationId,
      id: row.member_id,
      name: row.member_name ?? "",
      email: row.email ?? "",
      role: row.role as Role,
      workflows: row.workflows ?? [],
      via: "console",
    },
    organisation: { slug: row.organisation_slug, name: row.organisation_name },
  };
}

/** Nothing waits for it and nothing depends on it. */
async function noteSeen(organisationId: string, id: string, memberId: string, lastSeenAt: Date): Promise<void> {
  const { db, log } = runtime();
  try {
    await db.organisation(organisationId, async (tx) => {
      await tx.session.updateMany({ where: { organisationId, id }, data: { lastSeenAt } });
      await tx.member.updateMany({ where: { organisationId, id: memberId }, data: { lastSeenAt } });
    });
  } catch (error) {
    log.debug({ err: error }, "when a session was last seen could not be noted");
  }
}
