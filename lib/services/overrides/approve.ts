import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { overrideView } from "@/lib/db/standing-rows";
import { conflict, invalidField } from "@/lib/domain/errors";
import { identifier, text, time } from "@/lib/domain/fields";
import { verb } from "../verb";
import { addApproval, countApprovals, findOverride, refuseWhoAsked, requireRequested } from "./shared";

/** What an approval says: the approver may shorten, never lengthen. */
export const overrideApproval = z.strictObject({ endsAt: time.optional(), note: text(2000).optional() });

export const approveOverrideInput = z.strictObject({ id: identifier, ...overrideApproval.shape });

/**
 * Another person approves; with the quorum the override begins to hold, from `startsAt` on.
 * @throws SuretyError not_found, forbidden to who asked, conflict where it is no longer a request, invalid
 */
export const approveOverride = verb({
  name: "override.approve",
  permission: "override.approve",
  input: approveOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, endsAt, note }) {
    const { row, workflow } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    requireRequested(row, now);
    await refuseWhoAsked(tx, organisationId, row, actor.id);
    await addApproval(tx, organisationId, id, actor.id, now);
    const end = endsAt === undefined ? undefined : shorter(row, endsAt, now);
    const given = await countApprovals(tx, organisationId, id);
    const stands = given >= row.quorum;
    const race = () => conflict("This override was answered at this very moment.");
    const data = {
      endsAt: end,
      note,
      ...(stands ? { state: "approved", decidedAt: new Date(now) } : {}),
    };
    const { count } = await guarded({ SY010: race, SY011: race }, () =>
      tx.override.updateMany({ where: { organisationId, id, state: "requested" }, data }),
    );
    if (count === 0) throw race();
    const { row: after } = await findOverride(tx, organisationId, id);
    const view = overrideView(after, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    const payload = { agent, pact, clause, endsAt: view.endsAt, given, quorum: row.quorum, note: note ?? null };
    return {
      result: view,
      entries: [{ kind: stands ? "override.approved" : "override.endorsed", subject, payload }],
      effect: stands ? "loosens" : "none",
      outbox: stands
        ? [{ kind: "override.approved", subject, payload: { agent, pact, clause, endsAt: view.endsAt } }]
        : [],
    };
  },
});

function shorter(row: { startsAt: Date; endsAt: Date }, endsAt: string, now: number): Date {
  const end = new Date(endsAt);
  if (end > row.endsAt)
    throw invalidField(
      "endsAt",
      `must be ${row.endsAt.toISOString()} at the latest: an approver may shorten, never lengthen`,
    );
  if (end.getTime() <= now || end <= row.startsAt)
    throw invalidField("endsAt", "must lie ahead, after startsAt; deny it if it should not begin");
  return end;
}
