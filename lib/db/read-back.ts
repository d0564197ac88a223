import type { Sessions } from "./client";
import { record } from "./recorder";
import { fromBody } from "./segment";
import type { Spooled } from "./spool";

/** What became of a spooled batch: stored now, or before; or its first try had been stored after all. */
export type ReadBack = "recorded" | "known" | "stood";

/** The sequencer's own lease: while it is held no segments are merged, so that an id is found where it was put. */
const LEASE = "SELECT pg_advisory_xact_lock(hashtextextended('sequencer ' || $1, 0))";
const KNOWN = "SELECT 1 FROM exception WHERE organisation_id = $1 AND id = ANY($2) LIMIT 1";
const AROUND =
  "SELECT body FROM decision_segment WHERE organisation_id = $1 AND node = $2 AND first_id <= $3 AND last_id >= $3";
const EXCEPTIONS = `
  INSERT INTO exception (organisation_id, id, kind, decision_id, agent, action, at, detail)
  SELECT $1, e.id, e.kind, e.decision, e.agent, e.action, e.at, e.detail
  FROM jsonb_to_recordset($2) AS e(id text, kind text, decision text, agent text, action text, at timestamptz, detail jsonb)`;

/**
 * Stores a batch that was answered without the database: decisions, index, reviews and exceptions together, or nothing.
 * Given twice it is stored once: its exceptions tell. Where the commit that the database fell silent over had gone through
 * after all, the decisions stand as they were committed, and the exceptions say what was answered.
 */
export async function readBack(db: Sessions, { batch, uncertain }: Spooled): Promise<ReadBack> {
  const { organisationId, exceptions } = batch;
  return db.session(async (session) => {
    await session.rows("spool-lease", LEASE, [organisationId]);
    const ids = (exceptions ?? []).map(({ id }) => id);
    if ((await session.rows("spool-known", KNOWN, [organisationId, ids])).length > 0) return "known";
    if (uncertain) {
      const around = await session.rows<{ body: Buffer }>("spool-around", AROUND, [
        ...[organisationId, batch.node, batch.firstId],
      ]);
      if (around.some(({ body }) => fromBody(body).some(({ id }) => id === batch.firstId))) {
        await session.rows("spool-exceptions", EXCEPTIONS, [organisationId, JSON.stringify(exceptions)]);
        return "stood";
      }
    }
    const run = async (name: string, text: string, values: (string | Buffer)[]) =>
      (await session.rows(name, text, values)).length;
    const result = await record(run, batch);
    if (result !== "recorded") throw new Error(`a spooled batch was refused: ${result}`);
    return "recorded";
  });
}
