import type { Tx } from "@/lib/db/client";
import { conflict, notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { permit } from "../verb";

/**
 * A key that the actor may deal with: one's own personal key, or a service key for whom the permission names. What is
 * another member's is not there for anybody else, unless `others`.
 * @throws SuretyError not_found, forbidden, conflict (revoked already, or over)
 */
export async function openKey(tx: Tx, actor: Actor, id: string, now: number, others: "hidden" | "owner") {
  const { organisationId } = actor;
  const key = await tx.apiKey.findFirst({ where: { organisationId, id } });
  if (!key) throw notFound();
  if (key.kind === "service" || (key.memberId !== actor.id && others === "owner")) permit(actor, "key.write");
  else if (key.memberId !== actor.id) throw notFound();
  if (key.revokedAt) throw conflict("This key was revoked already.");
  if (key.expiresAt && key.expiresAt.getTime() <= now) throw conflict("This key has expired already.");
  return key;
}
