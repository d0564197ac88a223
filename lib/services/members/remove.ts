import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";
import { endSessions, lastOwner, presentMember } from "./shared";

const removeMemberInput = z.strictObject({ member: identifier });

/**
 * Removes a member: sessions and personal keys end at once, teams lose them; what they did stays in the history.
 * @throws SuretyError conflict where the organisation would have no owner left
 */
export const removeMember = verb({
  name: "member.remove",
  permission: "member.write",
  input: removeMemberInput,
  async work({ tx, now, organisationId }, { member: id }) {
    const member = await presentMember(tx, organisationId, id);
    const at = new Date(now);
    await guarded({ SY010: lastOwner }, () =>
      tx.member.update({
        where: { organisationId_id: { organisationId, id } },
        data: { removedAt: at, passwordHash: null },
      }),
    );
    await endSessions(tx, organisationId, id, now);
    const keys = await tx.apiKey.updateMany({
      where: { organisationId, memberId: id, revokedAt: null },
      data: { revokedAt: at },
    });
    const teams = await tx.teamMember.deleteMany({ where: { organisationId, memberId: id } });
    return {
      result: { member: id, keysRevoked: keys.count },
      entries: [
        {
          kind: "member.removed",
          subject: `member/${id}`,
          payload: { role: member.role, keysRevoked: keys.count, teamsLeft: teams.count },
        },
      ],
      effect: "lowers",
    };
  },
});
