/**
 * The proof for many leaves at once: the roots of those subtrees that hold none of them, left to right. With one leaf it
 * holds the hashes of RFC 6962's inclusion proof; with a run of leaves, little more than twice as many.
 */
import { type Hash, merkleRoot, nodeHash, splitAt } from "./merkle.ts";

/** The first place in ascending `numbers` at or after `from` that holds `least` or more. */
function firstFrom(numbers: readonly number[], least: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Subtrees [from, to) of a tree of `size` leaves that hold none of the leaves `numbers` (ascending), left to right. */
export function subtreesBeside(size: number, numbers: readonly number[]): [from: number, to: number][] {
  const beside: [number, number][] = [];
  const walk = (from: number, to: number, first: number, end: number): void => {
    if (first === end) beside.push([from, to]);
    else if (to - from > 1 && end - first < to - from) {
      const middle = from + splitAt(to - from);
      const cut = firstFrom(numbers, middle, first, end);
      walk(from, middle, first, cut);
      walk(middle, to, cut, end);
    }
  };
  if (size > 0) walk(0, size, 0, numbers.length);
  return beside;
}

/**
 * The root that leaf hashes at these numbers and a proof lead to; null where the proof is too short or too long for them.
 * @param numbers ascending, below `size`
 */
export function rootFrom(
  size: number,
  numbers: readonly number[],
  leaves: readonly Uint8Array[],
  proof: readonly Uint8Array[],
  hash?: Hash,
): Uint8Array | null {
  let used = 0;
  const walk = (from: number, to: number, first: number, end: number): Uint8Array | null => {
    if (first === end) return proof[used++] ?? null;
    // Every leaf of it is here.
    if (end - first === to - from) return merkleRoot(leaves, hash, first, end);
    const middle = from + splitAt(to - from);
    const cut = firstFrom(numbers, middle, first, end);
    const left = walk(from, middle, first, cut);
    const right = left && walk(middle, to, cut, end);
    return left && right && nodeHash(left, right, hash);
  };
  const root = size > 0 ? walk(0, size, 0, numbers.length) : merkleRoot([], hash);
  return used === proof.length ? root : null;
}
