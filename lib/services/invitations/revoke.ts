import { z } from "zod";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";

const revokeInvitationInput = z.strictObject({ invitation: identifier });

/** Takes an invitation back before it is accepted. */
export const revokeInvitation = verb({
  name: "invitation.revoke",
  permission: "member.write",
  input: revokeInvitationInput,
  async work({ tx, now, organisationId }, { invitation: id }) {
    const row = await tx.invitation.findFirst({ where: { organisationId, id } });
    if (!row) throw notFound();
    const taken = await tx.invitation.updateMany({
      where: { organisationId, id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date(now) },
    });
    if (taken.count === 0) throw conflict("This invitation was accepted or revoked already.");
    return {
      result: { invitation: id },
      entries: [{ kind: "invitation.revoked", subject: `invitation/${id}`, payload: { role: row.role } }],
      effect: "none",
    };
  },
});
