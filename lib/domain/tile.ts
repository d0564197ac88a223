/** Tiles and entry bundles (C2SP tlog-tiles): where the hashes and leaves of a log stand, and what they are read from. */
import { type Hash, merkleRoot, nodeHash, splitAt } from "./merkle.ts";

export const TILE_WIDTH = 256;
const DIGEST = 32;
const LEVELS = 63;

export interface TileName {
  /** 0 holds leaf hashes; each level above the roots of full tiles below; "entries" the leaves themselves. */
  level: number | "entries";
  /** Of the tile within its level. */
  index: number;
  /** Hashes or leaves in it: 256, or fewer at the right edge. */
  width: number;
}

/** `x001/x234/067` */
function indexPath(index: number): string {
  const digits = String(index).padStart(3 * Math.ceil(String(index).length / 3), "0");
  const parts = digits.match(/\d{3}/g) as string[];
  return parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join("/");
}

/** `0/x001/x234/067.p/12`: what follows `tile/`. */
export function tilePath({ level, index, width }: TileName): string {
  return `${level}/${indexPath(index)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

const PATH = /^(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile that a path names, or null where it names none. */
export function parseTilePath(path: string): TileName | null {
  const [, level, digits, width] = PATH.exec(path) ?? [];
  if (!level || !digits) return null;
  const index = Number(digits.replaceAll(/[x/]/g, ""));
  const name: TileName = {
    level: level === "entries" ? level : Number(level),
    index,
    width: width ? Number(width) : TILE_WIDTH,
  };
  if (!Number.isSafeInteger(index) || (name.level !== "entries" && name.level > LEVELS)) return null;
  return tilePath(name) === path ? name : null;
}

/** Leaves under one hash of this level. */
const spanOf = (level: number) => TILE_WIDTH ** level;

/** How wide the tile at this place is in a tree of `size` leaves; 0 where there is none. */
export function tileWidth(level: number | "entries", index: number, size: number): number {
  const hashes = Math.floor(size / spanOf(level === "entries" ? 0 : level)) - index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, hashes));
}

/** Leaves as a bundle: each with its length in two bytes, big-endian. */
export function packBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const data = new Uint8Array(leaves.reduce((sum, leaf) => sum + 2 + leaf.length, 0));
  const view = new DataView(data.buffer);
  let at = 0;
  for (const leaf of leaves) {
    view.setUint16(at, leaf.length);
    data.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return data;
}

/** The leaves of a bundle, or null where it is cut short or holds another number of them. */
export function unpackBundle(data: Uint8Array, width: number): Uint8Array[] | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at < data.length) {
    if (at + 2 > data.length) return null;
    const end = at + 2 + view.getUint16(at);
    if (end > data.length) return null;
    leaves.push(data.subarray(at + 2, end));
    at = end;
  }
  return leaves.length === width ? leaves : null;
}

/** The hashes of a tile, or null where it is not of this width. */
export function unpackTile(data: Uint8Array, width: number): Uint8Array[] | null {
  if (data.length !== width * DIGEST) return null;
  return Array.from({ length: width }, (_, i) => data.subarray(i * DIGEST, (i + 1) * DIGEST));
}

/** Gives a tile's hashes: from a database, over HTTP, out of a file. */
export type ReadTile = (name: TileName & { level: number }) => Promise<Uint8Array[]>;

/** A tree of `size` leaves, read from its tiles: its root and its proofs. */
export interface TileTree {
  root(): Promise<Uint8Array>;
  /** As `inclusionProof`. @param index below the size */
  inclusion(index: number): Promise<Uint8Array[]>;
  /** As `consistencyProof`. @param from 1 to the size */
  consistency(from: number): Promise<Uint8Array[]>;
  /** The root over leaves [from, to): of a subtree that RFC 6962 gives a tree of this size. */
  subtree(from: number, to: number): Promise<Uint8Array>;
}

export function tileTree(size: number, read: ReadTile, hash?: Hash): TileTree {
  const kept = new Map<string, Promise<Uint8Array[]>>();
  const tile = (level: number, index: number): Promise<Uint8Array[]> => {
    const name = `${level}/${index}`;
    const before = kept.get(name);
    if (before) return before;
    const reading = read({ level, index, width: tileWidth(level, index, size) });
    kept.set(name, reading);
    return reading;
  };
  const subtree = async (from: number, to: number): Promise<Uint8Array> => {
    const width = to - from;
    if (width === 0) return merkleRoot([], hash);
    const half = width === 1 ? 0 : splitAt(width);
    if (width !== 1 && half * 2 !== width) {
      const [left, right] = await Promise.all([subtree(from, from + half), subtree(from + half, to)]);
      return nodeHash(left, right, hash);
    }
    // A full subtree: its hashes lie in one tile, at the highest level that has any of it.
    let level = 0;
    while (spanOf(level + 1) <= width) level++;
    const [first, last] = [from / spanOf(level), to / spanOf(level)];
    const index = Math.floor(first / TILE_WIDTH);
    const hashes = await tile(level, index);
    return merkleRoot(hashes, hash, first - index * TILE_WIDTH, last - index * TILE_WIDTH);
  };
  const inclusion = async (index: number, from = 0, to = size): Promise<Uint8Array[]> => {
    if (to - from === 1) return [];
    const middle = from + splitAt(to - from);
    return index < middle
      ? [...(await inclusion(index, from, middle)), await subtree(middle, to)]
      : [...(await inclusion(index, middle, to)), await subtree(from, middle)];
  };
  const consistency = async (m: number, from: number, to: number, whole: boolean): Promise<Uint8Array[]> => {
    if (m === to - from) return whole ? [] : [await subtree(from, to)];
    const half = splitAt(to - from);
    return m <= half
      ? [...(await consistency(m, from, from + half, whole)), await subtree(from + half, to)]
      : [...(await consistency(m - half, from + half, to, false)), await subtree(from, from + half)];
  };
  return {
    root: () => subtree(0, size),
    inclusion: (index) => inclusion(index),
    consistency: (from) => consistency(from, 0, size, true),
    subtree,
  };
}
