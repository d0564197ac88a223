import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What tells a process from a later one with the same number: its start time, where /proc knows it.
 * `null`: it is gone, or a zombie that only waits for its parent.
 */
export function processMark(pid: number): string | null {
  if (process.platform !== "linux") return answers(pid) ? "alive" : null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command stands in parentheses and may hold anything; state is the 1st field after it, start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : String(fields[19]);
  } catch {
    return null;
  }
}

/** The folder a process works in; `null` where this can't be known. */
export function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const USERS = "postgres-users";

/** Notes that this process uses the server of `home`; the answer takes that back and tells how many others still do. */
export function joinUsers(home: string): () => number {
  const folder = join(home, USERS);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${randomUUID()}`);
  writeFileSync(file, processMark(process.pid) ?? "");
  return () => {
    rmSync(file, { force: true });
    return countUsers(home);
  };
}

/** How many live uses of the server of `home` are noted; forgets those of dead processes. */
export function countUsers(home: string): number {
  const folder = join(home, USERS);
  mkdirSync(folder, { recursive: true });
  let alive = 0;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (processMark(Number.parseInt(name, 10)) === readFileSync(file, "utf8")) alive += 1;
    else rmSync(file, { force: true });
  }
  return alive;
}

/** Runs `work` while no other process runs work under the same lock file. A lock whose holder died is taken over. */
export async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  while (!take(file)) {
    if (Date.now() > deadline) throw new Error(`${file} has been held for two minutes by process ${holder(file)}`);
    await sleep(25);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, `${process.pid} ${processMark(process.pid)}`);
  try {
    linkSync(mine, file); // with its content at once: a lock file is never seen empty
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    dropDead(file);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Takes away the lock of a dead process: moved aside first, so that of two who see it dead only one removes it. */
function dropDead(file: string): void {
  const held = holder(file);
  if (held === null) return;
  const [pid, mark] = held.split(" ");
  if (processMark(Number(pid)) === mark) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (holder(aside) !== held) linkSync(aside, file); // it had changed hands meanwhile: give it back
  } catch {
    return; // somebody else was faster
  } finally {
    rmSync(aside, { force: true });
  }
}

function holder(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
