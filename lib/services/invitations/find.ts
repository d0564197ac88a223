import { hashToken } from "@/lib/db/secrets";
import type { Role } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

export interface OpenInvitation {
  organisationId: string;
  id: string;
  organisation: string;
  email: string;
  role: Role;
  workflows: string[];
  expiresAt: string;
}

/** The invitation that a link's token opens now; null for one that is unknown, used, revoked or over. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  const { db, clock } = runtime();
  const row = await db.system((tx) =>
    tx.invitation.findFirst({
      where: {
        tokenHash: hashToken(token),
        acceptedAt: null,
        revokedAt: null,
        expiresAt: { gt: new Date(clock.now()) },
      },
      include: { organisation: { select: { name: true } } },
    }),
  );
  if (!row) return null;
  const { organisationId, id, email, workflows } = row;
  const expiresAt = row.expiresAt.toISOString();
  return {
    organisationId,
    id,
    organisation: row.organisation.name,
    email,
    role: row.role as Role,
    workflows,
    expiresAt,
  };
}
