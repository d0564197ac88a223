import { sortOf } from "@/lib/domain/event-kinds";
import type { Ids } from "@/lib/domain/identity";
import type { Actor } from "@/lib/domain/roles";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Change, Effect } from "./change";
import type { Tx, Units } from "./client";
import { type Entry, enterAll } from "./entry";
import { forgetKeyClash, type IdempotentCall, rememberAnswers } from "./idempotency";
import { sessionOf } from "./tree";

export interface Unit {
  organisationId: string;
  actor: Actor;
  /** ms */
  now: number;
  ids: Ids;
  idempotent?: IdempotentCall;
}

export interface Ledgered<T> {
  result: T;
  /** Ids of the ledger entries; their numbers follow within a second. */
  entries: string[];
  /** The revision after this change; null where none was made. */
  revision: number | null;
}

/**
 * The one way to change anything: `work`, its ledger entries, the outbox rows and the revision (last, so that its row is
 * locked for the shortest time) commit together or not at all.
 * @throws whatever `work` throws; then nothing has happened
 */
export async function ledgered<T>(db: Units, unit: Unit, work: (tx: Tx) => Promise<Change<T>>): Promise<Ledgered<T>> {
  const isDrill = unit.actor.type === "drill";
  const asStep = ({ kind, subject, payload }: Entry): Entry => ({
    kind: "drill.step",
    subject: `drill/${unit.actor.id}`,
    payload: { did: kind, about: subject, ...payload },
  });
  const unitOfWork = async (tx: Tx): Promise<Ledgered<T>> => {
    const change = await work(tx);
    const changed = "entries" in change;
    const entries = changed ? await append(db, tx, unit, isDrill ? change.entries.map(asStep) : change.entries) : [];
    // Nobody is alarmed by a drill: what it came to is told when it is over.
    if (changed && change.outbox?.length && !isDrill) await post(tx, unit, change.outbox);
    if (unit.idempotent)
      await rememberAnswers(tx, unit.organisationId, [{ call: unit.idempotent, result: change.result }], unit.now);
    const revision = changed && change.effect !== "none" ? await revise(tx, unit, change.effect) : null;
    return { result: change.result, entries, revision };
  };
  try {
    return await db.organisation(unit.organisationId, unitOfWork, { twins: isDrill });
  } catch (error) {
    throw forgetKeyClash(error, unit.idempotent);
  }
}

/** Log ids by organisation, as each database has them: they never change. */
const logs = new WeakMap<Units, Map<string, string>>();

async function logOf(db: Units, tx: Tx, organisationId: string): Promise<string> {
  const known = logs.get(db) ?? new Map<string, string>();
  logs.set(db, known);
  const before = known.get(organisationId);
  if (before !== undefined) return before;
  const where = { id: organisationId };
  const { logId } = await tx.organisation.findUniqueOrThrow({ where, select: { logId: true } });
  known.set(organisationId, logId);
  return logId;
}

async function append(db: Units, tx: Tx, unit: Unit, entries: Entry[]): Promise<string[]> {
  const log = await logOf(db, tx, unit.organisationId);
  return enterAll(sessionOf(tx), { ...unit, log }, entries);
}

async function post(
  tx: Tx,
  unit: Unit,
  messages: { kind: string; subject: string; payload: Record<string, unknown> }[],
): Promise<void> {
  for (const { kind } of messages)
    if (!sortOf(kind)) throw new Error(`the catalogue of events (domain/event-kinds.ts) does not know ${kind}`);
  await tx.outbox.createMany({
    data: messages.map((m) => ({
      organisationId: unit.organisationId,
      id: unit.ids.next("out"),
      kind: m.kind,
      subject: m.subject,
      payload: m.payload as Prisma.InputJsonObject,
      createdAt: new Date(unit.now),
    })),
  });
}

/**
 * Moves the revision, raises the fence where answers may become stricter, and wakes the nodes (NOTIFY is sent at commit).
 * Lines and verified drifts written in this unit carry revision -1 until their number is known here.
 */
async function revise(tx: Tx, { organisationId, now }: Unit, effect: Effect): Promise<number> {
  const rows = await tx.$queryRaw<{ revision: number }[]>`
    UPDATE organisation_revision SET revision = revision + 1,
      structure = CASE WHEN ${effect === "standing"} THEN structure ELSE revision + 1 END
    WHERE organisation_id = ${organisationId} RETURNING revision`;
  const revision = rows[0]?.revision;
  if (revision === undefined) throw new Error("an organisation without a revision");
  await tx.$executeRaw`UPDATE clause_line SET revision = ${revision} WHERE organisation_id = ${organisationId} AND revision = -1`;
  if (effect === "lowers") {
    await tx.$executeRaw`
      WITH enforced AS (
        UPDATE drift SET enforced_revision = ${revision},
          -- Where no node decides for the organisation yet, nobody can miss it.
          enforced_at = CASE WHEN EXISTS (SELECT 1 FROM node_ack a WHERE a.organisation_id = ${organisationId}) THEN enforced_at ELSE ${new Date(now)} END
        WHERE organisation_id = ${organisationId} AND enforced_revision = -1)
      UPDATE organisation_fence SET lowered_at = ${revision} WHERE organisation_id = ${organisationId}`;
  }
  await tx.$executeRaw`SELECT pg_notify('surety', ${JSON.stringify({ o: organisationId, r: revision })})`;
  return revision;
}
