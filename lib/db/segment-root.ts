import { createHash, hash } from "node:crypto";
import { inclusionProof, leafHash } from "@/lib/domain/merkle";
import { sha256 } from "./hash";

/** Of SHA-256, bytes. */
const DIGEST = 32;
/** RFC 6962 2.1: what leaves and nodes are hashed with in front. */
const LEAF = 0;
const NODE = 1;

/**
 * The Merkle root of a segment (RFC 6962): a leaf per line, its data the line's own 32 bytes of salt and the line, so
 * that one decision can be shown, or erased, without the others. The salts are SHAKE256 of the segment's salt, in order.
 */
export function segmentRoot(lines: readonly string[], salt: Uint8Array): Buffer<ArrayBuffer> {
  const salts = saltsOf(salt, lines.length);
  const level = Buffer.allocUnsafeSlow(DIGEST * lines.length);
  let work = Buffer.allocUnsafeSlow(1024);
  lines.forEach((line, i) => {
    // A character takes three bytes at most.
    if (work.length < 1 + DIGEST + 3 * line.length) work = Buffer.allocUnsafeSlow(2 * (1 + DIGEST + 3 * line.length));
    work[0] = LEAF;
    salts.copy(work, 1, DIGEST * i, DIGEST * (i + 1));
    const end = 1 + DIGEST + work.write(line, 1 + DIGEST);
    level.write(hash("sha256", work.subarray(0, end), "binary"), DIGEST * i, "latin1");
  });
  return foldLevels(level, lines.length);
}

/** Hashes neighbours together, level by level in place, an odd last one going up as it is: the tree of RFC 6962 2.1. */
function foldLevels(level: Buffer<ArrayBuffer>, leaves: number): Buffer<ArrayBuffer> {
  const node = Buffer.allocUnsafeSlow(1 + 2 * DIGEST);
  node[0] = NODE;
  for (let width = leaves; width > 1; width = Math.ceil(width / 2)) {
    for (let i = 0; i < width; i += 2) {
      const to = (DIGEST * i) / 2;
      level.copy(node, 1, DIGEST * i, DIGEST * (i + 2));
      if (i + 1 < width) level.write(hash("sha256", node, "binary"), to, "latin1");
      else level.copy(level, to, DIGEST * i, DIGEST * (i + 1));
    }
  }
  return Buffer.from(level.subarray(0, DIGEST));
}

/** A segment's lines as salted leaves: SHAKE256 of the segment's salt gives each line, in order, 32 bytes of its own. */
function saltsOf(salt: Uint8Array, lines: number): Buffer {
  return createHash("shake256", { outputLength: DIGEST * lines })
    .update(salt)
    .digest();
}

/** One line's salt and the way from it to the segment's root (`lib/domain/receipt.ts`). */
export function wayInSegment(
  lines: readonly string[],
  salt: Uint8Array,
  index: number,
): { salt: Uint8Array; path: Uint8Array[] } {
  const salts = saltsOf(salt, lines.length);
  const own = (i: number) => salts.subarray(DIGEST * i, DIGEST * (i + 1));
  const leaves = lines.map((line, i) => leafHash(Buffer.concat([own(i), Buffer.from(line)]), sha256));
  return { salt: new Uint8Array(own(index)), path: inclusionProof(leaves, index, sha256) };
}
