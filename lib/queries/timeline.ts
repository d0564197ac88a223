import type { Tx } from "@/lib/db/client";
import type { HistoryRow } from "@/lib/db/history-rows";
import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import { entryWords } from "@/lib/domain/entry-words";

export interface TimelineEntry {
  id: string;
  /** Its number in the ledger; null until the sequencer has given it one. */
  number: number | null;
  at: string;
  kind: string;
  subject: string;
  by: ActorRecord;
  /** Goes on from who did it. */
  says: string;
  /** The version it speaks of, where it is about a pact. */
  version: number | null;
  /** Id of the drift that it speaks of, where it does. */
  drift: string | null;
  /** The stage of drift that was reached, where it says so. */
  stage: number | null;
}

/** What the ledger holds about these subjects, the newest first. */
export async function timelineOf(
  tx: Tx,
  organisationId: string,
  subjects: string[],
  limit = 50,
  range: { from?: Date; to?: Date } = {},
): Promise<TimelineEntry[]> {
  const rows = await tx.ledgerEntry.findMany({
    where: { organisationId, subject: { in: subjects }, at: { gte: range.from, lte: range.to } },
    orderBy: { seq: "desc" },
    take: limit,
    select: { id: true, index: true, at: true, kind: true, subject: true, actor: true, payload: true },
  });
  return rows.map(timelineEntry);
}

/** A ledger row as an entry of a timeline. */
export function timelineEntry({ index, at, actor, payload: stored, ...row }: HistoryRow): TimelineEntry {
  const payload = stored as Record<string, unknown> | null;
  return {
    ...{ id: row.id, number: index === null ? null : Number(index), at: iso(at), kind: row.kind },
    ...{ subject: row.subject, by: actorOf(actor), says: entryWords(row.kind, payload) },
    drift: typeof payload?.drift === "string" ? payload.drift : null,
    stage: typeof payload?.stage === "number" ? payload.stage : null,
    version: typeof payload?.version === "number" ? payload.version : null,
  };
}
