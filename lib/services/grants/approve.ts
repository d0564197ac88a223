import { type GrantRow, grantView, WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import { guarded } from "@/lib/db/guards";
import { approvalCounts } from "@/lib/db/rows";
import { durationMs } from "@/lib/domain/duration";
import { conflict } from "@/lib/domain/errors";
import { grantedLevel } from "@/lib/domain/grant-change";
import type { Measured } from "@/lib/domain/grant-criteria";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";
import { beginning, grantEntry, grantsOf, supersede } from "./shared";
import {
  addApproval,
  decided,
  openRequest,
  ownRequest,
  quorumOf,
  refuseWhoAsked,
  settleGrantInput,
  weigh,
} from "./shared-request";

/**
 * Another person grants the authority that was asked for; with the quorum it holds from this instant on. What was asked for
 * on probation lies over what was granted before, until somebody confirms it.
 * @throws SuretyError not_found; forbidden to who asked; conflict where it is settled, too late, or short of what is required
 */
export const approveGrant = verb({
  name: "grant.approve",
  permission: "grant.approve",
  input: settleGrantInput,
  async work(context, input) {
    const { tx, now, organisationId } = context;
    const request = await openRequest(context, input.id);
    await refuseWhoAsked(context, request);
    requireAhead(request, now);
    const { measured, required } = await weigh(context, request);
    if (required) requireMet(measured);
    await addApproval(context, request.id);
    const quorum = Math.max(request.quorum, await quorumOf(context, request));
    const where = { organisationId_id: { organisationId, id: request.id } };
    const { approvals } = await tx.grant.update({ where, data: { quorum }, include: WITH_GRANT_APPROVALS });
    const given = approvals.filter(({ member }) => approvalCounts(member, request.workflow, "grant.approve")).length;
    const criteria = { met: measured.filter(({ met }) => met).length, of: measured.length };
    if (given < quorum) {
      const grant = grantView({ ...request, quorum, approvals }, now);
      const more = { given, quorum, criteria, note: input.reason ?? null };
      const entry = grantEntry("grant.endorsed", grant, more);
      return { result: grant, entries: [entry], effect: "none", outbox: [entry] };
    }
    const { row, before, superseded } = await grantIt(
      context,
      { ...request, quorum, approvals },
      measured,
      input.reason,
    );
    const grant = grantView(row, now);
    const entry = grantEntry("grant.raised", grant, { before, superseded, criteria, given, quorum });
    // More than now, but perhaps less than what the clock would have brought back.
    return { result: grant, entries: [entry], effect: "lowers", outbox: [entry] };
  },
});

function requireAhead({ id, until }: GrantRow, now: number): void {
  if (!until || until.getTime() > now) return;
  throw conflict(`${id} was asked for until ${until.toISOString()}, which has passed. Deny it, and ask anew.`);
}

function requireMet(measured: readonly Measured[]): void {
  const short = measured.filter(({ met }) => !met);
  if (short.length === 0) return;
  const said = short.map(({ wants, says }) => `${wants} (${says})`).join("; ");
  throw conflict(
    `The organisation requires its criteria for this level, and not all are met: ${said}.`,
    "criteria_not_met",
  );
}

async function grantIt(context: VerbContext, request: GrantRow, measured: Measured[], note?: string) {
  const { tx, now, actor, organisationId } = context;
  const scope = await grantsOf(context, request);
  const before = grantedLevel(scope, now);
  // What a probation may fall back to stays beneath it.
  const superseded =
    request.probationFor === null ? await supersede(context, scope, request.until?.getTime() ?? null) : [];
  const given = {
    decidedBy: actorRecord(actor),
    decidedById: actor.id,
    decidedAt: new Date(now),
    since: beginning(scope, superseded, now, 1),
    probationUntil: request.probationFor === null ? null : new Date(now + durationMs(request.probationFor)),
    note: note ?? null,
    weighed: measured.map((one) => ({ ...one })),
  };
  const where = { organisationId, id: request.id, state: "requested" };
  await guarded({ SY011: decided, SY013: ownRequest, unique: decided }, async () => {
    const { count } = await tx.grant.updateMany({ where, data: { ...given, state: "active" } });
    if (count === 0) throw decided();
  });
  const row = await tx.grant.findUniqueOrThrow({
    where: { organisationId_id: { organisationId, id: request.id } },
    include: WITH_GRANT_APPROVALS,
  });
  return { row, before, superseded };
}
