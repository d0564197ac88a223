import type { ActorRecord } from "@/lib/db/rows";
import type { Consequence } from "@/lib/domain/pact";
import type { ClauseLine, Latch } from "@/lib/domain/state";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";

/** One clause of one agent's pact, whatever its version: what its lines and latches are held by. */
export interface ClauseKey {
  agent: string;
  pact: string;
  clause: string;
}
export type LineKey = Pick<ClauseLine, "agent" | "pact" | "clause" | "evidenceHash" | "release">;

const BUCKETS = 64;

/**
 * Holds these clauses' lines and latches until the transaction ends: take it before reading what will be rewritten. Always
 * in the same order, so that two who need several never wait for each other; in a bounded number of locks.
 */
export async function lockClauses(tx: Tx, organisationId: string, keys: readonly ClauseKey[]): Promise<void> {
  const names = keys.map((key) => JSON.stringify([key.agent, key.pact, key.clause]));
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtext(${`lines ${organisationId}`}), bucket)
    FROM (SELECT DISTINCT hashtext(name) & ${BUCKETS - 1} AS bucket FROM unnest(${names}::text[]) AS name ORDER BY 1) AS buckets`;
}

const among = (keys: readonly ClauseKey[]) => {
  const one = new Map(keys.map(({ agent, pact, clause }) => [`${agent}\n${pact}\n${clause}`, { agent, pact, clause }]));
  return { OR: [...one.values()] };
};

/** The lines with these very names. */
export async function readLinesNamed(tx: Tx, organisationId: string, keys: readonly LineKey[]): Promise<ClauseLine[]> {
  const named = keys.map(keyOf);
  const rows = await tx.$queryRaw<{ state: unknown }[]>`
    SELECT l.state FROM (SELECT DISTINCT * FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
        AS k(agent text, pact text, clause text, "evidenceHash" text, release text)) AS k
      JOIN clause_line l ON l.organisation_id = ${organisationId} AND l.agent = k.agent AND l.pact = k.pact
        AND l.clause = k.clause AND l.evidence_hash = k."evidenceHash" AND l.release = k.release`;
  return rows.map((row) => row.state as ClauseLine);
}

/** The lines of these clauses, of every version and release. */
export async function readLines(tx: Tx, organisationId: string, keys: readonly ClauseKey[]): Promise<ClauseLine[]> {
  const rows = await tx.clauseLine.findMany({ where: { organisationId, ...among(keys) }, select: { state: true } });
  return rows.map((row) => row.state as unknown as ClauseLine);
}

/** Writes lines whole. Their revision is -1 until `ledgered` knows the number of this change. */
export async function writeLines(
  tx: Tx,
  organisationId: string,
  lines: readonly ClauseLine[],
  now: number,
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((state) => ({ ...keyOf(state), state }));
  await tx.$executeRaw`
    INSERT INTO clause_line (organisation_id, agent, pact, clause, evidence_hash, release, state, revision, updated_at)
    SELECT ${organisationId}, l.agent, l.pact, l.clause, l."evidenceHash", l.release, l.state, -1, ${new Date(now)}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS l(agent text, pact text, clause text, "evidenceHash" text, release text, state jsonb)
    ON CONFLICT (organisation_id, agent, pact, clause, evidence_hash, release)
    DO UPDATE SET state = excluded.state, revision = -1, updated_at = excluded.updated_at`;
}

const keyOf = ({ agent, pact, clause, evidenceHash, release }: LineKey): LineKey => ({
  agent,
  pact,
  clause,
  evidenceHash,
  release,
});

/** A latch with the drift that it belongs to. */
export type HeldLatch = Latch & { driftId: string | null };

/** The latches of these clauses that nobody lifted yet, in force or waiting for their verification. */
export async function openLatches(tx: Tx, organisationId: string, keys: readonly ClauseKey[]): Promise<HeldLatch[]> {
  const rows = await tx.latch.findMany({
    where: { organisationId, liftedAt: null, ...among(keys) },
    orderBy: [{ since: "asc" }, { id: "asc" }],
  });
  return rows.map(latchOf);
}

/** A stored latch as the rules read it. */
export function latchOf(row: Prisma.LatchGetPayload<object>): HeldLatch {
  return {
    id: row.id,
    agent: row.agent,
    pact: row.pact,
    clause: row.clause,
    release: row.release,
    trigger: row.trigger as Latch["trigger"],
    at: row.at ?? undefined,
    since: row.since.getTime(),
    verifiedAt: row.verifiedAt.getTime(),
    says: row.says,
    consequence: (row.consequence as unknown as Consequence | null) ?? undefined,
    evidenceId: row.evidenceId ?? undefined,
    driftId: row.driftId,
  };
}

export async function insertLatches(tx: Tx, organisationId: string, latches: readonly HeldLatch[]): Promise<void> {
  if (latches.length === 0) return;
  await tx.latch.createMany({
    data: latches.map(({ consequence, ...latch }) => ({
      ...latch,
      organisationId,
      since: new Date(latch.since),
      verifiedAt: new Date(latch.verifiedAt),
      consequence: consequence ? (consequence as unknown as Prisma.InputJsonObject) : Prisma.DbNull,
    })),
  });
}

/** Lifts open latches: they act no longer, and stay in history with who lifted them and why. */
export async function liftLatches(
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
  lift: { at: number; by: ActorRecord; reason: string },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.latch.updateMany({
    where: { organisationId, id: { in: [...ids] }, liftedAt: null },
    data: { liftedAt: new Date(lift.at), liftedBy: { ...lift.by }, liftReason: lift.reason },
  });
}

/** Keeps what a person did to a line, in order with the evidence, so that a replay rebuilds the line. */
export async function noteLineAct(
  tx: Tx,
  organisationId: string,
  line: LineKey,
  act: { kind: "lifted" | "verified"; trigger: Latch["trigger"]; at: number; by: ActorRecord },
): Promise<void> {
  await tx.lineAct.create({
    data: {
      organisationId,
      ...keyOf(line),
      kind: act.kind,
      trigger: act.trigger,
      at: new Date(act.at),
      by: { ...act.by },
    },
  });
}

/** Digests of artifacts that have renewed a window of these clauses already, as `agent\npact\nclause\nsha256`. */
export async function usedArtifacts(
  tx: Tx,
  organisationId: string,
  keys: readonly (ClauseKey & { sha256: string })[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx.evidence.findMany({
    where: { organisationId, counts: true, artifactSha256: { in: keys.map((key) => key.sha256) }, ...among(keys) },
    select: { agent: true, pact: true, clause: true, artifactSha256: true },
  });
  return new Set(rows.map((row) => artifactKey(row, row.artifactSha256 ?? "")));
}

export const artifactKey = ({ agent, pact, clause }: ClauseKey, sha256: string): string =>
  `${agent}\n${pact}\n${clause}\n${sha256}`;

/** What groups the retries of one task (METHODS.md 1). */
export function taskOf(attributes: unknown): string | null {
  const task = (attributes as { task?: unknown } | null)?.task;
  return typeof task === "string" || typeof task === "number" ? String(task) : null;
}
