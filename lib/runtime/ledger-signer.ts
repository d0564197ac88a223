import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Logger } from "pino";
import type { Session, Sessions } from "@/lib/db/client";
import { enterAll } from "@/lib/db/entry";
import { holdSigning, type LogState, logState, putCheckpoint, putKey, putRefusal, treeOf } from "@/lib/db/tree";
import { type Checkpoint, checkpointText } from "@/lib/domain/checkpoint";
import { type Envelope, envelopeBytes, makeEnvelope } from "@/lib/domain/envelope";
import type { Clock, Ids } from "@/lib/domain/identity";
import { verifyConsistency } from "@/lib/domain/merkle";
import { makeVerifierKey, NOTE_KEY, signatureLine, type VerifierKey } from "@/lib/domain/note";

/**
 * Signs the heads of this installation's logs. It keeps the highest head that it ever signed of each log in files of its
 * own, beside its key and outside the database, and signs only what extends it: a database that was rewritten, or taken
 * back to an earlier day, gets no signature.
 */
export interface LedgerSigner {
  /** Signs the newest numbered head, where it is new and extends what was signed before. */
  sign(organisationId: string): Promise<"signed" | "nothing new" | "not here" | "refused">;
  /** Signs any text by the log's key in use, as a line of a note; null where this node does not hold that key. */
  signText(state: LogState, text: string): string | null;
  /** A statement that travels alone, signed by the log's key in use; null where this node does not hold it. */
  signStatement(state: LogState, type: string, payload: Uint8Array): Envelope | null;
}

const LEDGER_KEY_FILE = "ledger-key.pem";
const HEADS = "ledger-heads";

interface Held {
  key: KeyObject;
  publicKey: Uint8Array;
}

interface Parts {
  db: Sessions;
  clock: Clock;
  ids: Ids;
  log: Logger;
  /** SURETY_HOME */
  home: string;
}

export function createLedgerSigner({ db, clock, ids, log, home }: Parts): LedgerSigner {
  let held: { keys: Held[]; written: number } | undefined;
  const keys = (): Held[] => {
    const written = statSync(join(home, LEDGER_KEY_FILE), { throwIfNoEntry: false })?.mtimeMs;
    if (held && held.written === written) return held.keys;
    const read = readKeys(home);
    held = { keys: read, written: statSync(join(home, LEDGER_KEY_FILE)).mtimeMs };
    return read;
  };
  /** Our keys under a log's name, the one in use first; none where the log is signed with a key that is not here. */
  const signing = ({ origin, key }: LogState): { held: Held; verifier: VerifierKey }[] => {
    const all = keys().map((one) => ({ held: one, verifier: makeVerifierKey(origin, NOTE_KEY, one.publicKey) }));
    const known = key === null || all.some(({ verifier }) => hexId(verifier) === key.id);
    return known ? all : [];
  };
  const signText = (state: LogState, text: string): string | null =>
    signing(state)
      .map(({ held: { key }, verifier }) => signatureLine(verifier, sign(null, utf8ToBytes(text), key)))
      .join("") || null;

  const signHead = async (session: Session, organisationId: string) => {
    if (!(await holdSigning(session, organisationId))) return "not here";
    const state = await logState(session, organisationId);
    if (!state || state.head.size === 0) return "nothing new";
    const [inUse] = signing(state);
    if (!inUse) return "not here";
    const before = readHead(home, state.logId);
    const why = await whyNot(session, organisationId, state, before);
    if (why) {
      if (state.signed?.refused !== why) {
        await putRefusal(session, organisationId, why);
        log.error({ organisation: organisationId, why }, "the ledger's head is not signed");
      }
      return "refused";
    }
    const rotated = state.key !== null && state.key.id !== hexId(inUse.verifier);
    if (state.signed?.size === state.head.size && !rotated) return "nothing new";
    if (rotated || state.key === null)
      await putKey(
        session,
        organisationId,
        { id: hexId(inUse.verifier), publicKey: inUse.verifier.publicKey },
        clock.now(),
      );
    if (rotated) {
      const actor = { type: "system", organisationId, id: "signer", name: "Surety" } as const;
      const payload = { before: state.key?.id, after: hexId(inUse.verifier) };
      const entry = { kind: "ledger.key_changed", subject: `ledger/${state.logId}`, payload };
      await enterAll(session, { organisationId, log: state.logId, actor, now: clock.now(), ids }, [entry]);
    }
    // Kept before it is signed: after a crash in between this head, or one that extends it, is signed the next time.
    writeHead(home, state.logId, state.head);
    const text = checkpointText(state.head);
    await putCheckpoint(session, organisationId, state.head, `${text}\n${signText(state, text)}`, clock.now());
    return "signed";
  };
  return {
    sign: (organisationId) => db.session((session) => signHead(session, organisationId)),
    signText,
    signStatement(state, type, payload) {
      const [inUse] = signing(state);
      if (!inUse) return null;
      const signature = new Uint8Array(sign(null, envelopeBytes(type, payload), inUse.held.key));
      return makeEnvelope(type, payload, [signature]);
    },
  };
}

/**
 * Makes a new key the one in use, beside the earlier ones: checkpoints carry a signature of each, so whoever pinned an
 * earlier key still verifies. Running nodes take it up within a second, and the ledger says so.
 * @param home SURETY_HOME
 */
export function rotateLedgerKey(home: string): void {
  writeDurably(join(home, LEDGER_KEY_FILE), [newKey(), ...readKeys(home)].map(pemOf).join(""));
}

const hexId = ({ id }: VerifierKey) => id.toString(16).padStart(8, "0");

/** Why the head must not be signed: it does not extend what this node, or another one, signed before. Null: it may. */
async function whyNot(
  session: Session,
  organisationId: string,
  { head, signed }: LogState,
  before: Pick<Checkpoint, "size" | "root"> | null,
): Promise<string | null> {
  for (const earlier of [before, signed]) {
    if (!earlier || earlier.size === 0) continue;
    if (head.size < earlier.size)
      return `the log has ${head.size} entries now, and ${earlier.size} were signed: entries are missing`;
    if (bytesToHex(earlier.root) === bytesToHex(head.root) && earlier.size === head.size) continue;
    const tree = treeOf(session, organisationId, head.size);
    const proof = await tree.consistency(earlier.size);
    if (!verifyConsistency(earlier.size, head.size, proof, earlier.root, head.root))
      return `the log does not extend the head of ${earlier.size} entries that was signed: entries were changed`;
  }
  return null;
}

/** The heads that were ever signed, a file each: `{ size, root }`. */
function readHead(home: string, logId: string): Pick<Checkpoint, "size" | "root"> | null {
  const path = join(home, HEADS, `${logId}.json`);
  if (!existsSync(path)) return null;
  const { size, root } = JSON.parse(readFileSync(path, "utf8")) as { size: number; root: string };
  return { size, root: hexToBytes(root) };
}

function writeHead(home: string, logId: string, { size, root }: Checkpoint): void {
  mkdirSync(join(home, HEADS), { recursive: true, mode: 0o700 });
  writeDurably(join(home, HEADS, `${logId}.json`), JSON.stringify({ size, root: bytesToHex(root) }));
}

/** The whole new file or the whole old one, whatever happens in between. */
function writeDurably(path: string, text: string): void {
  const next = `${path}.next`;
  const file = openSync(next, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}

const newKey = (): Held => hold(generateKeyPairSync("ed25519").privateKey);

function hold(key: KeyObject): Held {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return { key, publicKey: new Uint8Array(Buffer.from(x ?? "", "base64url")) };
}

const pemOf = ({ key }: Held) => key.export({ format: "pem", type: "pkcs8" }) as string;

/** The key in use first, then those before it. Nodes of one system share the file; whoever needs it first makes it. */
function readKeys(home: string): Held[] {
  const path = join(home, LEDGER_KEY_FILE);
  if (!existsSync(path)) {
    mkdirSync(home, { recursive: true });
    try {
      writeFileSync(path, pemOf(newKey()), { mode: 0o600, flag: "wx" });
    } catch (error) {
      // Another process made it at the same moment.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  const blocks =
    readFileSync(path, "utf8").match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/g) ?? [];
  return blocks.map((pem) => hold(createPrivateKey(pem)));
}
