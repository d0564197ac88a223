import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { teamView, WITH_MEMBERS } from "@/lib/db/people";
import { canonicalJson } from "@/lib/domain/canonical";
import { conflict, invalid } from "@/lib/domain/errors";
import { email, name, slug, text } from "@/lib/domain/fields";
import { verb } from "../verb";

export const teamFields = z.strictObject({
  name,
  members: z
    .array(email, { error: "must be a list of e-mail addresses" })
    .max(200, { error: "must be at most 200 members" }),
  /** Who answers while the others are away: a member's e-mail address. */
  deputy: email.nullish(),
  /** Who is told when nobody answers: a person, a rota, an address. */
  escalation: text(200).nullish(),
});

const putTeamInput = z.strictObject({ slug, ...teamFields.shape });

/** Makes a team or replaces it. The same words again change nothing. */
export const putTeam = verb({
  name: "team.put",
  permission: "team.write",
  input: putTeamInput,
  async work({ tx, now, organisationId }, { slug, name, members, deputy = null, escalation = null }) {
    const ids = await memberIds(tx, organisationId, members, deputy);
    const where = { organisationId_slug: { organisationId, slug } };
    const before = await tx.team.findUnique({ where, include: WITH_MEMBERS });
    const wanted = { name, members: [...new Set(members)].sort(), deputy, escalation };
    if (before) {
      const { name, members, deputy, escalation } = teamView(before);
      if (canonicalJson({ name, members, deputy, escalation }) === canonicalJson(wanted)) {
        return { unchanged: true, result: teamView(before) };
      }
    }
    const race = () => conflict(`The team ${slug} was changed at this very moment. Read it and send yours again.`);
    await guarded({ unique: race }, async () => {
      const fields = { name, deputy, escalation };
      if (before) await tx.team.update({ where, data: fields });
      else await tx.team.create({ data: { organisationId, slug, ...fields, createdAt: new Date(now) } });
      await tx.teamMember.deleteMany({ where: { organisationId, team: slug } });
      await tx.teamMember.createMany({ data: ids.map((memberId) => ({ organisationId, team: slug, memberId })) });
    });
    const row = await tx.team.findUniqueOrThrow({ where, include: WITH_MEMBERS });
    return {
      result: teamView(row),
      entries: [
        {
          kind: before ? "team.changed" : "team.created",
          subject: `team/${slug}`,
          payload: { name, members: ids, escalation },
        },
      ],
      effect: "none",
    };
  },
});

/** Ids of the members with these addresses. @throws SuretyError invalid, naming each address that is nobody's */
async function memberIds(tx: Tx, organisationId: string, members: string[], deputy: string | null): Promise<string[]> {
  const rows = await tx.member.findMany({
    where: { organisationId, removedAt: null, email: { in: deputy ? [...members, deputy] : members } },
    select: { id: true, email: true },
  });
  const byEmail = new Map(rows.map((row) => [row.email, row.id]));
  const nobody = (address: string) => `${address} is no member of this organisation; invite them first`;
  const errors = members.flatMap((address, i) =>
    byEmail.has(address) ? [] : [{ path: `members.${i}`, message: nobody(address) }],
  );
  if (deputy && !byEmail.has(deputy)) errors.push({ path: "deputy", message: nobody(deputy) });
  if (errors.length > 0) throw invalid(errors);
  return [...new Set(members.map((address) => byEmail.get(address) as string))];
}
