import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded, stopAbandoned } from "./embedded";
import { processMark } from "./embedded-users";

const isRoot = process.getuid?.() === 0;
let folder: string;
let home: string;
const starters: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surety-embedded-"));
  chmodSync(folder, 0o755);
  home = join(folder, "home");
});

afterEach(async () => {
  for (const starter of starters.splice(0)) starter.kill("SIGKILL");
  if (statSync(home, { throwIfNoEntry: false })?.isDirectory()) await stopAbandoned(home);
  rmSync(folder, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the server of `home` and then only lives. */
async function startElsewhere(): Promise<{ url: string; pid: number; kill9: () => Promise<void> }> {
  const script = `
    const { startEmbedded } = await import("./lib/db/embedded.ts");
    const { url, pid } = await startEmbedded({ home: process.argv[1] });
    console.log(JSON.stringify({ url, pid }));
    setInterval(() => {}, 1e6);`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script, home];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  starters.push(child);
  const [line] = await once(child.stdout, "data");
  const exit = once(child, "exit");
  return {
    ...JSON.parse(String(line)),
    kill9: async () => {
      child.kill("SIGKILL");
      await exit;
    },
  };
}

async function keepRow(url: string) {
  await query(url, "CREATE TABLE kept (n int)");
  await query(url, "INSERT INTO kept VALUES (42)");
}

test("what was committed is there after a stop and a start, and the password is asked for", async () => {
  const first = await startEmbedded({ home });
  await keepRow(first.url);
  await first.stop();
  expect(processMark(first.pid)).toBeNull();
  expect(statSync(join(home, "postgres-password")).mode & 0o777).toBe(0o600);
  const second = await startEmbedded({ home });
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  const stranger = new URL(second.url);
  stranger.password = "guess";
  await expect(query(stranger.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  await second.stop();
});

test("a server whose starter was killed is taken on with nothing lost, and stopped by who took it on", async () => {
  const elsewhere = await startElsewhere();
  await keepRow(elsewhere.url);
  await elsewhere.kill9();
  const here = await startEmbedded({ home });
  expect(here).toMatchObject({ adopted: true, pid: elsewhere.pid });
  expect(await query(here.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  await here.stop();
  expect(processMark(here.pid)).toBeNull();
});

test("after kill -9 of starter and server, what was acknowledged is there", async () => {
  const elsewhere = await startElsewhere();
  await keepRow(elsewhere.url);
  await elsewhere.kill9();
  process.kill(elsewhere.pid, "SIGKILL");
  const here = await startEmbedded({ home });
  expect(here.adopted).toBe(false);
  expect(await query(here.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  await here.stop();
});

test("of two processes the last one stops the server", async () => {
  const elsewhere = await startElsewhere();
  const here = await startEmbedded({ home });
  expect(here.pid).toBe(elsewhere.pid);
  await here.stop();
  expect(await query(elsewhere.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(await stopAbandoned(home)).toBe(false);
  await elsewhere.kill9();
  expect(await stopAbandoned(home)).toBe(true);
  expect(processMark(elsewhere.pid)).toBeNull();
});

test("two starts at once on a new home share one server", async () => {
  const both = await Promise.all([startEmbedded({ home }), startEmbedded({ home })]);
  expect(both[0].pid).toBe(both[1].pid);
  expect(both.map((server) => server.adopted).sort()).toEqual([false, true]);
  await Promise.all(both.map((server) => server.stop()));
  expect(processMark(both[0].pid)).toBeNull();
});

test("a lock file that names another living process hinders nobody", async () => {
  const first = await startEmbedded({ home });
  const lock = readFileSync(join(home, "postgres", "postmaster.pid"), "utf8");
  await first.stop();
  writeFileSync(join(home, "postgres", "postmaster.pid"), lock.replace(/^\d+/, String(process.pid)));
  const second = await startEmbedded({ home });
  expect(second.adopted).toBe(false);
  await second.stop();
});

test.runIf(isRoot)("root may start it in the open, and again once a parent is closed to others", async () => {
  const open = await startEmbedded({ home });
  await keepRow(open.url);
  await open.stop();
  chmodSync(folder, 0o700);
  const closed = await startEmbedded({ home });
  expect(await query(closed.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  await closed.stop();
  chmodSync(folder, 0o755);
  const again = await startEmbedded({ home });
  expect(await query(again.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  await again.stop();
});

test.runIf(isRoot)("a server under a closed home survives its starter's kill too", async () => {
  mkdirSync(home, { mode: 0o700 });
  chmodSync(folder, 0o700);
  const elsewhere = await startElsewhere();
  await keepRow(elsewhere.url);
  await elsewhere.kill9();
  const here = await startEmbedded({ home });
  expect(here.adopted).toBe(true);
  process.kill(here.pid, "SIGKILL");
  const fresh = await startEmbedded({ home });
  expect(await query(fresh.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  await here.stop();
  await fresh.stop();
});

test("a home that can't be written is told in one line", async () => {
  writeFileSync(home, "");
  await expect(startEmbedded({ home })).rejects.toThrow(/^SURETY_HOME .* can't be written \(EEXIST\)$/);
});
