import { iso } from "@/lib/db/rows";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface WitnessView {
  id: string;
  name: string;
  url: string;
  /** Its verifier key. */
  key: string;
  /** Entries of the newest head that it cosigned. */
  size: number;
  cosignedAt: string | null;
  problem: string | null;
}

/** Who is asked to cosign this organisation's ledger, by name. */
export async function witnessList(actor: Actor): Promise<WitnessView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.ledgerWitness.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
    return rows.map(({ id, name, url, key, size, cosignedAt, problem }) => ({
      id,
      name,
      url,
      key,
      size: Number(size),
      cosignedAt: cosignedAt && iso(cosignedAt),
      problem,
    }));
  });
}
