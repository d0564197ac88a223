/**
 * RFC 6962 Merkle trees: hashes, a frontier to append to, proofs and their verification.
 * Pure and synchronous; the hash function comes in (noble's SHA-256 by default, node:crypto's where speed matters).
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { roomBefore } from "./utf8.ts";

export type Hash = (data: Uint8Array) => Uint8Array;

/** A prefix and two parts in one buffer: what RFC 6962 2.1 hashes. */
function prefixed(prefix: number, left: Uint8Array, right?: Uint8Array): Uint8Array {
  const data = new Uint8Array(1 + left.length + (right?.length ?? 0));
  data[0] = prefix;
  data.set(left, 1);
  if (right) data.set(right, 1 + left.length);
  return data;
}

/** RFC 6962 2.1: SHA-256(0x00 || leaf). @param leaf bytes, or a text that stands for its UTF-8 */
export function leafHash(leaf: Uint8Array | string, hash: Hash = sha256): Uint8Array {
  if (typeof leaf !== "string") return hash(prefixed(0, leaf));
  const data = roomBefore(1, leaf);
  data[0] = 0;
  return hash(data);
}

const PAIR = new Uint8Array(65);
PAIR[0] = 1;

/** RFC 6962 2.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Hash = sha256): Uint8Array {
  if (left.length !== 32 || right.length !== 32) return hash(prefixed(1, left, right));
  // One buffer for all of them: it is hashed before anybody else writes to it.
  PAIR.set(left, 1);
  PAIR.set(right, 33);
  return hash(PAIR);
}

/** The greatest power of two below `size` (> 1). */
export function splitAt(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** The root over leaf hashes [from, to); of no leaf: the hash of nothing. */
export function merkleRoot(
  leaves: readonly Uint8Array[],
  hash: Hash = sha256,
  from = 0,
  to = leaves.length,
): Uint8Array {
  if (to === from) return hash(new Uint8Array(0));
  if (to - from === 1) return leaves[from] as Uint8Array;
  const middle = from + splitAt(to - from);
  return nodeHash(merkleRoot(leaves, hash, from, middle), merkleRoot(leaves, hash, middle, to), hash);
}

/** The right edge of a tree: roots of its full subtrees, the largest first; all that appending needs. */
export interface Frontier {
  size: number;
  hashes: Uint8Array[];
}

export const emptyFrontier = (): Frontier => ({ size: 0, hashes: [] });

/** The frontier with one more leaf. */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array, hash: Hash = sha256): Frontier {
  const hashes = [...frontier.hashes];
  let node = leaf;
  // Each trailing 1 bit of the old size is a full subtree that the new leaf completes.
  for (let size = frontier.size; size % 2 === 1; size = (size - 1) / 2) {
    node = nodeHash(hashes.pop() as Uint8Array, node, hash);
  }
  hashes.push(node);
  return { size: frontier.size + 1, hashes };
}

/** The root of the tree that a frontier stands for. */
export function frontierRoot(frontier: Frontier, hash: Hash = sha256): Uint8Array {
  if (frontier.hashes.length === 0) return hash(new Uint8Array(0));
  return frontier.hashes.reduceRight((right, left) => nodeHash(left, right, hash));
}

/** Thrown for an index or a size that the tree does not have. */
export class MerkleRangeError extends Error {
  override name = "MerkleRangeError";
}

/** RFC 6962 2.1.1: the path from leaf `index` to the root over all `leaves` (hashes), leaf's sibling first. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number, hash: Hash = sha256): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new MerkleRangeError(`no leaf ${index}`);
  const path = (from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const middle = from + splitAt(to - from);
    return index < middle
      ? [...path(from, middle), merkleRoot(leaves, hash, middle, to)]
      : [...path(middle, to), merkleRoot(leaves, hash, from, middle)];
  };
  return path(0, leaves.length);
}

/** RFC 6962 2.1.2: the proof that the tree over the first `size` leaves is the start of the tree over all of them. */
export function consistencyProof(leaves: readonly Uint8Array[], size: number, hash: Hash = sha256): Uint8Array[] {
  if (!Number.isInteger(size) || size < 1 || size > leaves.length)
    throw new MerkleRangeError(`no tree of size ${size}`);
  const path = (m: number, from: number, to: number, whole: boolean): Uint8Array[] => {
    if (m === to - from) return whole ? [] : [merkleRoot(leaves, hash, from, to)];
    const half = splitAt(to - from);
    return m <= half
      ? [...path(m, from, from + half, whole), merkleRoot(leaves, hash, from + half, to)]
      : [...path(m - half, from + half, to, false), merkleRoot(leaves, hash, from, from + half)];
  };
  return path(size, 0, leaves.length, true);
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const areDigests = (...all: Uint8Array[]) => all.every((digest) => digest.length === 32);
const isSize = (size: number) => Number.isSafeInteger(size) && size >= 0;
const half = (n: number) => Math.floor(n / 2);
const odd = (n: number) => n % 2 === 1;

/** RFC 9162 2.1.3.2: whether `proof` shows that the leaf hash stands at `index` of the tree of `size` leaves with `root`. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  hash: Hash = sha256,
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || !areDigests(leaf, root, ...proof)) return false;
  let [node, last] = [index, size - 1];
  let at = leaf;
  for (const step of proof) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      at = nodeHash(step, at, hash);
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      at = nodeHash(at, step, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(at, root);
}

/**
 * RFC 9162 2.1.4.2: whether `proof` shows that the tree (`size1`, `root1`) is the start of the tree (`size2`, `root2`).
 * A first size of 0 proves nothing and is refused.
 */
export function verifyConsistency(
  size1: number,
  size2: number,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
  hash: Hash = sha256,
): boolean {
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && same(root1, root2);
  if (proof.length === 0 || !areDigests(root1, root2, ...proof)) return false;
  let [node, last] = [size1 - 1, size2 - 1];
  while (odd(node)) [node, last] = [half(node), half(last)];
  // Where the first tree is a full subtree of the second, its root is known and left out of the proof.
  const path = node === 0 ? [root1, ...proof] : proof;
  let [before, after] = [path[0] as Uint8Array, path[0] as Uint8Array];
  for (const step of path.slice(1)) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      [before, after] = [nodeHash(step, before, hash), nodeHash(step, after, hash)];
      while (!odd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = nodeHash(after, step, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(before, root1) && same(after, root2);
}
