/** Checkpoints (C2SP tlog-checkpoint): a log's name, size and root, as a signed note. */
import { fromBase64, toBase64 } from "./base64.ts";
import { NOTE_KEY, NoteError, openNote, parseNote, type VerifierKey } from "./note.ts";

export interface Checkpoint {
  /** The log's name, the same in every checkpoint of it. */
  origin: string;
  size: number;
  /** 32 bytes */
  root: Uint8Array;
}

/** A checkpoint whose signatures were checked. */
export interface OpenCheckpoint extends Checkpoint {
  /** As it came. */
  note: string;
  /** What was signed. */
  text: string;
  /** Names of the witnesses whose cosignatures hold. */
  witnesses: string[];
}

/** The name of a log by its random id: what its checkpoints begin with, and its keys are called. */
export const originOf = (logId: string): string => `surety/${logId}`;

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** @param text of a note @throws NoteError where it is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", encoded = "", ...rest] = text.split("\n");
  const root = fromBase64(encoded);
  const whole = rest.at(-1) === "" && rest.slice(0, -1).every((line) => line !== "");
  if (origin === "" || !/^(?:0|[1-9]\d{0,15})$/.test(size) || root?.length !== 32 || !whole)
    throw new NoteError("a checkpoint is a name, a size and a root, a line each");
  if (!Number.isSafeInteger(Number(size))) throw new NoteError("no log is of that size");
  return { origin, size: Number(size), root };
}

/** A checkpoint as it says of itself, its signatures unread: for what is shown, never for what is relied on. */
export const readCheckpoint = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);

/**
 * The checkpoint in a note that the log itself signed.
 * @param keys of the log, and of witnesses that the reader trusts
 * @param origin what the log's key is trusted for, where that is another name than the key's own
 * @throws NoteError where it is malformed, or not signed by a key of that log
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[], origin?: string): OpenCheckpoint {
  const { text, signedBy } = openNote(note, keys);
  const checkpoint = parseCheckpoint(text);
  if (!signedBy.some(({ name, type }) => type === NOTE_KEY && (origin ?? name) === checkpoint.origin))
    throw new NoteError(`the checkpoint of ${checkpoint.origin} is not signed by that log`);
  const witnesses = signedBy.filter(({ type }) => type !== NOTE_KEY).map(({ name }) => name);
  return { ...checkpoint, note, text, witnesses };
}
