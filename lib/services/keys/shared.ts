import type { Tx } from "@/lib/db/client";
import { conflict, notFound } from "@/lib/domain/errors";
import { type Actor, may } from "@/lib/domain/roles";

/**
 * A key that the actor may deal with: one's own personal key, or a service key for owners. Anybody else's key is not
 * there, except that owners may end it (`others`).
 * @throws SuretyError not_found, conflict (revoked already, or over)
 */
export async function openKey(tx: Tx, actor: Actor, id: string, now: number, others: "hidden" | "owner") {
  const { organisationId } = actor;
  const key = await tx.apiKey.findFirst({ where: { organisationId, id } });
  const own = key?.memberId === actor.id;
  const owned = may(actor, "key.write") && (key?.kind === "service" || others === "owner");
  if (!key || !(own || owned)) throw notFound();
  if (key.revokedAt) throw conflict("This key was revoked already.");
  if (key.expiresAt && key.expiresAt.getTime() <= now) throw conflict("This key has expired already.");
  return key;
}
