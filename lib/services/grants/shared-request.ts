import { z } from "zod";
import { agentRecord } from "@/lib/db/agent-record";
import { personBehind } from "@/lib/db/behind";
import type { GrantRow } from "@/lib/db/grant-rows";
import { WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import { guarded } from "@/lib/db/guards";
import { holdAgent } from "@/lib/db/locks";
import { actorOf } from "@/lib/db/rows";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import { identifier, reason } from "@/lib/domain/fields";
import { type Measured, measure, type RaisableLevel } from "@/lib/domain/grant-criteria";
import { runtime } from "@/lib/runtime/runtime";
import type { VerbContext } from "../verb";
import { requireScope } from "./shared";

export const settleGrantInput = z.strictObject({ id: identifier, reason: reason.optional() });

/** A grant with its agent's row held. @throws SuretyError not_found */
export async function heldGrant(context: VerbContext, id: string): Promise<GrantRow> {
  const { tx, organisationId } = context;
  const where = { organisationId_id: { organisationId, id } };
  const known = await tx.grant.findUnique({ where, select: { agent: true } });
  if (!known) throw notFound();
  await holdAgent(tx, organisationId, known.agent);
  const grant = await tx.grant.findUniqueOrThrow({ where, include: WITH_GRANT_APPROVALS });
  requireScope(context, grant.workflow);
  return grant;
}

/**
 * A request for more authority that still waits, with its agent's row held.
 * @throws SuretyError not_found; conflict where it is settled
 */
export async function openRequest(context: VerbContext, id: string): Promise<GrantRow> {
  const request = await heldGrant(context, id);
  if (request.state !== "requested")
    throw conflict(`${id} is ${request.state}: only a request that waits can be approved or denied.`);
  return request;
}

export const decided = () => conflict("This request was settled at this very moment. Read it again.");
export const ownRequest = () => forbidden("Whoever asked for authority never grants it. Ask another approver.");

/** Refuses who asked, also where they asked through a service key of their own making. */
export async function refuseWhoAsked({ tx, organisationId, actor }: VerbContext, request: GrantRow): Promise<void> {
  if ((await personBehind(tx, organisationId, actorOf(request.requestedBy))) === actor.id) throw ownRequest();
}

/** Adds an approval; what the database refuses is said in words. */
export async function addApproval({ tx, organisationId, actor, now }: VerbContext, grantId: string): Promise<void> {
  const again = () => conflict("You have approved this request already; it waits for another approver.");
  await guarded({ unique: again, SY012: decided, SY013: ownRequest }, () =>
    tx.grantApproval.create({ data: { organisationId, grantId, memberId: actor.id, at: new Date(now) } }),
  );
}

/** Approvals that more authority needs: two where the workflow, or one of the agent's, has critical risk; else one. */
export async function quorumOf(
  { tx, organisationId }: VerbContext,
  { agent, workflow }: { agent: string; workflow: string | null },
): Promise<number> {
  const live = { organisationId, agent, state: "live" };
  const paths =
    workflow === null
      ? (await tx.pactVersion.findMany({ where: live, select: { workflow: true } })).map((one) => one.workflow)
      : [workflow];
  const critical = await tx.workflow.count({ where: { organisationId, slug: { in: paths }, risk: "critical" } });
  return critical > 0 ? 2 : 1;
}

/** How the agent stands now to what the organisation wants to see before it grants this. */
export async function weigh(
  { tx, organisationId, now }: VerbContext,
  { agent, workflow, level }: GrantRow,
): Promise<{ measured: Measured[]; required: boolean }> {
  const snapshot = await runtime().snapshots.get(organisationId);
  const criteria = snapshot.settings.grantCriteria[level as RaisableLevel];
  const record = await agentRecord(tx, { organisationId, agent, workflow }, snapshot, now);
  return { measured: measure(criteria, record, now), required: criteria.required };
}
