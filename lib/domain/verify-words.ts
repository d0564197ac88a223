/** What a file turned out to prove, in one sentence: the same on the command line and in the browser. */
import { COSIGNING_KEY, openNote, type VerifierKey } from "./note.ts";
import type { Verified } from "./verify-parts.ts";

const count = (n: number) => n.toLocaleString("en-GB");

function cosigned(note: string, key: VerifierKey): boolean {
  try {
    return key.type === COSIGNING_KEY && openNote(note, [key]).signedBy.length > 0;
  } catch {
    return false; // no line of it, or one that does not hold
  }
}

/** Who cosigned: those whose keys the reader pinned, and those that only the file names. */
function sayWitnesses({ checkpoint: { note, witnesses }, given, pinned }: Verified): string {
  const known = pinned ? witnesses : [];
  const named = given.filter((key) => !known.includes(key.name) && cosigned(note, key));
  const words = [
    ...(known.length > 0 ? [`witnessed by ${known.join(", ")}`] : []),
    ...(named.length > 0
      ? [`cosigned by ${named.map(({ name }) => name).join(", ")}, which only this file names: compare the key`]
      : []),
  ];
  return words.join("; ") || "not witnessed";
}

export function sayVerified(verified: Verified): string {
  const { kind, checkpoint, entries, erased, leaf, key, pinned, report } = verified;
  const { origin, size } = checkpoint;
  const what = kind === "receipt" ? `a receipt of ${leaf?.kind}, ${leaf?.at}` : `${count(entries)} entries`;
  return [
    `${what}, in the log ${origin} of ${count(size)} entries`,
    ...(report === undefined ? [] : ["with its report"]),
    ...(erased > 0 ? [`${count(erased)} erased`] : []),
    sayWitnesses(verified),
    pinned ? `signed with the key ${key}` : `signed with the key ${key}, which this file itself names: compare it`,
  ].join("; ");
}
