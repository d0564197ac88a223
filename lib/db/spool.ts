import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { processMark } from "./embedded-users";
import type { DecisionBatch } from "./recorder";

/** A batch that was answered without the database, and whether an earlier try of it may have been stored after all. */
export interface Spooled {
  batch: DecisionBatch;
  /** Its commit had begun when the database fell silent: nobody knows whether it was carried out. */
  uncertain: boolean;
}

/** Decisions on disk until the database takes them: what stands in it survives a kill of the process and of the machine. */
export interface Spool {
  /** Resolves when the batch is on disk (fdatasync); whoever appends meanwhile shares that one. */
  append(spooled: Spooled): Promise<void>;
  /**
   * Hands over what this process, or one that has died, left here: oldest first, a file taken away when all of it is taken.
   * Where `take` throws, the rest stays for the next time: what was taken is handed over again then.
   * @param take must bear to be given a batch twice
   */
  handOver(take: (spooled: Spooled) => Promise<void>): Promise<void>;
  /** Bytes appended and not yet handed over, of this process. */
  waiting(): number;
  close(): Promise<void>;
}

const MINE = `${process.pid}-${processMark(process.pid)}`;
const NAME = /^(\d+)-(\d+)-(\w+)-\d+\.spool$/;

/** A line: its checksum, then JSON; the body as base64. A line that was not written to its end does not check. */
function lineOf({ batch, uncertain }: Spooled): string {
  const text = JSON.stringify({ uncertain, batch: { ...batch, body: batch.body.toString("base64") } });
  return `${crc32(text).toString(16)} ${text}\n`;
}

function spooledOf(line: string): Spooled | null {
  const at = line.indexOf(" ");
  const text = line.slice(at + 1);
  if (at < 0 || crc32(text).toString(16) !== line.slice(0, at)) return null;
  const { uncertain, batch } = JSON.parse(text);
  return { uncertain, batch: { ...batch, body: Buffer.from(batch.body, "base64") } };
}

/** Files of a folder that are this process's or a dead one's, oldest first; those of a living neighbour are its own. */
function leftIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => {
    const [, , pid, mark] = NAME.exec(name) ?? [];
    return pid !== undefined && (`${pid}-${mark}` === MINE || processMark(Number(pid)) !== mark);
  });
  return names.sort();
}

/**
 * Opens the spool of a home; nothing is made before something is to be kept.
 * @param folder where its files lie; must outlast the process
 * @param now ms, for the order of files
 */
export function openSpool(folder: string, now: () => number): Spool {
  let file: FileHandle | null = null;
  let made = 0;
  let bytes = 0;
  /** Length of the current file. */
  let size = 0;
  let gathered: { line: string; done(): void; failed(error: unknown): void }[] = [];
  let writing: Promise<void> | null = null;

  const current = async (): Promise<FileHandle> => {
    if (file) return file;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = `${String(now()).padStart(15, "0")}-${MINE}-${made++}.spool`;
    file = await open(join(folder, name), "a", 0o600);
    size = 0;
    await syncFolder(folder);
    return file;
  };
  const write = async (): Promise<void> => {
    while (gathered.length > 0) {
      const group = gathered;
      gathered = [];
      try {
        const handle = await current();
        const text = Buffer.from(group.map(({ line }) => line).join(""));
        await handle.appendFile(text);
        await handle.datasync();
        size += text.length;
        bytes += text.length;
        for (const { done } of group) done();
      } catch (error) {
        // What is refused now must not be handed over later.
        await file?.truncate(size).catch(() => {});
        await shut().catch(() => {});
        for (const { failed } of group) failed(error);
      }
    }
    writing = null;
  };
  const shut = async (): Promise<void> => {
    const open = file;
    file = null;
    await open?.close();
  };

  return {
    append: (spooled) =>
      new Promise((done, failed) => {
        gathered.push({ line: lineOf(spooled), done, failed });
        writing ??= write();
      }),
    async handOver(take) {
      for (;;) {
        await writing;
        await shut();
        const names = present(folder) ? leftIn(folder) : [];
        if (names.length === 0) break;
        bytes = 0;
        for (const name of names) {
          const path = join(folder, name);
          for (const line of readFileSync(path, "utf8").split("\n")) {
            const spooled = spooledOf(line);
            if (spooled) await take(spooled);
          }
          await rm(path);
          await syncFolder(folder);
        }
      }
    },
    waiting: () => bytes,
    async close() {
      await writing;
      await shut();
    },
  };
}

function present(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** A new name, and one taken away, is on disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Folders cannot be synced everywhere (Windows).
    if (process.platform !== "win32") throw error;
  } finally {
    await handle.close();
  }
}
