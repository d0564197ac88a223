/** What a witness does (C2SP tlog-witness): it cosigns a checkpoint that extends the last one it cosigned, and no other. */
import { digestFrom, toBase64 } from "./base64.ts";
import { openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { verifyConsistency } from "./merkle.ts";
import { NoteError, type VerifierKey } from "./note.ts";

/** The newest checkpoint that a witness cosigned of a log. */
interface Witnessed {
  size: number;
  /** 32 bytes; null before the first. */
  root: Uint8Array | null;
}

/** A witness that is asked to cosign. Instants are RFC 3339. */
export interface AskedWitness {
  id: string;
  name: string;
  url: string;
  /** Its verifier key. */
  key: string;
  addedAt: string;
  /** Entries of the newest head that it cosigned. */
  size: number;
  cosignedAt: string | null;
  problem: string | null;
}

/** A log that a witness knows. */
export interface KnownLog extends Witnessed {
  origin: string;
  /** Keys that it trusts for that log. */
  keys: readonly VerifierKey[];
}

export type WitnessAnswer =
  | { status: 200; origin: string; next: { size: number; root: Uint8Array } /** To be cosigned. */; text: string }
  | { status: 400 | 403 | 404 | 409 | 422; body: string; type?: string };

const refused = (status: 400 | 403 | 404 | 409 | 422, body: string): WitnessAnswer => ({ status, body: `${body}\n` });

/** @param old size that the witness cosigned last @param proof RFC 6962 2.1.2 from there @param note the checkpoint */
export function addCheckpointBody(old: number, proof: readonly Uint8Array[], note: string): string {
  return [`old ${old}`, ...proof.map(toBase64), "", note].join("\n");
}

/** Judges a request to cosign. Whoever asks keeps `next` before it sends the cosignature. @param known by origin */
export function addCheckpoint(body: string, known: (origin: string) => KnownLog | null): WitnessAnswer {
  const end = body.indexOf("\n\n");
  const [first = "", ...lines] = body.slice(0, Math.max(0, end)).split("\n");
  const [, digits] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const proof = lines.map(digestFrom);
  if (digits === undefined || proof.length > 63 || proof.includes(null))
    return refused(400, "malformed: an old size, a proof, an empty line and a checkpoint are expected");
  const note = body.slice(end + 2);
  const old = Number(digits);
  let origin: string;
  try {
    origin = parseCheckpoint(note.slice(0, note.lastIndexOf("\n\n") + 1)).origin;
  } catch (error) {
    return refused(400, (error as Error).message);
  }
  const log = known(origin);
  if (!log) return refused(404, "unknown log");
  return judge(note, old, proof as Uint8Array[], log);
}

function judge(note: string, old: number, proof: Uint8Array[], log: KnownLog): WitnessAnswer {
  let checkpoint: ReturnType<typeof openCheckpoint>;
  try {
    checkpoint = openCheckpoint(note, log.keys, log.origin);
  } catch (error) {
    if (error instanceof NoteError) return refused(403, `invalid signature: ${error.message}`);
    throw error;
  }
  const { size, root, text, origin } = checkpoint;
  if (old > size) return refused(400, "the old size is beyond the checkpoint");
  if (old !== log.size) return { status: 409, body: `${log.size}\n`, type: "text/x.tlog.size" };
  const same = log.root !== null && toBase64(log.root) === toBase64(root);
  if (old === size && size > 0 && !same) return refused(409, `another root was cosigned of ${size} entries`);
  const extended =
    old === 0 || log.root === null ? proof.length === 0 : verifyConsistency(old, size, proof, log.root, root);
  if (!extended) return refused(422, "the consistency proof does not verify");
  return { status: 200, origin, next: { size, root }, text };
}
