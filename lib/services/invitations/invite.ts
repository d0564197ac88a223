import { z } from "zod";
import { invitationView } from "@/lib/db/people";
import { hashToken, randomText } from "@/lib/db/secrets";
import { requireWorkflows } from "@/lib/db/workflows";
import { conflict } from "@/lib/domain/errors";
import { email, slug } from "@/lib/domain/fields";
import { ROLES } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { verb } from "../verb";

export const inviteInput = z.strictObject({
  email,
  role: z.enum(ROLES, { error: `must be one of ${ROLES.join(", ")}` }),
  workflows: z
    .array(slug, { error: "must be a list of workflows" })
    .max(100, { error: "must be at most 100 workflows" })
    .default([]),
});

/** An invitation is good for so long. */
const VALID_MS = 7 * 24 * 3600_000;

/**
 * Invites somebody by a link that is shown once: no mail is sent, whoever invites hands it over. An earlier invitation
 * of the same address ends.
 * @throws SuretyError conflict where the address is a member's, invalid for an unknown workflow
 */
export const invite = verb({
  name: "invitation.create",
  permission: "member.write",
  input: inviteInput,
  async work({ tx, actor, now, id, organisationId }, { email, role, workflows }) {
    const member = await tx.member.findFirst({
      where: { organisationId, email, removedAt: null },
      select: { id: true },
    });
    if (member) throw conflict(`${email} is a member already. Change their role instead.`);
    await requireWorkflows(tx, organisationId, workflows);
    const at = new Date(now);
    await tx.invitation.updateMany({
      where: { organisationId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: at },
    });
    const token = randomText(36);
    const row = await tx.invitation.create({
      data: {
        organisationId,
        id: id("inv"),
        email,
        role,
        workflows: [...new Set(workflows)].sort(),
        tokenHash: hashToken(token),
        invitedBy: actor.id,
        createdAt: at,
        expiresAt: new Date(now + VALID_MS),
      },
    });
    return {
      result: { ...invitationView(row), url: `${runtime().url}/invite/${token}` },
      entries: [{ kind: "member.invited", subject: `invitation/${row.id}`, payload: { email, role, workflows } }],
      effect: "none",
    };
  },
});
