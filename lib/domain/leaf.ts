/**
 * The final form of a ledger leaf (METHODS.md 3): the canonical JSON of a log id, a kind, a time and salted commitments.
 * Nothing plain leaves the wall with it; whoever is shown a payload and its salt can check them against the commitment,
 * and once both are erased the leaf says nothing any more and still proves its place.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical.ts";
import type { Hash } from "./merkle.ts";
import { roomBefore } from "./utf8.ts";

/** Entry bundles give each leaf a length of 16 bits. */
const LONGEST = 65_535;
const SALT = 32;

export interface Leaf {
  v: 1;
  /** Random id of the log: never the organisation's own. */
  log: string;
  /** Dotted, past tense: `pact.published`. */
  kind: string;
  /** RFC 3339, UTC, with milliseconds. */
  at: string;
  /** Separately erasable group to the commitment to its payload: 64 hex digits. */
  commitments: Record<string, string>;
}

/** The kind of the entries that say whose facts were erased, and why. */
export const REDACTION = "redaction.recorded";

/** A leaf that has no valid form. */
export class LeafError extends Error {
  override name = "LeafError";
}

/** What SHA-256 takes in at a time. */
const BLOCK = 64;
const OUTER = new Uint8Array(BLOCK + 32);

/** HMAC-SHA256 (RFC 2104) of a text over the hash that comes in. @param key at most 64 bytes */
function mac(key: Uint8Array, text: string, hash: Hash): Uint8Array {
  const inner = roomBefore(BLOCK, text);
  for (let i = 0; i < BLOCK; i++) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    OUTER[i] = byte ^ 0x5c;
  }
  OUTER.set(hash(inner), BLOCK);
  return hash(OUTER);
}

/**
 * Commitment to an erasable payload: HMAC-SHA256(salt, JCS(payload)) in lower-case hex.
 * @param salt 32 random bytes of its own per group, kept outside the log
 * @param hash SHA-256, where there is a faster one
 */
export function commit(salt: Uint8Array, payload: unknown, hash: Hash = sha256): string {
  if (salt.length !== SALT) throw new LeafError(`a salt has ${SALT} bytes, not ${salt.length}`);
  return bytesToHex(mac(salt, canonicalJson(payload), hash));
}

/** Whether a payload and its salt are what a leaf committed to. */
export function opens(commitment: string, salt: Uint8Array, payload: unknown, hash?: Hash): boolean {
  return salt.length === SALT && commit(salt, payload, hash) === commitment;
}

/** The text of a leaf, whose UTF-8 bytes are what the log holds. @throws LeafError beyond 65,535 bytes or of a wrong shape */
export function leafJson({ log, kind, at, commitments }: Omit<Leaf, "v">): string {
  const leaf = { at, commitments, kind, log, v: 1 };
  if (!isLeaf(leaf)) throw new LeafError("a leaf needs log, kind, time and commitments of 64 hex digits");
  const text = canonicalJson(leaf);
  if (3 * text.length > LONGEST && utf8ToBytes(text).length > LONGEST)
    throw new LeafError(`a leaf has at most ${LONGEST} bytes`);
  return text;
}

const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DIGEST = /^[0-9a-f]{64}$/;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Members in canonical order, each of its type. */
function isLeaf(value: unknown): value is Leaf {
  if (typeof value !== "object" || value === null || Object.keys(value).join() !== "at,commitments,kind,log,v")
    return false;
  const { v, log, kind, at, commitments } = value as Partial<Leaf>;
  if (v !== 1 || !isText(log) || !isText(kind) || !isText(at) || !AT.test(at)) return false;
  if (typeof commitments !== "object" || commitments === null || Array.isArray(commitments)) return false;
  return Object.values(commitments).every((hex) => typeof hex === "string" && DIGEST.test(hex));
}

/** The leaf that a text is, or null where it is none, in canonical form or at all. */
export function parseLeaf(text: string): Leaf | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isLeaf(value) && canonicalJson(value) === text ? value : null;
}
