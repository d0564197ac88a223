import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** A population that was taken out, as the ledger has it. */
export interface ExportView {
  id: string;
  /** Its number in the ledger; null until it has one. */
  number: number | null;
  at: string;
  by: ActorRecord;
  what: string;
  pact: string;
  format: string;
  from: string | null;
  to: string;
  count: number;
  sha256: string;
  complete: boolean;
}

/** Exports, the latest first, one more than `limit`. @param before id of the ledger entry before; see `entry` */
export async function exportPage(
  actor: Actor,
  limit: number,
  before?: string,
): Promise<(ExportView & { entry: string })[]> {
  const { organisationId } = actor;
  const rows = await read(actor, (tx) =>
    tx.ledgerEntry.findMany({
      where: { organisationId, kind: "population.exported", id: before === undefined ? undefined : { lt: before } },
      orderBy: { id: "desc" },
      take: limit + 1,
      select: { id: true, index: true, at: true, actor: true, subject: true, payload: true },
    }),
  );
  return rows.flatMap(({ id, index, at, actor: by, subject, payload }) => {
    if (payload === null) return [];
    const told = payload as unknown as Omit<ExportView, "id" | "number" | "at" | "by">;
    const number = index === null ? null : Number(index);
    return [{ ...told, entry: id, id: subject.replace("export/", ""), number, at: iso(at), by: actorOf(by) }];
  });
}
