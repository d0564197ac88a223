import type { Units } from "./client";

/** A node without a beat for this long is not live, ms. */
export const NODE_LIVE_MS = 15_000;

/** Registers this process, or beats: one row a node. */
export async function beat(
  db: Units,
  node: { id: string; startedAt: number; version: string },
  now: number,
): Promise<void> {
  const at = new Date(now);
  await db.system((tx) =>
    tx.node.upsert({
      where: { id: node.id },
      create: { id: node.id, startedAt: new Date(node.startedAt), beatAt: at, version: node.version },
      update: { beatAt: at },
    }),
  );
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
  await db.system(
    (tx) => tx.$executeRaw`
      INSERT INTO node_ack (organisation_id, node_id, revision, at)
      SELECT o, ${nodeId}, r, ${at} FROM unnest(${[...revisions.keys()]}::text[], ${[...revisions.values()]}::int[]) AS a(o, r)
      ON CONFLICT (organisation_id, node_id) DO UPDATE SET revision = excluded.revision, at = excluded.at
        WHERE node_ack.revision < excluded.revision`,
  );
}

/** Takes this node off the register, and those that have long been silent. */
export async function leave(db: Units, nodeId: string, now: number): Promise<void> {
  await db.system((tx) =>
    tx.node.deleteMany({ where: { OR: [{ id: nodeId }, { beatAt: { lt: new Date(now - 100 * NODE_LIVE_MS) } }] } }),
  );
}
