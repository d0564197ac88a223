import { type GrantView, grantView, WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import { guarded } from "@/lib/db/guards";
import { conflict, forbidden } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { grantEntry, grantsOf, supersede } from "./shared";
import { heldGrant, refuseWhoAsked, settleGrantInput } from "./shared-request";

/**
 * Another person than the one who asked says that a probation was passed: what was granted holds on, until its own end.
 * @throws SuretyError not_found; forbidden to who asked; conflict where no probation is running
 */
export const confirmGrant = verb({
  name: "grant.confirm",
  permission: "grant.approve",
  input: settleGrantInput,
  async work(context, input) {
    const { tx, now, actor, organisationId } = context;
    const row = await heldGrant(context, input.id);
    requireRunning(grantView(row, now));
    await refuseWhoAsked(context, row);
    const beneath = (await grantsOf(context, row)).filter(({ id, since }) => id !== row.id && since <= began(row));
    const superseded = await supersede(context, beneath, row.until?.getTime() ?? null);
    const confirmed = { confirmedAt: new Date(now), confirmedBy: actorRecord(actor), confirmedById: actor.id };
    const where = { organisationId, id: row.id, state: "active", confirmedAt: null, endedAt: null };
    await guarded({ SY011: over, SY012: over, SY013: ownProbation, unique: over }, async () => {
      const { count } = await tx.grant.updateMany({ where, data: confirmed });
      if (count === 0) throw over();
    });
    const after = await tx.grant.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id: row.id } },
      include: WITH_GRANT_APPROVALS,
    });
    const grant = grantView(after, now);
    const entry = grantEntry("grant.confirmed", grant, { superseded, note: input.reason ?? null });
    // More than the clock would leave, but perhaps less than what ended grants would have brought back.
    return { result: grant, entries: [entry], effect: "lowers", outbox: [entry] };
  },
});

function requireRunning({ id, state, probation, fell }: GrantView): void {
  if (!probation) throw conflict(`${id} is on no probation: there is nothing to confirm.`);
  if (probation.confirmedAt) throw conflict(`${id} was confirmed at ${probation.confirmedAt}.`);
  if (state === "requested") throw conflict(`${id} is not granted yet: approve it first.`);
  if (state !== "active") throw conflict(`${id} is over (${fell?.says ?? state}): ask anew.`);
}

const began = ({ since }: { since: Date | null }) => since?.getTime() ?? 0;
const over = () => conflict("This probation ended at this very moment. Read it again.");
const ownProbation = () => forbidden("Whoever asked for authority never confirms it. Another approver or owner must.");
