import { personBehind } from "@/lib/db/behind";
import { guarded } from "@/lib/db/guards";
import { actorOf, grantView } from "@/lib/db/rows";
import { conflict } from "@/lib/domain/errors";
import { grantedLevel } from "@/lib/domain/grant-change";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { beginning, grantEntry, grantsOf, supersede } from "./shared";
import { decided, openRequest, ownRequest, settleGrantInput } from "./shared-request";

/** Another person grants the authority that was asked for; from this instant on it holds. */
export const approveGrant = verb({
  name: "grant.approve",
  permission: "grant.approve",
  input: settleGrantInput,
  async work(context, input) {
    const { tx, now, actor, organisationId } = context;
    const request = await openRequest(context, input.id);
    const asked = await personBehind(tx, organisationId, actorOf(request.requestedBy));
    if (asked === actor.id) throw ownRequest();
    if (request.until && request.until.getTime() <= now) {
      throw conflict(
        `${request.id} was asked for until ${request.until.toISOString()}, which has passed. Deny it, and ask anew.`,
      );
    }
    const scope = await grantsOf(context, request);
    const before = grantedLevel(scope, now);
    const superseded = await supersede(context, scope, request.until?.getTime() ?? null);
    const given = {
      decidedBy: actorRecord(actor),
      decidedById: actor.id,
      since: beginning(scope, superseded, now, 1),
      note: input.reason ?? null,
    };
    const where = { organisationId, id: request.id, state: "requested" };
    await guarded({ SY011: decided, SY013: ownRequest, unique: decided }, async () => {
      const { count } = await tx.grant.updateMany({ where, data: { ...given, state: "active" } });
      if (count === 0) throw decided();
    });
    const grant = grantView({ ...request, ...given, state: "active" }, now);
    const entry = grantEntry("grant.raised", grant, { before, superseded });
    // More than now, but perhaps less than what the clock would have brought back.
    return { result: grant, entries: [entry], effect: "lowers", outbox: [entry] };
  },
});
