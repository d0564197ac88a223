import { personBehind } from "@/lib/db/behind";
import { overrideView } from "@/lib/db/override-rows";
import { actorOf } from "@/lib/db/rows";
import { forbidden } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { answered, endOverrideInput, findOverride, requireRequested } from "./shared";

/**
 * Whoever asked takes the request back: nobody can approve it any more.
 * @throws SuretyError not_found, forbidden to others, conflict where it is no longer a request
 */
export const withdrawOverride = verb({
  name: "override.withdraw",
  permission: "override.request",
  input: endOverrideInput,
  async work({ tx, now, actor, organisationId }, { id, reason }) {
    const { row } = await findOverride(tx, organisationId, id);
    requireRequested(row, now);
    const behind = [actor.id, await personBehind(tx, organisationId, actorOf(row.requestedBy))];
    if (row.requestedById !== actor.id && behind[1] !== behind[0])
      throw forbidden("Only whoever asked takes a request back. Others deny or revoke it.");
    const { count } = await tx.override.updateMany({
      where: { organisationId, id, state: "requested" },
      data: { state: "withdrawn", endedBy: actorRecord(actor), note: reason ?? row.note },
    });
    if (count === 0) throw answered();
    const view = overrideView((await findOverride(tx, organisationId, id)).row, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    return {
      result: view,
      entries: [{ kind: "override.withdrawn", subject, payload: { agent, pact, clause, reason: reason ?? null } }],
      effect: "none",
      outbox: [{ kind: "override.withdrawn", subject, payload: { agent, pact, clause } }],
    };
  },
});
