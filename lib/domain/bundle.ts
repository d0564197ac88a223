/** Bundles: entries with their facts, the proof that they stand in the log, and the checkpoint. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { toBase64 } from "./base64.ts";
import { type OpenCheckpoint, originOf } from "./checkpoint.ts";
import { type Envelope, openEnvelope } from "./envelope.ts";
import { parseLeaf } from "./leaf.ts";
import { leafHash, merkleRoot } from "./merkle.ts";
import { rootFrom } from "./multiproof.ts";
import { NOTE_KEY, type VerifierKey } from "./note.ts";
import {
  checkFacts,
  digests,
  exactly,
  extendsSeen,
  keyName,
  opened,
  type Reader,
  same,
  type Verified,
  VerifyError,
} from "./verify-parts.ts";

export const BUNDLE = "surety-bundle/1";
/** Media type of the report in a bundle. */
export const REPORT_TYPE = "application/vnd.surety.report+json";

/** An entry as a bundle holds it. */
export interface BundleEntry {
  /** Its number. */
  index: number;
  /** Base64 of its leaf hash: says which entry is wrong, where one is. */
  hash: string;
  leaf: string;
  /** What opens the leaf's commitment to facts; null where erased, absent where the reader may not see it. */
  facts?: unknown;
  /** 64 hex digits; as `facts`. */
  salt?: string | null;
}

export interface Bundle {
  format: typeof BUNDLE;
  /** Verifier keys: the log's, then those of witnesses. A reader trusts the ones that they pinned. */
  keys: string[];
  /** A signed note. */
  checkpoint: string;
  /** Where the entries are all of a range: [from, to). */
  range?: { from: number; to: number };
  /** By number, ascending. */
  entries: BundleEntry[];
  /** Base64 hashes: the subtrees without any of the entries, left to right. */
  proof: string[];
  /** That the checkpoint extends an earlier one of this size, where that was asked for: base64 hashes. */
  earlier?: { size: number; proof: string[] };
  /** A DSSE envelope with the report that rests on these entries, `{ …, asOf: { size, root } }`. */
  report?: Envelope;
}

/** One entry: its leaf is its log's, is what its hash says, and opens to its facts. */
function checkEntry(entry: BundleEntry, origin: string, { hash }: Reader): { digest: Uint8Array; erased: boolean } {
  exactly(entry, ["index", "hash", "leaf"], ["facts", "salt"]);
  const { index, leaf: text, facts, salt } = entry;
  const leaf = typeof text === "string" ? parseLeaf(text) : null;
  if (!leaf) throw new VerifyError("its leaf is malformed", index);
  if (originOf(leaf.log) !== origin) throw new VerifyError("its leaf is of another log", index);
  const digest = leafHash(text, hash);
  if (entry.hash !== toBase64(digest)) throw new VerifyError("its leaf is not what its hash says", index);
  checkFacts(leaf, facts, salt, index, hash);
  return { digest, erased: facts === null };
}

/** Numbers ascend below the size, and where a range is promised, none of it is left out. */
function checkNumbers({ entries, range }: Bundle, size: number): void {
  let next = range?.from ?? 0;
  for (const { index } of entries) {
    if (!Number.isSafeInteger(index) || index < next || index >= size)
      throw new VerifyError(`a number is out of order or beyond the checkpoint's ${size} entries`, Number(index));
    if (range && index !== next) throw new VerifyError("it is missing", next);
    next = index + 1;
  }
  if (range && next !== range.to) throw new VerifyError("it is missing: the file was cut short", next);
}

/** @throws VerifyError, NoteError */
export function verifyBundle(bundle: Bundle, reader: Reader = {}): Verified {
  exactly(bundle, ["format", "keys", "checkpoint", "entries", "proof"], ["range", "earlier", "report"]);
  if (bundle.range !== undefined) exactly(bundle.range, ["from", "to"]);
  const { checkpoint, trusted, own, given, pinned } = opened(bundle.checkpoint, bundle.keys, reader);
  const { entries, range } = bundle;
  const { size, origin } = checkpoint;
  if (!Array.isArray(entries)) throw new VerifyError("entries are missing");
  if (range && !(Number.isSafeInteger(range.from) && range.from >= 0)) throw new VerifyError("the range is malformed");
  checkNumbers(bundle, size);
  const leaves: Uint8Array[] = [];
  let erased = 0;
  for (const entry of entries) {
    const checked = checkEntry(entry, origin, reader);
    leaves.push(checked.digest);
    if (checked.erased) erased++;
  }
  const proof = digests(bundle.proof, "the proof");
  const numbers = entries.map(({ index }) => index);
  const root = rootFrom(size, numbers, leaves, proof, reader.hash);
  if (!root || !same(root, checkpoint.root))
    throw new VerifyError(
      `its entries and proof do not lead to the root that was signed of ${size} entries: an entry, or the proof, was changed`,
      numbers[0],
    );
  const whole = entries.length === size;
  extendsSeen(checkpoint, bundle.earlier, reader, (at) =>
    whole || (numbers[0] === 0 && numbers[at - 1] === at - 1) ? merkleRoot(leaves, reader.hash, 0, at) : null,
  );
  const report = bundle.report === undefined ? undefined : openReport(bundle.report, checkpoint, trusted);
  return { kind: "bundle", checkpoint, entries: entries.length, erased, key: keyName(own), pinned, given, report };
}

/** The report that the log's own key signed, of this very checkpoint. */
function openReport(envelope: Envelope, { size, root, origin }: OpenCheckpoint, keys: readonly VerifierKey[]): unknown {
  const own = keys.filter(({ name, type }) => type === NOTE_KEY && name === origin);
  const bytes = openEnvelope(envelope, REPORT_TYPE, own);
  if (!bytes) throw new VerifyError("the report is not what the log's key signed");
  const report = JSON.parse(new TextDecoder().decode(bytes)) as { asOf?: { size?: unknown; root?: unknown } };
  if (report.asOf?.size !== size || report.asOf.root !== bytesToHex(root))
    throw new VerifyError("the report is of another checkpoint than the one beside it");
  return report;
}
