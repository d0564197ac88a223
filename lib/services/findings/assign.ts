import { z } from "zod";
import { invalidField } from "@/lib/domain/errors";
import { identifier, slug } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { openFindings } from "./shared";

export const assignFindingFields = z.strictObject({
  team: slug.describe("Whose it is from now on"),
  alike: z.boolean().default(false).describe("All open ones of the same agent, action and kind"),
});

/**
 * Says whose a finding is.
 * @throws SuretyError not_found; invalid where there is no such team; conflict where it was closed
 */
export const assignFinding = verb({
  name: "finding.assign",
  permission: "finding.settle",
  input: z.strictObject({ id: identifier, ...assignFindingFields.shape }),
  async work(context, { id, team, alike }) {
    const { tx, actor, organisationId } = context;
    const open = await openFindings(context, id, alike);
    if (!(await tx.team.count({ where: { organisationId, slug: team } })))
      throw invalidField("team", `must be a team of the organisation; there is no team ${team}`);
    const others = open.filter(({ owner }) => owner !== team).map((one) => one.id);
    if (others.length === 0) return { unchanged: true, result: { id, assigned: 0 } };
    await tx.finding.updateMany({
      where: { organisationId, id: { in: others } },
      data: { owner: team, assignedBy: actorRecord(actor) },
    });
    const [{ agent, action }] = open;
    const subject = `finding/${id}`;
    const payload = { agent, action, team, findings: others.length, by: actor.name };
    return {
      result: { id, assigned: others.length },
      entries: [{ kind: "finding.assigned", subject, payload: { ...payload, ids: others } }],
      effect: "none",
      outbox: [{ kind: "finding.assigned", subject, payload }],
    };
  },
});
