import type { Tx } from "@/lib/db/client";
import { iso } from "@/lib/db/rows";

export interface CountersignatureView {
  id: string;
  version: number;
  hash: string;
  name: string;
  /** As they gave it; nobody has checked it. */
  email: string;
  /** Who the link was given to. */
  audience: string;
  says: string;
  at: string;
  /** Number of its ledger entry; null until it is given one. */
  ledgerNumber: number | null;
}

/** Who countersigned a pact, the first first. @param hash absent: any wording, in any version */
export async function countersignaturesOf(
  tx: Tx,
  organisationId: string,
  pact: string,
  hash?: string,
): Promise<CountersignatureView[]> {
  const rows = await tx.countersignature.findMany({
    where: { organisationId, pact, hash },
    orderBy: { id: "asc" },
    include: { reportRow: { select: { audience: true } } },
  });
  if (rows.length === 0) return [];
  const entries = await tx.ledgerEntry.findMany({
    where: { organisationId, subject: `pact/${pact}`, kind: "pact.countersigned", index: { not: null } },
    select: { index: true, payload: true },
  });
  const numbers = new Map(
    entries.map(({ index, payload }) => [
      (payload as { countersignature?: string } | null)?.countersignature,
      Number(index),
    ]),
  );
  return rows.map(({ id, version, hash: of, name, email, says, at, reportRow }) => ({
    ...{ id, version, hash: of, name, email, says },
    audience: reportRow.audience,
    at: iso(at),
    ledgerNumber: numbers.get(id) ?? null,
  }));
}
