/**
 * The final form of a ledger leaf (METHODS.md 3): the canonical JSON of a log id, a kind, a time and salted commitments.
 * Nothing plain leaves the wall with it; whoever is shown a payload and its salt can check them against the commitment,
 * and once both are erased the leaf says nothing any more and still proves its place.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical.ts";

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

/** HMAC-SHA256: 32 bytes. */
export type Mac = (key: Uint8Array, message: Uint8Array) => Uint8Array;
const hmacSha256: Mac = (key, message) => hmac(sha256, key, message);

/** A leaf that has no valid form. */
export class LeafError extends Error {
  override name = "LeafError";
}

/**
 * Commitment to an erasable payload: HMAC-SHA256(salt, JCS(payload)) in lower-case hex.
 * @param salt 32 random bytes of its own per group, kept outside the log
 * @param mac HMAC-SHA256, where there is a faster one
 */
export function commit(salt: Uint8Array, payload: unknown, mac: Mac = hmacSha256): string {
  if (salt.length !== SALT) throw new LeafError(`a salt has ${SALT} bytes, not ${salt.length}`);
  return bytesToHex(mac(salt, utf8ToBytes(canonicalJson(payload))));
}

/** Whether a payload and its salt are what a leaf committed to. */
export function opens(commitment: string, salt: Uint8Array, payload: unknown, mac?: Mac): boolean {
  return salt.length === SALT && commit(salt, payload, mac) === commitment;
}

/** The text of a leaf, whose UTF-8 bytes are what the log holds. @throws LeafError beyond 65,535 bytes or of a wrong shape */
export function leafJson(leaf: Omit<Leaf, "v">): string {
  const { log, kind, at, commitments } = leaf;
  const text = canonicalJson({ v: 1, log, kind, at, commitments });
  if (!parseLeaf(text)) throw new LeafError("a leaf needs log, kind, time and commitments of 64 hex digits");
  if (utf8ToBytes(text).length > LONGEST) throw new LeafError(`a leaf has at most ${LONGEST} bytes`);
  return text;
}

const KEYS = ["at", "commitments", "kind", "log", "v"];

/** The leaf that a text is, or null where it is none, in canonical form or at all. */
export function parseLeaf(text: string): Leaf | null {
  let value: Partial<Leaf> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== KEYS.join()) return null;
  const { v, log, kind, at, commitments } = value;
  const texts =
    typeof log === "string" && log !== "" && typeof kind === "string" && kind !== "" && typeof at === "string";
  if (v !== 1 || !texts || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) return null;
  if (typeof commitments !== "object" || commitments === null || Array.isArray(commitments)) return null;
  if (!Object.values(commitments).every((hex) => typeof hex === "string" && /^[0-9a-f]{64}$/.test(hex))) return null;
  return canonicalJson(value) === text ? (value as Leaf) : null;
}
