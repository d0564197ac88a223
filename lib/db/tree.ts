import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Checkpoint, originOf } from "@/lib/domain/checkpoint";
import { merkleRoot } from "@/lib/domain/merkle";
import { type ReadTile, TILE_WIDTH, type TileTree, tileTree, unpackTile } from "@/lib/domain/tile";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Session, Tx } from "./client";
import { sha256 } from "./hash";
import type { Reading } from "./together";

/** Full tiles of leaf hashes written in one step. */
const STEP = 16;

/** RFC 6962 2.1, of a row of ledger_entry. */
export const LEAF_HASH = "sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))";
const FULL = `SELECT hashes FROM ledger_tile WHERE organisation_id = $1 AND level = $2 AND "index" = $3`;
const LEAVES = `
  SELECT ${LEAF_HASH} AS hash FROM ledger_entry
  WHERE organisation_id = $1 AND "index" >= $2::int AND "index" < $3::int ORDER BY "index"`;
const ROOTS = `
  SELECT root AS hash FROM ledger_tile
  WHERE organisation_id = $1 AND level = $2 AND "index" >= $3::int AND "index" < $4::int ORDER BY "index"`;

/** The statements of a unit of work as a session's: tiles are read the same way for a request and in the background. */
export const sessionOf = (tx: Tx): Session => ({
  rows: <T>(_name: string, text: string, values: unknown[]) => tx.$queryRawUnsafe<T[]>(text, ...values),
});

/** Hashes [from, to) of a level, from what is below it. */
async function hashes(
  session: Session,
  organisationId: string,
  level: number,
  from: number,
  to: number,
): Promise<Uint8Array[]> {
  const rows =
    level === 0
      ? await session.rows<{ hash: Uint8Array }>("tile-leaves", LEAVES, [organisationId, from, to])
      : await session.rows<{ hash: Uint8Array }>("tile-roots", ROOTS, [organisationId, level - 1, from, to]);
  if (rows.length !== to - from) throw new Error(`the ledger lacks hashes ${from} to ${to} of level ${level}`);
  return rows.map(({ hash }) => new Uint8Array(hash));
}

/** Reads an organisation's tiles: the full ones as they are kept, what is not full from the entries or the roots below. */
export function tilesOf(session: Session, organisationId: string): ReadTile {
  return async ({ level, index, width }) => {
    if (width === TILE_WIDTH) {
      const [row] = await session.rows<{ hashes: Uint8Array }>("tile", FULL, [organisationId, level, index]);
      const kept = row && unpackTile(row.hashes, width);
      if (kept) return kept;
    }
    return hashes(session, organisationId, level, index * TILE_WIDTH, index * TILE_WIDTH + width);
  };
}

/** An organisation's tree at a size that it has, or had. */
export const treeOf = (session: Session, organisationId: string, size: number): TileTree =>
  tileTree(size, tilesOf(session, organisationId), sha256);

const PUT = `INSERT INTO ledger_tile (organisation_id, level, "index", hashes, root) VALUES ($1, $2, $3, $4, $5)`;

/**
 * Writes the tiles that are full at `size`, and those above that they fill.
 * @param have full tiles of leaf hashes that are written
 * @returns how many are written now, and whether there are more to write
 */
export async function writeTiles(
  session: Session,
  organisationId: string,
  size: number,
  have: number,
): Promise<{ written: number; more: boolean }> {
  const full = Math.floor(size / TILE_WIDTH);
  const next = Math.min(full, have + STEP);
  const put = async (level: number, index: number): Promise<void> => {
    const all = await hashes(session, organisationId, level, index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    const root = Buffer.from(merkleRoot(all, sha256));
    await session.rows("put-tile", PUT, [organisationId, level, index, Buffer.concat(all), root]);
    if ((index + 1) % TILE_WIDTH === 0) await put(level + 1, (index + 1) / TILE_WIDTH - 1);
  };
  for (let index = have; index < next; index++) await put(0, index);
  return { written: next, more: next < full };
}

/** What an organisation's log says of itself. */
export interface LogState {
  logId: string;
  origin: string;
  /** What is numbered. */
  head: Checkpoint;
  /** The newest signed head; null before the first. */
  signed: (Checkpoint & { note: string; at: Date; refused: string | null }) | null;
  /** The key in use: eight hex digits and 32 bytes; null before the first signature. */
  key: { id: string; publicKey: Uint8Array } | null;
}

const STATE = `
  SELECT o.log_id, h.size::int AS size, h.root, c.size::int AS signed_size, c.root AS signed_root, c.note, c.signed_at, c.refused,
    k.id AS key_id, encode(k.public_key, 'hex') AS public_key
  FROM organisation o JOIN ledger_head h ON h.organisation_id = o.id
  LEFT JOIN ledger_checkpoint c ON c.organisation_id = o.id
  LEFT JOIN LATERAL (SELECT id, public_key FROM ledger_key WHERE organisation_id = o.id ORDER BY seq DESC LIMIT 1) k ON true
  WHERE o.id = `;

interface StateRow {
  log_id: string;
  size: number;
  root: string;
  signed_size: number | null;
  signed_root: string | null;
  note: string | null;
  signed_at: Date | string | null;
  refused: string | null;
  key_id: string | null;
  /** 64 hex digits. */
  public_key: string | null;
}

/** @returns null where there is no such organisation */
export async function logState(session: Session, organisationId: string): Promise<LogState | null> {
  return stateOf(await session.rows<StateRow>("log-state", `${STATE}$1`, [organisationId]));
}

/** The same, beside other readings. */
export const logReading = (organisationId: string): Reading<LogState | null> => ({
  select: Prisma.sql`${Prisma.raw(STATE)}${organisationId}`,
  of: stateOf,
});

function stateOf([row]: readonly StateRow[]): LogState | null {
  if (!row) return null;
  const { log_id: logId, size, root, signed_size, signed_root, note, signed_at, refused, key_id, public_key } = row;
  const origin = originOf(logId);
  const signed =
    signed_size !== null && signed_root !== null && note !== null && signed_at !== null
      ? { origin, size: signed_size, root: hexToBytes(signed_root), note, at: new Date(signed_at), refused }
      : null;
  const key = key_id !== null && public_key !== null ? { id: key_id, publicKey: hexToBytes(public_key) } : null;
  return { logId, origin, head: { origin, size, root: hexToBytes(root) }, signed, key };
}

/** Takes the right to sign for an organisation until the session ends; false where another node has it. */
export async function holdSigning(session: Session, organisationId: string): Promise<boolean> {
  const [row] = await session.rows<{ held: boolean }>(
    "hold-signing",
    "SELECT pg_try_advisory_xact_lock(hashtextextended('signer ' || $1, 0)) AS held",
    [organisationId],
  );
  return row?.held === true;
}

/** Keeps a signed head. */
export async function putCheckpoint(
  session: Session,
  organisationId: string,
  { size, root }: Checkpoint,
  note: string,
  now: number,
): Promise<void> {
  await session.rows(
    "put-checkpoint",
    `INSERT INTO ledger_checkpoint (organisation_id, size, root, note, signed_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organisation_id) DO UPDATE SET size = $2, root = $3, note = $4, signed_at = $5, refused = NULL`,
    [organisationId, size, bytesToHex(root), note, new Date(now)],
  );
}

/** Notes why the newest head is not signed. */
export async function putRefusal(session: Session, organisationId: string, why: string): Promise<void> {
  await session.rows("put-refusal", "UPDATE ledger_checkpoint SET refused = $2 WHERE organisation_id = $1", [
    organisationId,
    why,
  ]);
}

/** Makes a key the one in use; a key that was used before stays as it stands. */
export async function putKey(
  session: Session,
  organisationId: string,
  key: { id: string; publicKey: Uint8Array },
  now: number,
): Promise<void> {
  await session.rows(
    "put-key",
    "INSERT INTO ledger_key (organisation_id, id, public_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [organisationId, key.id, Buffer.from(key.publicKey), new Date(now)],
  );
}

/** Organisations whose newest numbered head has no signature yet; `all`: every one, for what is checked at start. */
export async function unsigned(session: Session, all: boolean): Promise<string[]> {
  const rows = await session.rows<{ organisation_id: string }>(
    "unsigned",
    `SELECT h.organisation_id FROM ledger_head h LEFT JOIN ledger_checkpoint c USING (organisation_id)
     WHERE $1 OR h.size <> coalesce(c.size, 0) OR h.tiles < h.size / ${TILE_WIDTH}`,
    [all],
  );
  return rows.map((row) => row.organisation_id);
}
