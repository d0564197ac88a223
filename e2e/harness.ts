import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopAbandoned } from "@/lib/db/embedded";

/** What quickstart.json tells (CONTRACT.md 5). */
export interface Quickstart {
  url: string;
  organization: string;
  members: { email: string; password: string; role: string; key: string }[];
  keys: { service: string };
}

/** A Surety of its own for a test: the built server, as a process. */
export interface Started {
  /** http://localhost:PORT */
  url: string;
  /** Its SURETY_HOME. */
  home: string;
  pid: number;
  /** How to sign in; throws where there is no demo organisation. */
  quickstart: Quickstart;
  /** Everything it has written so far. */
  log(): string;
  /** SIGTERM, waits for its end, and takes away a home that was made for it. */
  stop(): Promise<void>;
  /** kill -9 of the process alone; its database lives on, as after a crash. The home stays, for the next start. */
  kill9(): Promise<void>;
}

export interface StartOptions {
  /** Over our environment: `DATABASE_URL` for another database, `PORT` for a port that is asked for. */
  env?: Record<string, string>;
  /** A home from an earlier start, or an empty one; without it a new one with the demo organisation. */
  home?: string;
}

const ROOT = resolve(import.meta.dirname, "..");
const PATIENCE_MS = 180_000;

/** Starts `dist/server.mjs` (built by `npm run build`) and waits until it says that it is ready. */
export async function startSurety({ env = {}, home: given }: StartOptions = {}): Promise<Started> {
  const home = given ?? (env.DATABASE_URL ? emptyHome() : newHome());
  const port = env.PORT ?? String(await freePort());
  const { child, log } = launch({ ...env, PORT: port, SURETY_HOME: home });
  const url = `http://localhost:${port}`;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  };
  const stop = async () => {
    await end("SIGTERM");
    if (!env.DATABASE_URL) await stopAbandoned(home);
    if (!given) rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child, log);
  } catch (error) {
    await end("SIGKILL");
    await stop();
    throw error;
  }
  return {
    url,
    home,
    pid: child.pid as number,
    get quickstart() {
      return { ...JSON.parse(readFileSync(join(home, "quickstart.json"), "utf8")), url } as Quickstart;
    },
    log,
    stop,
    kill9: () => end("SIGKILL"),
  };
}

/** Names the home that `setup/demo-home.ts` made for this run. */
export const DEMO_HOME = "SURETY_TEST_DEMO_HOME";

/** An empty folder for a home, open enough for the user that PostgreSQL runs as. */
export function emptyHome(): string {
  const home = mkdtempSync(join(tmpdir(), "surety-e2e-"));
  chmodSync(home, 0o755);
  return home;
}

/**
 * A home as a first start leaves it: a copy of the run's own, since telling the demo's story takes longer than most tests.
 * Outside of a run, and where the database is somebody else's, the start itself makes it.
 */
export function newHome(): string {
  const home = emptyHome();
  const made = process.env[DEMO_HOME];
  // With its owners: PostgreSQL reads only what is its own user's.
  if (made) execFileSync("cp", ["-a", `${made}/.`, home]);
  return home;
}

function launch(env: Record<string, string>): { child: ChildProcess; log: () => string } {
  const file = join(ROOT, "dist/server.mjs");
  if (!existsSync(file)) throw new Error("there is no dist/server.mjs yet: npm run build");
  const { DATABASE_URL: _, ...inherited } = process.env; // a test never meets somebody's own database by accident
  const child = spawn(process.execPath, ["--enable-source-maps", "--max-semi-space-size=64", file], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => {
      written += data;
    });
  }
  return { child, log: () => written };
}

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(25)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended:\n${log()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error(`the server was not ready in ${PATIENCE_MS / 1000} s:\n${log()}`);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
