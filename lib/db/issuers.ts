import type { IssuerKey, IssuerKind } from "@/lib/domain/issuer";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { iso, isoOrNull } from "./rows";

/** A registered key with the name that signatures call it by. */
export interface RegisteredKey {
  id: string;
  jwk: Omit<IssuerKey, "kid" | "d">;
}

export interface IssuerView {
  slug: string;
  name: string;
  kind: IssuerKind;
  keys: RegisteredKey[];
  createdAt: string;
  updatedAt: string;
  /** From then on its signatures are refused; what it signed before stays. */
  revokedAt: string | null;
}

export function issuerView(row: Prisma.IssuerGetPayload<object>): IssuerView {
  return {
    slug: row.slug,
    name: row.name,
    kind: row.kind as IssuerKind,
    keys: row.keys as unknown as RegisteredKey[],
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    revokedAt: isoOrNull(row.revokedAt),
  };
}

/** The issuers of an organisation, by slug. */
export async function readIssuers(tx: Tx, organisationId: string): Promise<IssuerView[]> {
  return (await tx.issuer.findMany({ where: { organisationId }, orderBy: { slug: "asc" } })).map(issuerView);
}

/** Of these digests of signed payloads those that were recorded already. */
export async function signedBefore(tx: Tx, organisationId: string, digests: readonly string[]): Promise<Set<string>> {
  if (digests.length === 0) return new Set();
  const rows = await tx.evidence.findMany({
    where: { organisationId, signedSha256: { in: [...digests] } },
    select: { signedSha256: true },
  });
  return new Set(rows.map((row) => row.signedSha256 as string));
}
