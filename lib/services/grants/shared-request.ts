import { z } from "zod";
import { holdAgent } from "@/lib/db/locks";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import { identifier, reason } from "@/lib/domain/fields";
import type { VerbContext } from "../verb";
import { requireScope } from "./shared";

export const settleGrantInput = z.strictObject({ id: identifier, reason: reason.optional() });

/**
 * A request for more authority that still waits, with its agent's row held.
 * @throws SuretyError not_found; conflict where it is settled
 */
export async function openRequest(context: VerbContext, id: string) {
  const { tx, organisationId } = context;
  const where = { organisationId_id: { organisationId, id } };
  const known = await tx.grant.findUnique({ where, select: { agent: true } });
  if (!known) throw notFound();
  await holdAgent(tx, organisationId, known.agent);
  const request = await tx.grant.findUniqueOrThrow({ where });
  requireScope(context, request.workflow);
  if (request.state !== "requested")
    throw conflict(`${id} is ${request.state}: only a request that waits can be approved or denied.`);
  return request;
}

export const decided = () => conflict("This request was settled at this very moment. Read it again.");
export const ownRequest = () => forbidden("Whoever asked for authority never grants it. Ask another approver.");
