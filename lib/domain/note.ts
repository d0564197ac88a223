/**
 * Signed notes (C2SP signed-note) with Ed25519 keys, and witnesses' cosignatures (C2SP tlog-cosignature v1): a text, a
 * blank line, and a line per signature. Pure and synchronous.
 */
import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";

// The browser's own hash is there on secure origins only.
hashes.sha512 = sha512;

/** What a key signs: a note as it is, or a checkpoint with the time at which it was seen. */
export const NOTE_KEY = 1;
export const COSIGNING_KEY = 4;

export interface VerifierKey {
  name: string;
  /** First four bytes of SHA-256(name, newline, type, key), as a number. */
  id: number;
  type: typeof NOTE_KEY | typeof COSIGNING_KEY;
  /** 32 bytes, Ed25519. */
  publicKey: Uint8Array;
}

interface NoteSignature {
  name: string;
  id: number;
  /** 64 bytes; of a cosignature eight bytes of time before them. */
  bytes: Uint8Array;
  /** The line as it stood, without its newline. */
  line: string;
}

export interface Note {
  /** With its last newline. */
  text: string;
  signatures: NoteSignature[];
}

/** A note that is malformed, or that no key vouches for; the message says what is wrong. */
export class NoteError extends Error {
  override name = "NoteError";
}

const MOST_SIGNATURES = 64;
const isName = (name: string) => name !== "" && !/[\s+]/u.test(name);

function keyId(name: string, type: number, publicKey: Uint8Array): number {
  const digest = sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

export const makeVerifierKey = (name: string, type: VerifierKey["type"], publicKey: Uint8Array): VerifierKey => ({
  name,
  type,
  publicKey,
  id: keyId(name, type, publicKey),
});

const hex8 = (id: number) => id.toString(16).padStart(8, "0");

/** `name+hash+base64`, as C2SP writes a key that one verifies with. */
export function verifierKeyText({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${hex8(id)}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;
}

/** @throws NoteError where the line is no Ed25519 key, or its hash not that key's */
export function parseVerifierKey(line: string): VerifierKey {
  const match = /^(.+?)\+([0-9a-f]{8})\+(.+)$/.exec(line.trim());
  const [, name = "", hash = "", encoded = ""] = match ?? [];
  const bytes = fromBase64(encoded);
  if (!isName(name) || !bytes) throw new NoteError("a verifier key has the form name+hash+base64");
  const type = bytes[0];
  if (bytes.length !== 33 || (type !== NOTE_KEY && type !== COSIGNING_KEY))
    throw new NoteError(`the key of ${name} is of no kind that is known here (Ed25519)`);
  const key = makeVerifierKey(name, type, bytes.slice(1));
  if (hex8(key.id) !== hash) throw new NoteError(`the hash in the key of ${name} is not that key's`);
  return key;
}

const LINE = /^— (\S+) (\S+)$/u;

/** @throws NoteError where the text is no signed note */
export function parseNote(note: string): Note {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new NoteError("no blank line before the signatures");
  for (const char of note) {
    if (char < " " && char !== "\n") throw new NoteError("a control character stands in the note");
  }
  const lines = note.slice(at + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new NoteError("too many signatures");
  return { text: note.slice(0, at + 1), signatures: lines.map(parseSignature) };
}

/** @param line without its newline @throws NoteError */
function parseSignature(line: string): NoteSignature {
  const [, name = "", encoded = ""] = LINE.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isName(name) || !bytes || bytes.length < 5) throw new NoteError("a signature line is malformed");
  return { name, id: new DataView(bytes.buffer).getUint32(0), bytes: bytes.slice(4), line };
}

export function signatureLine({ name, id }: Pick<VerifierKey, "name" | "id">, signature: Uint8Array): string {
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, id);
  return `— ${name} ${toBase64(concatBytes(prefix, signature))}\n`;
}

/** What a witness signs of a checkpoint. @param seconds POSIX time */
export function cosignedText(seconds: number | bigint, text: string): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}

/** Eight bytes of time and 64 of signature: what a cosignature's line holds. */
export function cosignature(seconds: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return concatBytes(time, signature);
}

/** RFC 8032 to the letter: keys and points that have another encoding are refused. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function holds(text: string, { bytes }: NoteSignature, key: VerifierKey): boolean {
  if (key.type === NOTE_KEY) return verifyEd25519(bytes, utf8ToBytes(text), key.publicKey);
  if (bytes.length !== 72) return false;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return verifyEd25519(bytes.slice(8), utf8ToBytes(cosignedText(seconds, text)), key.publicKey);
}

/**
 * The note, where at least one of these keys signed it. Signatures by other keys are left aside.
 * @throws NoteError where the note is malformed, none of the keys signed it, or one of them signed something else
 */
export function openNote(note: string, keys: readonly VerifierKey[]): Note & { signedBy: VerifierKey[] } {
  const parsed = parseNote(note);
  const signedBy: VerifierKey[] = [];
  for (const signature of parsed.signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    if (!key || signedBy.includes(key)) continue;
    if (!holds(parsed.text, signature, key)) throw new NoteError(`the signature of ${key.name} does not verify`);
    signedBy.push(key);
  }
  if (signedBy.length === 0) throw new NoteError("no known key signed it");
  return { ...parsed, signedBy };
}
