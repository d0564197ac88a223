/** A log in memory for tests and measurements: what a server would keep, and the files that it would give. */
import { getPublicKey, sign } from "@noble/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64 } from "./base64.ts";
import { BUNDLE, type Bundle, type BundleEntry } from "./bundle.ts";
import { checkpointText, originOf } from "./checkpoint.ts";
import { commit, leafJson } from "./leaf.ts";
import { consistencyProof, type Hash, leafHash, merkleRoot } from "./merkle.ts";
import { subtreesBeside } from "./multiproof.ts";
import { makeVerifierKey, NOTE_KEY, signatureLine, type VerifierKey, verifierKeyText } from "./note.ts";

export interface TestLog {
  key: VerifierKey;
  entries: BundleEntry[];
  leaves: Uint8Array[];
  /** The signed head at a size. */
  checkpoint(size?: number): string;
  root(size?: number): Uint8Array;
  bundle(from?: number, to?: number, since?: number): Bundle;
  sign(bytes: Uint8Array): Uint8Array;
}

/** @param secret 32 bytes, the same for a log and what claims to be it @param payload of entry i */
export function testLog(
  size: number,
  {
    log = "log_a",
    secret = new Uint8Array(32).fill(3),
    payload = (i: number): unknown => ({ version: i }),
    hash,
  }: {
    log?: string;
    secret?: Uint8Array;
    payload?: (index: number) => unknown;
    hash?: Hash;
  } = {},
): TestLog {
  const key = makeVerifierKey(originOf(log), NOTE_KEY, getPublicKey(secret));
  const entries = Array.from({ length: size }, (_, index): BundleEntry => {
    const salt = new Uint8Array(32).fill(index % 251);
    const facts = {
      actor: { type: "member", id: "mem_1", name: "Ana" },
      subject: `pact/p${index}`,
      payload: payload(index),
    };
    const at = new Date(1_700_000_000_000 + index).toISOString();
    const leaf = leafJson({ log, kind: "pact.published", at, commitments: { facts: commit(salt, facts, hash) } });
    return { index, hash: toBase64(leafHash(leaf, hash)), leaf, facts, salt: bytesToHex(salt) };
  });
  const leaves = entries.map(({ leaf }) => leafHash(leaf, hash));
  const root = (at = size) => merkleRoot(leaves, hash, 0, at);
  const checkpoint = (at = size) => {
    const text = checkpointText({ origin: key.name, size: at, root: root(at) });
    return `${text}\n${signatureLine(key, sign(utf8ToBytes(text), secret))}`;
  };
  const bundle = (from = 0, to = size, since?: number): Bundle => {
    const some = entries.slice(from, to);
    const beside = subtreesBeside(
      size,
      some.map(({ index }) => index),
    );
    return {
      format: BUNDLE,
      keys: [verifierKeyText(key)],
      checkpoint: checkpoint(),
      range: { from, to },
      entries: some,
      proof: beside.map(([a, b]) => toBase64(merkleRoot(leaves, hash, a, b))),
      ...(since !== undefined && {
        earlier: { size: since, proof: consistencyProof(leaves, since, hash).map(toBase64) },
      }),
    };
  };
  return { key, entries, leaves, checkpoint, root, bundle, sign: (bytes) => sign(bytes, secret) };
}
