import { hash as nodeHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { openCheckpoint, readCheckpoint } from "@/lib/domain/checkpoint";
import type { Hash } from "@/lib/domain/merkle";
import { NOTE_KEY, parseVerifierKey, type VerifierKey, verifierKeyText } from "@/lib/domain/note";
import { verifyFile } from "@/lib/domain/verify";
import type { Reader, Verified } from "@/lib/domain/verify-parts";
import { sayVerified } from "@/lib/domain/verify-words";

/** What this reader knows of a log: the newest head that they saw, and the keys that they saw it signed with. */
interface Seen {
  size: number;
  root: string;
  keys: string[];
}
type Memory = Record<string, Seen>;

const hash: Hash = (data) => nodeHash("sha256", data, "buffer");

/** `verify FILE [--key KEY] [--state FILE]`: prints one line; 0 where the file holds. */
export async function verifyCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: "string", multiple: true }, state: { type: "string" } },
  });
  const [path] = positionals;
  if (!path || positionals.length > 1) throw new Error("name one file: surety verify FILE [--key KEY] [--state FILE]");
  const started = performance.now();
  const file = readFileSync(path, "utf8");
  const statePath = values.state ?? join(process.env.SURETY_HOME || ".surety", "seen.json");
  const memory = readMemory(statePath);
  try {
    const verified = verifyFile(file, readerOf(memory, (values.key ?? []).map(parseVerifierKey)));
    remember(statePath, memory, verified);
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    process.stdout.write(`${path} holds: ${sayVerified(verified)} (${seconds} s)\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${path} does not hold: ${(error as Error).message}\n`);
    return 1;
  }
}

/** @param given keys by which the reader wants it signed; without any: those that they saw before */
function readerOf(memory: Memory, given: VerifierKey[]): Reader {
  const known = Object.values(memory).flatMap(({ keys }) => keys.map(parseVerifierKey));
  return {
    pinned: given.length > 0 ? given : known,
    seen: (origin) => {
      const before = memory[origin];
      return before ? { size: before.size, root: hexToBytes(before.root) } : null;
    },
    hash,
  };
}

function readMemory(path: string): Memory {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Memory) : {};
}

/** The newest head and every key of the log that signed it: the next file must extend the one, signed by one of the others. */
function remember(path: string, memory: Memory, { checkpoint, given }: Verified): void {
  const { origin, size, root, note } = checkpoint;
  const signed = given.filter((key) => key.type === NOTE_KEY && signs(note, key));
  const keys = [...new Set([...signed.map(verifierKeyText), ...(memory[origin]?.keys ?? [])])];
  const next: Memory = { ...memory, [origin]: { size, root: bytesToHex(root), keys } };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.next`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.next`, path);
}

function signs(note: string, key: VerifierKey): boolean {
  try {
    return openCheckpoint(note, [key]).origin === readCheckpoint(note).origin;
  } catch {
    return false;
  }
}
