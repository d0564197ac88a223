import type { Tx, Units } from "./client";

/** A node without a beat for this long is not live, ms. */
const NODE_LIVE_MS = 15_000;

/** A node that was heard from within this time may still answer on what it knew last (ARCHITECTURE 3: medium risk), ms. */
const NODE_SILENT_MS = 900_000;

export interface NodeRow {
  id: string;
  startedAt: number;
  version: string;
  host: string;
  pid: number;
  /** Decisions answered since it started, by how long each took (lib/domain/latency.ts). */
  decided: readonly number[];
}

/** Registers this process, or beats: one row a node. */
export async function beat(db: Units, node: NodeRow, now: number): Promise<void> {
  const at = new Date(now);
  const { id, startedAt, version, host, pid, decided } = node;
  await db.system(async (tx) => {
    await tx.node.upsert({
      where: { id },
      create: { id, startedAt: new Date(startedAt), beatAt: at, version, host, pid, decided: decided.map(BigInt) },
      update: { beatAt: at, decided: decided.map(BigInt) },
    });
    await closeClocks(tx, null, now);
  });
}

/** How long the decisions of the nodes now live took, in buckets. @param now ms */
export async function decisionTimes(tx: Tx, now: number): Promise<{ nodes: number; counts: number[] }> {
  const live = await tx.node.findMany({
    where: { beatAt: { gt: new Date(now - NODE_LIVE_MS) } },
    select: { decided: true },
  });
  const told = live.map(({ decided }) => decided.map(Number)).filter((counts) => counts.length > 0);
  const counts = (told[0] ?? []).map((_, i) => told.reduce((sum, own) => sum + (own[i] ?? 0), 0));
  return { nodes: live.length, counts };
}

/** Takes processes of this machine off the register that ended without a word. @param alive whether a process is there */
export async function buryDead(db: Units, host: string, alive: (pid: number) => boolean): Promise<void> {
  await db.system(async (tx) => {
    const nodes = await tx.node.findMany({ where: { host, pid: { not: null } }, select: { id: true, pid: true } });
    const dead = nodes.filter(({ pid }) => !alive(pid as number)).map(({ id }) => id);
    if (dead.length > 0) await tx.node.deleteMany({ where: { id: { in: dead } } });
  });
}

/**
 * Stops the drift-to-control clocks of drifts whose lowering nothing that decides can miss any more: each node that holds
 * the organisation, and each agent or gateway that decides by itself, has acknowledged it, or has been silent for so long
 * that it answers nothing.
 * @param organisations null: all
 */
export async function closeClocks(tx: Tx, organisations: string[] | null, now: number): Promise<void> {
  const heard = new Date(now - NODE_SILENT_MS);
  await tx.$executeRaw`
    UPDATE drift d SET enforced_at = ${new Date(now)}
    WHERE d.enforced_at IS NULL AND d.enforced_revision > 0
      AND (${organisations}::text[] IS NULL OR d.organisation_id = ANY(${organisations}::text[]))
      AND NOT EXISTS (
        SELECT 1 FROM node_ack a JOIN node n ON n.id = a.node_id
        WHERE a.organisation_id = d.organisation_id AND a.revision < d.enforced_revision AND n.beat_at > ${heard})
      AND NOT EXISTS (
        SELECT 1 FROM heartbeat h
        WHERE h.organisation_id = d.organisation_id AND h.revision < d.enforced_revision AND h.beat_at > ${heard})`;
}

/** What may still decide on a revision before this one: nodes, and agents and gateways that decide by themselves. @param now ms */
export async function notAcknowledged(
  tx: Tx,
  organisationId: string,
  revision: number,
  now: number,
): Promise<string[]> {
  const heard = new Date(now - NODE_SILENT_MS);
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT 'node ' || n.id AS name FROM node_ack a JOIN node n ON n.id = a.node_id
    WHERE a.organisation_id = ${organisationId} AND a.revision < ${revision} AND n.beat_at > ${heard}
    UNION ALL SELECT kind || ' ' || name FROM heartbeat
    WHERE organisation_id = ${organisationId} AND revision < ${revision} AND beat_at > ${heard} ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** Writes down which revision of each organisation this node decides on now. Never goes back. */
export async function acknowledge(
  db: Units,
  nodeId: string,
  revisions: Map<string, number>,
  now: number,
): Promise<void> {
  if (revisions.size === 0) return;
  const at = new Date(now);
  await db.system(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO node_ack (organisation_id, node_id, revision, at)
      SELECT o, ${nodeId}, r, ${at} FROM unnest(${[...revisions.keys()]}::text[], ${[...revisions.values()]}::int[]) AS a(o, r)
      ON CONFLICT (organisation_id, node_id) DO UPDATE SET revision = excluded.revision, at = excluded.at
        WHERE node_ack.revision < excluded.revision`;
    await closeClocks(tx, [...revisions.keys()], now);
  });
}

/** Live nodes that still decide for the organisation on a revision before this one. @param now ms */
export async function nodesBehind(tx: Tx, organisationId: string, revision: number, now: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id FROM node_ack a JOIN node n ON n.id = a.node_id
    WHERE a.organisation_id = ${organisationId} AND a.revision < ${revision} AND n.beat_at > ${new Date(now - NODE_LIVE_MS)}`;
  return rows.map(({ id }) => id);
}

/** Takes this node off the register, and those that have long been silent. */
export async function leave(db: Units, nodeId: string, now: number): Promise<void> {
  await db.system((tx) =>
    tx.node.deleteMany({ where: { OR: [{ id: nodeId }, { beatAt: { lt: new Date(now - 100 * NODE_LIVE_MS) } }] } }),
  );
}
