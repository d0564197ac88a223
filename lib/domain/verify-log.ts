/** Verifies a whole log as it is served: every leaf is hashed again, and the tree over them is the one that was signed. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { type OpenCheckpoint, openCheckpoint, originOf } from "./checkpoint.ts";
import { parseLeaf } from "./leaf.ts";
import { appendLeaf, emptyFrontier, frontierRoot, type Hash, leafHash } from "./merkle.ts";
import { parseVerifierKey } from "./note.ts";
import { TILE_WIDTH, type TileName, tileWidth, unpackBundle, unpackTile } from "./tile.ts";
import { VerifyError } from "./verify-parts.ts";

/** Where a log is read from. */
export interface LogSource {
  /** A signed note. */
  checkpoint: string;
  /** Verifier keys that the reader trusts: the log's, and those of witnesses. */
  keys: readonly string[];
  /** A tile or an entry bundle, as served. */
  read(tile: TileName): Promise<Uint8Array>;
}

export interface LogReader {
  /** The newest head that the reader saw before; the log must extend it. */
  seen?: { size: number; root: Uint8Array } | null;
  hash?: Hash;
  /** Called after each tile. */
  progress?: (done: number, of: number) => void;
}

/** @throws VerifyError with the first bad entry, NoteError where the checkpoint is not signed */
export async function verifyLog(source: LogSource, { seen, hash, progress }: LogReader = {}): Promise<OpenCheckpoint> {
  const checkpoint = openCheckpoint(source.checkpoint, source.keys.map(parseVerifierKey));
  const { size, root, origin } = checkpoint;
  if (seen && size < seen.size)
    throw new VerifyError(`the log has ${size} entries now, and you have seen ${seen.size}: entries are missing`);
  let frontier = emptyFrontier();
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    for (const leaf of await leavesOf(source, origin, index, size, hash)) {
      frontier = appendLeaf(frontier, leaf, hash);
      if (seen && frontier.size === seen.size && bytesToHex(frontierRoot(frontier, hash)) !== bytesToHex(seen.root))
        throw new VerifyError(`the log was rewritten: its first ${seen.size} entries are not those that you have seen`);
    }
    progress?.(frontier.size, size);
  }
  if (bytesToHex(frontierRoot(frontier, hash)) !== bytesToHex(root))
    throw new VerifyError(`its ${size} entries do not lead to the root that was signed`);
  return checkpoint;
}

/** Leaf hashes of one tile's entries, made again from the leaves and held against the tile. */
async function leavesOf(
  source: LogSource,
  origin: string,
  index: number,
  size: number,
  hash?: Hash,
): Promise<Uint8Array[]> {
  const width = tileWidth(0, index, size);
  const [bundle, tile] = await Promise.all([
    source.read({ level: "entries", index, width }),
    source.read({ level: 0, index, width }),
  ]);
  const first = index * TILE_WIDTH;
  const leaves = unpackBundle(bundle, width);
  const hashes = unpackTile(tile, width);
  if (!leaves || !hashes) throw new VerifyError("from here on a tile is cut short", first);
  return leaves.map((bytes, i) => {
    const leaf = parseLeaf(new TextDecoder().decode(bytes));
    if (!leaf) throw new VerifyError("its leaf is malformed", first + i);
    if (originOf(leaf.log) !== origin) throw new VerifyError("its leaf is of another log", first + i);
    const digest = leafHash(bytes, hash);
    if (bytesToHex(digest) !== bytesToHex(hashes[i] as Uint8Array))
      throw new VerifyError("its leaf is not what the tree holds", first + i);
    return digest;
  });
}
