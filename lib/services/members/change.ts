import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { memberView } from "@/lib/db/people";
import { requireWorkflows } from "@/lib/db/workflows";
import { identifier, name, slug } from "@/lib/domain/fields";
import { ROLES } from "@/lib/domain/roles";
import { verb } from "../verb";
import { lastOwner, presentMember } from "./shared";

export const memberFields = z.strictObject({
  name: name.optional(),
  role: z.enum(ROLES, { error: `must be one of ${ROLES.join(", ")}` }).optional(),
  /** Slugs that the role is narrowed to; an empty list: all workflows. */
  workflows: z
    .array(slug, { error: "must be a list of workflows" })
    .max(100, { error: "must be at most 100 workflows" })
    .optional(),
});

const changeMemberInput = z.strictObject({ member: identifier, ...memberFields.shape });

/**
 * Changes a member's role, what it is narrowed to, or their name; counts from their next request on.
 * @throws SuretyError conflict where the organisation would have no owner left
 */
export const changeMember = verb({
  name: "member.change",
  permission: "member.write",
  input: changeMemberInput,
  async work({ tx, organisationId }, { member: id, ...input }) {
    const before = await presentMember(tx, organisationId, id);
    await requireWorkflows(tx, organisationId, input.workflows ?? []);
    const { role = before.role, name = before.name } = input;
    const workflows = [...new Set(input.workflows ?? before.workflows)].sort();
    const narrowed = workflows.join() !== [...before.workflows].sort().join();
    if (role === before.role && name === before.name && !narrowed) {
      return { unchanged: true, result: memberView(before) };
    }
    const row = await guarded({ SY010: lastOwner }, () =>
      tx.member.update({ where: { organisationId_id: { organisationId, id } }, data: { role, name, workflows } }),
    );
    return {
      result: memberView(row),
      entries: [
        {
          kind: "member.changed",
          subject: `member/${id}`,
          payload: { from: { role: before.role, workflows: before.workflows }, to: { role, workflows } },
        },
      ],
      // Every process forgets whom the member's keys stand for.
      effect: "lowers",
    };
  },
});
