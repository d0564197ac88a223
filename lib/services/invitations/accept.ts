import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { ledgered } from "@/lib/db/ledgered";
import { hashPassword, hashToken } from "@/lib/db/secrets";
import { conflict, notFound } from "@/lib/domain/errors";
import { name } from "@/lib/domain/fields";
import { newPassword } from "@/lib/domain/password";
import type { Actor, Role } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { parseInput } from "../verb";

export const acceptInvitationInput = z.strictObject({
  token: z.string({ error: "must be an invitation's token" }).max(100, { error: "is no invitation's token" }),
  name,
  password: newPassword,
});

interface Joining {
  organisationId: string;
  email: string;
  role: string;
  workflows: string[];
}

/**
 * Accepts an invitation: whoever holds the link becomes the member it names. Nobody is signed in yet who could be asked
 * for permission; the token is the permission, and it opens once.
 * @throws SuretyError invalid (name or password), not_found (no such link, or no longer), conflict (used at this moment)
 */
export async function acceptInvitation(input: z.input<typeof acceptInvitationInput>): Promise<{ email: string }> {
  const { token, name, password } = parseInput(acceptInvitationInput, input);
  const { db, clock, ids, sequencer } = runtime();
  const tokenHash = hashToken(token);
  const found = await db.system((tx) => tx.invitation.findUnique({ where: { tokenHash } }));
  if (!found) throw notFound();
  const now = clock.now();
  const passwordHash = await hashPassword(password);
  const { organisationId, email, role, workflows } = found;
  const id = (await formerMember({ organisationId, email })) ?? ids.next("mem");
  const actor: Actor = {
    type: "member",
    organisationId,
    id,
    name,
    email,
    role: role as Role,
    workflows,
    via: "console",
  };
  const done = await ledgered(db, { organisationId, actor, now, ids }, async (tx) => {
    const opened = await tx.invitation.updateMany({
      where: { organisationId, id: found.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } },
      data: { acceptedAt: new Date(now) },
    });
    if (opened.count === 0) throw notFound();
    await join(tx, { organisationId, email, role, workflows }, { id, name, passwordHash, createdAt: new Date(now) });
    return {
      result: { email },
      entries: [{ kind: "member.joined", subject: `member/${id}`, payload: { invitation: found.id, role, workflows } }],
      effect: "none",
    };
  });
  sequencer.wake(organisationId);
  return done.result;
}

/** Whoever was a member before is the same person again: what they wrote must not become approvable by them. */
async function formerMember({
  organisationId,
  email,
}: {
  organisationId: string;
  email: string;
}): Promise<string | null> {
  const row = await runtime().db.organisation(organisationId, (tx) =>
    tx.member.findUnique({ where: { organisationId_email: { organisationId, email } }, select: { id: true } }),
  );
  return row?.id ?? null;
}

async function join(
  tx: Tx,
  { organisationId, email, role, workflows }: Joining,
  person: { id: string; name: string; passwordHash: string; createdAt: Date },
): Promise<void> {
  const taken = () => conflict("This address is a member already. Sign in instead.");
  const { id, name, passwordHash, createdAt } = person;
  const back = await tx.member.updateMany({
    where: { organisationId, id, email, removedAt: { not: null } },
    data: { name, role, workflows, passwordHash, removedAt: null, failedSignIns: 0, lockedUntil: null },
  });
  if (back.count === 1) return;
  await guarded({ unique: taken }, () =>
    tx.member.create({ data: { organisationId, id, email, name, role, workflows, passwordHash, createdAt } }),
  );
}
