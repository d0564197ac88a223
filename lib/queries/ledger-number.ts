import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** The ledger number of the last of these entries; null where none is numbered yet. */
export async function ledgerNumber(actor: Actor, entries: readonly string[]): Promise<number | null> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.ledgerEntry.findFirst({
      where: { organisationId, id: { in: [...entries] }, index: { not: null } },
      orderBy: { index: "desc" },
      select: { index: true },
    });
    return row?.index == null ? null : Number(row.index);
  });
}
