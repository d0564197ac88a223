import { grantView } from "@/lib/db/rows";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { grantEntry } from "./shared";
import { decided, openRequest, settleGrantInput } from "./shared-request";

/** Refuses authority that was asked for; whoever asked may withdraw by it too. */
export const denyGrant = verb({
  name: "grant.deny",
  permission: "grant.approve",
  input: settleGrantInput,
  async work(context, input) {
    const { tx, now, actor, organisationId } = context;
    const request = await openRequest(context, input.id);
    const given = {
      decidedBy: actorRecord(actor),
      decidedById: actor.id,
      endedAt: new Date(now),
      note: input.reason ?? null,
    };
    const where = { organisationId, id: request.id, state: "requested" };
    const { count } = await tx.grant.updateMany({ where, data: { ...given, state: "denied" } });
    if (count === 0) throw decided();
    const grant = grantView({ ...request, ...given, state: "denied" }, now);
    const entry = grantEntry("grant.denied", grant);
    return { result: grant, entries: [entry], effect: "none", outbox: [entry] };
  },
});
