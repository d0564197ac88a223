/** What a file turned out to prove, in one sentence: the same on the command line and in the browser. */
import type { Verified } from "./verify-parts.ts";

const count = (n: number) => n.toLocaleString("en-GB");

export function sayVerified({ kind, checkpoint, entries, erased, leaf, key, pinned, report }: Verified): string {
  const { origin, size, witnesses } = checkpoint;
  const what = kind === "receipt" ? `a receipt of ${leaf?.kind}, ${leaf?.at}` : `${count(entries)} entries`;
  return [
    `${what}, in the log ${origin} of ${count(size)} entries`,
    ...(report === undefined ? [] : ["with its report"]),
    ...(erased > 0 ? [`${count(erased)} erased`] : []),
    witnesses.length > 0 ? `witnessed by ${witnesses.join(", ")}` : "not witnessed",
    pinned ? `signed with the key ${key}` : `signed with the key ${key}, which this file itself names: compare it`,
  ].join("; ");
}
