import { type IssuerView, issuerView, readIssuers } from "@/lib/db/issuers";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export type { IssuerView };

/** Every issuer of the organisation, by slug, revoked ones too. */
export async function listIssuers(actor: Actor): Promise<IssuerView[]> {
  return read(actor, (tx) => readIssuers(tx, actor.organisationId));
}

/** One issuer. @throws SuretyError not_found */
export async function getIssuer(actor: Actor, slug: string): Promise<IssuerView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.issuer.findUnique({ where: { organisationId_slug: { organisationId, slug } } });
    if (!row) throw notFound();
    return issuerView(row);
  });
}
