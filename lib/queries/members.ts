import { type InvitationView, invitationView, type MemberView, memberView } from "@/lib/db/people";
import type { Actor } from "@/lib/domain/roles";
import { read, readAt } from "./read";

export type { InvitationView };

/** A page of a list, as its query wants it: where to go on, and one row more than is shown. */
export interface Slice {
  limit: number;
  /** Sort key of the last row seen; null: from the start. */
  after: readonly (string | number)[] | null;
}

export interface MemberWithTeams extends MemberView {
  /** Slugs of the teams. */
  teams: string[];
}

/** Members by e-mail address, those who left not among them; up to `limit` + 1 rows. */
export async function listMembers(actor: Actor, { limit, after }: Slice): Promise<MemberWithTeams[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.member.findMany({
      where: { organisationId, removedAt: null, ...(after ? { email: { gt: String(after[0]) } } : {}) },
      orderBy: { email: "asc" },
      take: limit + 1,
      include: { teams: { select: { team: true }, orderBy: { team: "asc" } } },
    });
    return rows.map((row) => ({ ...memberView(row), teams: row.teams.map((one) => one.team) }));
  });
}

/** Invitations that still open, newest first. */
export async function listInvitations(actor: Actor, { limit, after }: Slice): Promise<InvitationView[]> {
  const { organisationId } = actor;
  return readAt(
    actor,
    async (tx, now) => {
      const open = { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } };
      const rows = await tx.invitation.findMany({
        where: { organisationId, ...open, ...(after ? { id: { lt: String(after[0]) } } : {}) },
        orderBy: { id: "desc" },
        take: limit + 1,
      });
      return rows.map(invitationView);
    },
    "member.write",
  );
}
