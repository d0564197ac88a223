import { bytesToHex } from "@noble/hashes/utils.js";
import { opens, parseLeaf } from "@/lib/domain/leaf";
import { appendLeaf, emptyFrontier, type Frontier, frontierRoot, leafHash, merkleRoot } from "@/lib/domain/merkle";
import { SEALED } from "@/lib/domain/receipt";
import { TILE_WIDTH } from "@/lib/domain/tile";
import type { Session, Sessions } from "./client";
import { sha256 } from "./hash";
import { linesOf } from "./segment";
import { segmentRoot } from "./segment-root";
import { logState, tilesOf } from "./tree";

/** What walking a ledger whole found. */
export interface Audit {
  /** Entries that were walked. */
  size: number;
  /** The first thing that is wrong; null: nothing is. */
  problem: string | null;
}

interface Row {
  id: string;
  index: number;
  kind: string;
  leaf: string;
  actor: unknown;
  subject: string;
  payload: unknown;
  salt: Uint8Array | null;
}

const ENTRIES = `
  SELECT id, "index"::int AS index, kind, leaf, actor, subject, payload, salt FROM ledger_entry
  WHERE organisation_id = $1 AND "index" >= $2::int AND "index" < $3::int ORDER BY "index"`;
const SEGMENTS = `
  SELECT body, root, salt FROM decision_segment WHERE organisation_id = $1 AND sealed_by = $2 ORDER BY first_id`;

/**
 * Walks an organisation's ledger from its first entry: every leaf holds its facts, every tile its leaves, every sealed
 * decision leads to the root that seals it, and all of it to the signed head. A tile at a time, so that nothing waits.
 */
export async function auditLedger(db: Sessions, organisationId: string): Promise<Audit> {
  const state = await db.session((session) => logState(session, organisationId));
  const { size, root } = state?.signed ?? { size: 0, root: null };
  if (!state || !root) return { size: 0, problem: null };
  let frontier = emptyFrontier();
  for (let from = 0; from < size; from += TILE_WIDTH) {
    const to = Math.min(size, from + TILE_WIDTH);
    const step = await db.session((session) => auditTile(session, organisationId, state.logId, from, to, frontier));
    if (typeof step === "string") return { size: from, problem: step };
    frontier = step;
  }
  const wrong = bytesToHex(frontierRoot(frontier, sha256)) !== bytesToHex(root);
  return { size, problem: wrong ? `its ${size} entries do not lead to the root that was signed` : null };
}

async function auditTile(
  session: Session,
  organisationId: string,
  logId: string,
  from: number,
  to: number,
  before: Frontier,
): Promise<Frontier | string> {
  const rows = await session.rows<Row>("audit-entries", ENTRIES, [organisationId, from, to]);
  const gap = rows.findIndex(({ index }, i) => index !== from + i);
  if (rows.length !== to - from) return `entry #${gap < 0 ? from + rows.length : from + gap}: it is missing`;
  let frontier = before;
  const hashes: Uint8Array[] = [];
  for (const row of rows) {
    const why = await entryFault(session, organisationId, logId, row);
    if (why) return `entry #${row.index}: ${why}`;
    const hash = leafHash(row.leaf, sha256);
    hashes.push(hash);
    frontier = appendLeaf(frontier, hash, sha256);
  }
  const tile = await tilesOf(session, organisationId)({ level: 0, index: from / TILE_WIDTH, width: to - from });
  const bad = tile.findIndex((hash, i) => bytesToHex(hash) !== bytesToHex(hashes[i] as Uint8Array));
  return bad < 0 ? frontier : `entry #${from + bad}: its leaf is not what its tile holds`;
}

async function entryFault(
  session: Session,
  organisationId: string,
  logId: string,
  { id, kind, leaf: text, actor, subject, payload, salt }: Row,
): Promise<string | null> {
  const leaf = parseLeaf(text);
  if (!leaf || leaf.kind !== kind) return "its leaf is malformed";
  if (leaf.log !== logId) return "its leaf is of another log";
  if ((payload === null) !== (salt === null)) return "it has facts or a salt, but not both";
  const facts = { actor, subject, payload };
  if (salt && !opens(leaf.commitments.facts ?? "", new Uint8Array(salt), facts, sha256))
    return "its facts are not those that were sealed";
  if (kind === SEALED && leaf.commitments.decisions)
    return sealFault(session, organisationId, id, leaf.commitments.decisions);
  return null;
}

/** Whether decisions are still those whose root an entry sealed. */
async function sealFault(
  session: Session,
  organisationId: string,
  entryId: string,
  sealed: string,
): Promise<string | null> {
  type Segment = { body: Uint8Array; root: Uint8Array; salt: Uint8Array };
  const segments = await session.rows<Segment>("audit-segments", SEGMENTS, [organisationId, entryId]);
  const roots = segments.map(({ body, salt }) => leafHash(segmentRoot(linesOf(body), salt), sha256));
  return bytesToHex(merkleRoot(roots, sha256)) === sealed ? null : "the decisions are not those that it sealed";
}

/** Walks every ledger, and notes what was found. @param found is told of each */
export async function auditLedgers(
  db: Sessions,
  now: () => number,
  found: (organisationId: string, audit: Audit) => void,
): Promise<void> {
  const ids = await db.session((session) =>
    session.rows<{ organisation_id: string }>("audit-all", "SELECT organisation_id FROM ledger_checkpoint", []),
  );
  for (const { organisation_id: organisationId } of ids) {
    const audit = await auditLedger(db, organisationId);
    await db.session((session) =>
      session.rows(
        "audited",
        "UPDATE ledger_head SET audited_at = $2, audited_size = $3, audit_problem = $4 WHERE organisation_id = $1",
        [organisationId, new Date(now()), audit.size, audit.problem],
      ),
    );
    found(organisationId, audit);
  }
}
