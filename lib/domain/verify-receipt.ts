/** Whether a receipt holds: of an entry, or of a decision by the way to the entry that seals it. */
import { canonicalJson, sha256Hex } from "./canonical.ts";
import { originOf } from "./checkpoint.ts";
import { parseLeaf } from "./leaf.ts";
import { type Hash, leafHash, verifyInclusion } from "./merkle.ts";
import { parseLogProof, type Receipt, sealingLeaf, unpackWay } from "./receipt.ts";
import {
  checkFacts,
  exactly,
  extendsSeen,
  keyName,
  opened,
  type Reader,
  type Verified,
  VerifyError,
} from "./verify-parts.ts";

/** @throws VerifyError, NoteError */
export function verifyReceipt(receipt: Receipt, reader: Reader = {}): Verified {
  exactly(receipt, ["format", "keys", "proof"], ["entry", "decision", "earlier"]);
  const proof = typeof receipt.proof === "string" ? parseLogProof(receipt.proof) : null;
  if (!proof) throw new VerifyError("the receipt holds no tlog-proof");
  const { checkpoint, own, given, pinned } = opened(proof.checkpoint, receipt.keys, reader);
  const { origin, size, root } = checkpoint;
  const { index } = proof;
  if (receipt.decision) exactly(receipt.decision, ["record", "frame"]);
  const { text, facts, erased } = receipt.decision
    ? { ...decisionLeaf(receipt.decision, proof.extra, origin, index, reader.hash), erased: 0 }
    : entryLeaf(receipt, index, reader.hash);
  const leaf = parseLeaf(text);
  if (!leaf || originOf(leaf.log) !== origin) throw new VerifyError("its leaf is of another log", index);
  if (!verifyInclusion(leafHash(text, reader.hash), index, size, proof.path, root, reader.hash))
    throw new VerifyError("it does not stand in the log where the receipt says, or was changed", index);
  extendsSeen(checkpoint, receipt.earlier, reader, () => null);
  return { kind: "receipt", checkpoint, entries: 1, erased, key: keyName(own), pinned, given, leaf, facts };
}

function entryLeaf({ entry }: Receipt, index: number, hash?: Hash) {
  exactly(entry, ["leaf", "facts", "salt"]);
  const leaf = typeof entry?.leaf === "string" ? parseLeaf(entry.leaf) : null;
  if (!entry || !leaf) throw new VerifyError("its leaf is malformed", index);
  checkFacts(leaf, entry.facts, entry.salt, index, hash);
  return { text: entry.leaf, facts: entry.facts, erased: entry.facts === null ? 1 : 0 };
}

function decisionLeaf(
  { record, frame }: NonNullable<Receipt["decision"]>,
  extra: Uint8Array | null,
  origin: string,
  index: number,
  hash?: Hash,
) {
  const way = extra && unpackWay(extra);
  if (!way || typeof record !== "string")
    throw new VerifyError("the way from the decision to its entry is malformed", index);
  const facts = readDecision(record, frame, index);
  const text = sealingLeaf(origin.slice(originOf("").length), record, way, hash);
  return { text, facts };
}

/** The decision that a sealed line tells: with what it shares with its neighbours, whose line its own names by hash. */
function readDecision(record: string, frame: string | null, index: number): unknown {
  const line = JSON.parse(record) as { frame?: string };
  if (line.frame === undefined) return line;
  const shared = frame === null ? null : (JSON.parse(frame) as { frame?: unknown; key?: string });
  const named = shared?.frame !== undefined && line.frame === shared.key;
  if (!named || !sha256Hex(canonicalJson(shared.frame)).startsWith(line.frame) || line.frame.length < 16)
    throw new VerifyError("what the decision shares with its neighbours is not what its line names", index);
  return { ...line, frame: shared.frame };
}
