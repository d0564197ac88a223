/**
 * Receipts: that one entry, or one decision, stands in the log, as a C2SP tlog-proof with what it proves beside it.
 * A decision stands in the log by the root of the batch that it was sealed with; the proof's `extra` holds the way there.
 */
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { digestFrom, fromBase64, toBase64 } from "./base64.ts";
import { type Leaf, leafJson } from "./leaf.ts";
import { type Hash, leafHash, nodeHash } from "./merkle.ts";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** A C2SP tlog-proof. */
export interface LogProof {
  extra: Uint8Array | null;
  /** The entry's number. */
  index: number;
  /** RFC 6962 2.1.1, the leaf's sibling first. */
  path: Uint8Array[];
  /** A checkpoint as a signed note. */
  checkpoint: string;
}

export function logProofText({ extra, index, path, checkpoint }: LogProof): string {
  const lines = [FIRST_LINE, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...path.map(toBase64)];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** @returns null where the text is no such proof */
export function parseLogProof(text: string): LogProof | null {
  const end = text.indexOf("\n\n");
  const lines = end < 0 ? [] : text.slice(0, end).split("\n");
  if (lines.shift() !== FIRST_LINE) return null;
  let extra: Uint8Array | null = null;
  if (lines[0]?.startsWith("extra ")) {
    extra = fromBase64((lines.shift() ?? "").slice(6));
    if (!extra) return null;
  }
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "") ?? [];
  const path = lines.map(digestFrom);
  const whole = (hash: Uint8Array | null): hash is Uint8Array => hash !== null;
  if (digits === undefined || path.length > 63 || !path.every(whole)) return null;
  return { extra, index: Number(digits), path, checkpoint: text.slice(end + 2) };
}

/** The way from a decision to the root that its batch was sealed with. */
export interface SealedWay {
  /** Of the entry that seals it, ms. */
  at: number;
  /** That entry's commitment to its facts. */
  facts: Uint8Array;
  /** The decision's own, 32 bytes. */
  salt: Uint8Array;
  /** Its place among the lines of its segment, and the way to the segment's root. */
  line: { index: number; size: number; path: Uint8Array[] };
  /** The segment's place among those sealed with it, and the way to the sealed root. */
  segment: { index: number; size: number; path: Uint8Array[] };
}

const HEAD = 8 + 32 + 32 + 4 * 4;

export function packWay({ at, facts, salt, line, segment }: SealedWay): Uint8Array {
  const head = new Uint8Array(HEAD);
  const view = new DataView(head.buffer);
  view.setBigUint64(0, BigInt(at));
  head.set(facts, 8);
  head.set(salt, 40);
  [line.index, line.size, segment.index, segment.size].forEach((value, i) => {
    view.setUint32(72 + 4 * i, value);
  });
  return concatBytes(head, ...line.path, ...segment.path);
}

/** Hashes on the way from leaf `index` to the root of `size` leaves. */
function pathLength(index: number, size: number): number {
  let length = 0;
  for (let [node, last] = [index, size - 1]; last > 0; node >>= 1, last >>= 1) {
    if (node % 2 === 1 || node < last) length++;
  }
  return length;
}

/** @returns null where the bytes are no such way */
export function unpackWay(bytes: Uint8Array): SealedWay | null {
  if (bytes.length < HEAD || (bytes.length - HEAD) % 32 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [index, size, segmentIndex, segments] = [72, 76, 80, 84].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  if (index >= size || segmentIndex >= segments) return null;
  const hashes = Array.from({ length: (bytes.length - HEAD) / 32 }, (_, i) =>
    bytes.slice(HEAD + 32 * i, HEAD + 32 * (i + 1)),
  );
  const cut = pathLength(index, size);
  if (hashes.length !== cut + pathLength(segmentIndex, segments)) return null;
  return {
    at: Number(view.getBigUint64(0)),
    facts: bytes.slice(8, 40),
    salt: bytes.slice(40, 72),
    line: { index, size, path: hashes.slice(0, cut) },
    segment: { index: segmentIndex, size: segments, path: hashes.slice(cut) },
  };
}

/** The root that a leaf and its path lead to. */
function climb(leaf: Uint8Array, { index, size, path }: SealedWay["line"], hash?: Hash): Uint8Array {
  let at = leaf;
  let [node, last] = [index, size - 1];
  for (const step of path) {
    while (node % 2 === 0 && node === last) [node, last] = [node >> 1, last >> 1];
    at = node % 2 === 1 ? nodeHash(step, at, hash) : nodeHash(at, step, hash);
    [node, last] = [node >> 1, last >> 1];
  }
  return at;
}

/** The kind of the entries that seal decisions. */
export const SEALED = "decisions.sealed";

/** The leaf that seals a decision, made again from the decision's own line and the way. @param log id of the log */
export function sealingLeaf(log: string, record: string, way: SealedWay, hash?: Hash): string {
  const line = leafHash(concatBytes(way.salt, utf8ToBytes(record)), hash);
  const segment = climb(line, way.line, hash);
  const root = climb(leafHash(segment, hash), way.segment, hash);
  const leaf: Omit<Leaf, "v"> = {
    log,
    kind: SEALED,
    at: new Date(way.at).toISOString(),
    commitments: { decisions: bytesToHex(root), facts: bytesToHex(way.facts) },
  };
  return leafJson(leaf);
}

export const RECEIPT = "surety-receipt/1";

/** What a receipt file holds. */
export interface Receipt {
  format: typeof RECEIPT;
  /** Verifier keys: the log's, then those of witnesses. A reader trusts the ones that they pinned. */
  keys: string[];
  /** A tlog-proof. */
  proof: string;
  /** Of an entry: its leaf and what opens it; facts and salt are null where they were erased. */
  entry?: { leaf: string; facts: unknown; salt: string | null };
  /** Of a decision: its line as it was sealed, and the line of what it shares with its neighbours. */
  decision?: { record: string; frame: string | null };
  /** That the checkpoint extends an earlier one, where that was asked for. */
  earlier?: { size: number; proof: string[] };
}
