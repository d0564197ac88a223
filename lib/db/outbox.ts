import type { Tx } from "./client";

/** What happened, as it is told to whoever follows the organisation. */
export interface OutboxEvent {
  /** Its place in the order of commits. */
  seq: bigint;
  id: string;
  /** Dotted, past tense: `incident.opened`. */
  kind: string;
  subject: string;
  payload: unknown;
  at: Date;
}

/** Events after one, in the order in which they were committed. */
export async function outboxAfter(
  tx: Tx,
  organisationId: string,
  after: bigint,
  limit: number,
): Promise<OutboxEvent[]> {
  const rows = await tx.outbox.findMany({
    where: { organisationId, seq: { gt: after } },
    orderBy: { seq: "asc" },
    take: limit,
    select: { seq: true, id: true, kind: true, subject: true, payload: true, createdAt: true },
  });
  return rows.map(({ createdAt, ...row }) => ({ ...row, at: createdAt }));
}

/** The place of the newest event; 0 where there is none. */
export async function outboxHead(tx: Tx, organisationId: string): Promise<bigint> {
  const newest = await tx.outbox.findFirst({
    where: { organisationId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return newest?.seq ?? 0n;
}
