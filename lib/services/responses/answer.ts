import { z } from "zod";
import { lockClauses } from "@/lib/db/lines";
import { noteResponses, owedResponses } from "@/lib/db/responses";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import { slug, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";

export const responseBody = z.strictObject({
  agent: slug,
  pact: slug,
  clause: slug,
  note: text(2000).describe("What you found, or that you are at it"),
});

/**
 * Says for the owner of a clause that acts that somebody is at it: nobody else is told any more. It lifts nothing.
 * @throws SuretyError not_found where nothing is owed, conflict where somebody answered, forbidden outside the team, its deputy
 * and its escalation
 */
export const answerResponse = verb({
  name: "response.give",
  permission: "response.give",
  input: responseBody,
  async work(context, { agent, pact, clause, note }) {
    const { tx, now, actor, organisationId } = context;
    await lockClauses(tx, organisationId, [{ agent, pact, clause }]);
    const [owed] = await owedResponses(tx, organisationId, now, { agent, pact, clause });
    if (!owed) throw notFound();
    await refuseOutsiders(context, owed.team);
    const { answered } = owed;
    if (answered)
      throw conflict(`${answered.by.name} answered at ${new Date(answered.at).toISOString()}: ${answered.note}`);
    const by = actorRecord(actor);
    await noteResponses(tx, organisationId, owed.open, { answeredAt: new Date(now), answeredBy: by, note });
    const [after] = await owedResponses(tx, organisationId, now, { agent, pact, clause });
    const payload = { agent, pact, clause, team: owed.team, note, late: now >= owed.dueAt };
    return {
      result: after ?? owed,
      entries: [{ kind: "response.given", subject: `clause/${pact}/${clause}`, payload }],
      effect: "none",
    };
  },
});

async function refuseOutsiders({ tx, actor, organisationId }: VerbContext, team: string): Promise<void> {
  if (actor.type !== "member" || actor.role === "owner") return;
  const row = await tx.team.findUnique({
    where: { organisationId_slug: { organisationId, slug: team } },
    include: { members: { where: { memberId: actor.id } } },
  });
  const named = [row?.deputy, row?.escalation].some((one) => one?.trim().toLowerCase() === actor.email);
  if (named || (row?.members.length ?? 0) > 0) return;
  throw forbidden(`${team} owns this clause: its members, its deputy and its escalation answer for it.`);
}
