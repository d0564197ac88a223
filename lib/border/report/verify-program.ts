/**
 * Runs in a reader's browser, on the page that verifies a report: the same verifier as on the command line, from nothing but
 * the file, the key that the reader pinned, and the head that this browser saw last.
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { parseVerifierKey, verifierKeyText } from "@/lib/domain/note";
import { verifyFile } from "@/lib/domain/verify";
import { keyName, type Verified } from "@/lib/domain/verify-parts";
import { sayVerified } from "@/lib/domain/verify-words";

/** What this browser knows of a log. */
interface Kept {
  size: number;
  root: string;
  /** By which it was signed. */
  key?: string;
}

const nameOf = (origin: string) => `surety.log.${origin}`;

function readKept(origin: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(nameOf(origin)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found as T;
}

const desk = element<HTMLElement>("desk");
const said = element<HTMLElement>("said");
const key = element<HTMLInputElement>("key");
const origin = desk.dataset.origin ?? "";

/** @throws VerifyError, NoteError */
function verify(text: string): Verified {
  const typed = key.value.trim();
  const pinned = typed !== "" ? typed : readKept(origin)?.key;
  const verified = verifyFile(text, {
    pinned: pinned === undefined ? [] : [parseVerifierKey(pinned)],
    seen: (of) => {
      const before = readKept(of);
      return before && { size: before.size, root: hexToBytes(before.root) };
    },
  });
  const { checkpoint, given: named } = verified;
  const own = named.find((one) => keyName(one) === verified.key);
  const next = { size: checkpoint.size, root: bytesToHex(checkpoint.root), key: own ? verifierKeyText(own) : pinned };
  localStorage.setItem(nameOf(checkpoint.origin), JSON.stringify(next));
  return verified;
}

function tell(state: "ok" | "bad" | "busy", ...lines: string[]): void {
  said.dataset.state = state;
  said.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}

/** What the report inside says for itself, once it is known to be what was signed. */
function reportLines(report: unknown): string[] {
  const { cover, at } = (report ?? {}) as { cover?: unknown; at?: unknown };
  return typeof cover === "string" ? [`It says: “${cover}” As of ${String(at)}.`] : [];
}

function check(what: string, read: () => Promise<string>): void {
  tell("busy", "Verifying…");
  read()
    .then((text) => {
      const verified = verify(text);
      tell("ok", `● ${what} holds: ${sayVerified(verified)}.`, ...reportLines(verified.report));
    })
    .catch((error: unknown) =>
      tell("bad", `■ ${what} does not hold: ${(error as Error).message}.`, "Keep it, and ask whoever shared it."),
    );
}

async function bundle(): Promise<string> {
  const kept = readKept(origin);
  const address = desk.dataset.bundle ?? "";
  const joint = address.includes("?") ? "&" : "?";
  const since = await fetch(kept ? `${address}${joint}since=${kept.size}` : address);
  // A log that is shorter than what was seen has no proof to give: the verifier says so.
  const answer = since.status === 422 ? await fetch(address) : since;
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.text();
}

desk.hidden = false;
element("verify").addEventListener("click", () => check("This report", bundle));
element<HTMLInputElement>("file").addEventListener("change", (event) => {
  const [file] = (event.target as HTMLInputElement).files ?? [];
  if (file) check(file.name, () => file.text());
});
