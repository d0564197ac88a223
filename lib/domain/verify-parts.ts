/** What every verification shares: who reads, what they know already, and how a checkpoint is believed. */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { digestFrom } from "./base64.ts";
import { type OpenCheckpoint, openCheckpoint, readCheckpoint } from "./checkpoint.ts";
import { type Leaf, opens } from "./leaf.ts";
import { type Hash, verifyConsistency } from "./merkle.ts";
import { NOTE_KEY, parseVerifierKey, type VerifierKey } from "./note.ts";

/** Who verifies, and what they know already. */
export interface Reader {
  /** Without them the keys in the file are taken at its word. */
  pinned?: readonly VerifierKey[];
  /** The newest head of this log that they saw before. */
  seen?: (origin: string) => { size: number; root: Uint8Array } | null;
  hash?: Hash;
}

/** What a file turned out to prove. */
export interface Verified {
  kind: "bundle" | "receipt";
  checkpoint: OpenCheckpoint;
  /** How many entries it proves, and of how many the facts were erased. */
  entries: number;
  erased: number;
  /** The log's verifier key that signed it, and whether the reader had pinned that. */
  key: string;
  pinned: boolean;
  /** Every key that the file names. */
  given: VerifierKey[];
  /** Of a bundle with one. */
  report?: unknown;
  /** Of a receipt: the sealed leaf, and what it is about. */
  leaf?: Leaf;
  facts?: unknown;
}

/** Why a file does not hold, and which entry is the first that is wrong, where one can be named. */
export class VerifyError extends Error {
  override name = "VerifyError";
  constructor(
    what: string,
    readonly entry?: number,
  ) {
    super(entry === undefined ? what : `entry #${entry}: ${what}`);
  }
}

/** The checkpoint, opened by keys of the log's own name, that the reader pinned or, without any, that the file gives. */
export function opened(note: unknown, keys: unknown, { pinned }: Reader) {
  if (typeof note !== "string" || !Array.isArray(keys)) throw new VerifyError("a checkpoint and keys are missing");
  const { origin } = readCheckpoint(note);
  const mine = pinned?.filter(({ name, type }) => type === NOTE_KEY && name === origin) ?? [];
  const given = keys.map((key) => parseVerifierKey(String(key)));
  const trusted = mine.length > 0 ? (pinned ?? []) : given;
  const checkpoint = openCheckpoint(note, trusted);
  const own = trusted.find(({ name, type }) => type === NOTE_KEY && name === origin) as VerifierKey;
  return { checkpoint, trusted, own, given, pinned: mine.length > 0 };
}

/** That a part of a file has the members of its format, and no others: what nobody reads could be changed unseen. */
export function exactly(value: unknown, required: readonly string[], optional: readonly string[] = []): void {
  const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : null;
  const strange = names?.find((name) => !required.includes(name) && !optional.includes(name));
  const missing = required.find((name) => !names?.includes(name));
  if (strange !== undefined) throw new VerifyError(`the file has a member "${strange}" that its format does not know`);
  if (missing !== undefined) throw new VerifyError(`the file lacks "${missing}"`);
}

/** Hashes as a file writes them. @param what in the words of a failure */
export const digests = (hashes: unknown, what: string): Uint8Array[] => {
  if (!Array.isArray(hashes)) throw new VerifyError(`${what} is missing`);
  return hashes.map((text, i) => {
    const digest = typeof text === "string" ? digestFrom(text) : null;
    if (!digest) throw new VerifyError(`hash ${i + 1} of ${what} is malformed`);
    return digest;
  });
};

export const same = (a: Uint8Array, b: Uint8Array) => bytesToHex(a) === bytesToHex(b);

/**
 * Refuses a checkpoint that does not extend what the reader saw before.
 * @param rootAt the root at an earlier size, where the file itself holds all entries of it
 */
export function extendsSeen(
  { origin, size, root }: OpenCheckpoint,
  earlier: { size: number; proof: string[] } | undefined,
  { seen, hash }: Reader,
  rootAt: (size: number) => Uint8Array | null,
): void {
  if (earlier !== undefined) exactly(earlier, ["size", "proof"]);
  const before = seen?.(origin);
  if (!before || before.size === 0) return;
  const forked = (why: string) =>
    new VerifyError(`the log was rewritten: ${why}. Keep this file, and the checkpoint that you saw before`);
  if (size < before.size)
    throw new VerifyError(`it ends at ${size} entries, and you have seen ${before.size}: ask for a newer one`);
  if (size === before.size) {
    if (!same(root, before.root)) throw forked(`of ${size} entries you have seen another root`);
    return;
  }
  const recomputed = rootAt(before.size);
  if (recomputed) {
    if (!same(recomputed, before.root))
      throw forked(`its first ${before.size} entries are not those that you have seen`);
    return;
  }
  if (earlier?.size !== before.size)
    throw new VerifyError(
      `it does not show that it extends the ${before.size} entries that you have seen: ask for it with ?since=${before.size}`,
    );
  const proof = digests(earlier.proof, "the consistency proof");
  if (!verifyConsistency(before.size, size, proof, before.root, root, hash))
    throw forked(`its ${size} entries do not extend the ${before.size} that you have seen`);
}

/** That facts and salt are what a leaf committed to, where they are shown. */
export function checkFacts(
  leaf: Leaf,
  facts: unknown,
  salt: string | null | undefined,
  index: number,
  hash?: Hash,
): void {
  if (facts === undefined && salt === undefined) return;
  if ((facts === null) !== (salt === null)) throw new VerifyError("it has facts or a salt, but not both", index);
  if (facts === null) return;
  const bytes = /^[0-9a-f]{64}$/.test(String(salt)) ? hexToBytes(String(salt)) : null;
  if (!bytes || !opens(leaf.commitments.facts ?? "", bytes, facts, hash))
    throw new VerifyError("its facts are not those that were sealed", index);
}

/** `name+hash`: a key as people compare it. */
export const keyName = ({ name, id }: VerifierKey) => `${name}+${id.toString(16).padStart(8, "0")}`;
