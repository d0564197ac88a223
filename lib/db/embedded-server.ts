import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Binaries, bareEnvironment, binaries, type Launcher, prepareHost, runToEnd } from "./embedded-host";
import { processMark, workingFolder } from "./embedded-users";

/** The user that owns everything, and the database that is Surety's. */
const USER = "surety";
const DATABASE = "surety";
const LOG_LIMIT_BYTES = 10e6;

export interface Place {
  home: string;
  data: string;
  log: string;
  lock: string;
  passwordFile: string;
}

export interface Server {
  pid: number;
  port: number;
}

/** The files of a home. Makes the home; throws with one line where it can't be written. */
export function placeOf(home: string): Place {
  const root = resolve(home);
  try {
    mkdirSync(root, { recursive: true });
    const probe = join(root, `.writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Error(`SURETY_HOME ${root} can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return {
    home: root,
    data: join(root, "postgres"),
    log: join(root, "postgres.log"),
    lock: join(root, "postgres.lock"),
    passwordFile: join(root, "postgres-password"),
  };
}

/** Connection string of the server of a home, password included. */
export function urlOf(place: Place, port: number, database = DATABASE): string {
  const password = readFileSync(place.passwordFile, "utf8").trim();
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** The server that a postmaster.pid speaks of, if it lives and works in this data folder. */
export function leftover(place: Place): (Server & { stopping: boolean }) | null {
  const file = join(place.data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const folder = workingFolder(pid);
  if (processMark(pid) === null || (folder !== null && folder !== realpathSync(place.data))) {
    // On Linux /proc has said that it is dead or another's; elsewhere PostgreSQL judges its own lock file.
    if (process.platform === "linux") rmSync(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), stopping: lines[7]?.trim() === "stopping" };
}

/** The server of a home that runs already and answers. One that is starting or stopping is waited for. */
export async function findRunning(place: Place): Promise<Server | null> {
  const deadline = Date.now() + 30_000;
  for (let left = leftover(place); left && Date.now() < deadline; left = leftover(place)) {
    if (!left.stopping && left.port > 0 && (await answers(urlOf(place, left.port, "postgres")))) return left;
    await sleep(20);
  }
  return null;
}

/**
 * Starts the server of a home, making its cluster first where there is none.
 * @param known the port that its clients know; without it a free one
 */
export async function startNew(place: Place, extra: Record<string, string> = {}, known?: number): Promise<Server> {
  const programs = binaries();
  if (!existsSync(join(place.data, "PG_VERSION"))) initialise(place, programs, extra.fsync === "off");
  if (!existsSync(place.passwordFile)) throw new Error(`${place.passwordFile}, the database's password, is missing`);
  const launcher = prepareHost(place.data, programs);
  for (let attempt = 1; ; attempt++) {
    const port = known ?? (await freePort());
    const logged = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
    const log = openSync(place.log, logged > LOG_LIMIT_BYTES ? "w" : "a", 0o600);
    const from = logged > LOG_LIMIT_BYTES ? 0 : logged;
    const child = launch(launcher, programs, place, { ...settings(), ...extra, port: String(port) }, log);
    closeSync(log);
    if (await becomesReady(child, urlOf(place, port, "postgres"))) return { pid: child.pid as number, port };
    const words = readFileSync(place.log).subarray(from).toString();
    // A port taken meanwhile, or the last backends of a killed server still leaving: both pass.
    if (attempt >= 100 || !/in use/.test(words)) {
      throw new Error(`the embedded PostgreSQL did not start: ${lastWords(words)} (${place.log})`);
    }
    await sleep(100);
  }
}

/** What is asked of the server. fsync and synchronous_commit stay on: an acknowledged write survives any kill. */
function settings(): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: totalmem() >= 4 * 2 ** 30 ? "256MB" : "64MB",
    fsync: "on",
    synchronous_commit: "on",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // Statements and row values may hold what no log may hold.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
  };
}

function launch(
  launcher: Launcher,
  programs: Binaries,
  place: Place,
  asked: Record<string, string>,
  log: number,
): ChildProcess {
  const options = Object.entries(asked).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const line = [...launcher.prefix, programs.postgres, "-D", place.data, ...options];
  const child = spawn(line[0] as string, line.slice(1), {
    ...launcher.ids,
    cwd: "/",
    env: bareEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  return child;
}

function lastWords(log: string): string {
  const lines = log.trim().split("\n");
  const line = lines.findLast((text) => /FATAL|PANIC|error/i.test(text)) ?? lines.at(-1) ?? "";
  return line.replace(/^.*?(FATAL|PANIC):\s*/, "");
}

/** Makes the cluster aside and moves it into place when it is whole: a kill in between leaves nothing half. */
function initialise(place: Place, programs: Binaries, throwAway: boolean): void {
  const aside = `${place.data}.new`;
  const pwfile = `${place.passwordFile}.new`;
  rmSync(aside, { recursive: true, force: true });
  rmSync(pwfile, { force: true });
  const launcher = prepareHost(aside, programs);
  const password = randomBytes(24).toString("base64url");
  writeFileSync(pwfile, `${password}\n`, { mode: 0o600 });
  if (launcher.owner) lchownSync(pwfile, launcher.owner.uid, launcher.owner.gid);
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const who = [`--username=${USER}`, "--auth=scram-sha-256", `--pwfile=${pwfile}`];
  const rest = ["--no-instructions", ...(throwAway ? ["--no-sync"] : [])];
  const made = runToEnd(launcher, programs.initdb, ["-D", aside, ...who, ...locale, ...rest]);
  rmSync(pwfile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${String(made.stderr || made.error?.message).trim()}`);
  writeFileSync(place.passwordFile, `${password}\n`, { mode: 0o600 });
  renameSync(aside, place.data);
}

async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  let gone = false;
  const leave = () => {
    gone = true;
  };
  child.once("exit", leave).once("error", leave);
  while (!gone) {
    if (await answers(url)) return true;
    await sleep(10);
  }
  return false;
}

const WRONG_PASSWORD = "28P01";

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return false;
    throw new Error("the embedded PostgreSQL refuses the password kept in SURETY_HOME");
  } finally {
    await client.end().catch(() => {});
  }
}

/** Makes the database `surety` where a new cluster has none yet. */
export async function ensureDatabase(place: Place, port: number): Promise<void> {
  if (await answers(urlOf(place, port))) return;
  const client = new pg.Client({ connectionString: urlOf(place, port, "postgres") });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Fast shutdown: open transactions are rolled back; what was committed is on disk already. */
export async function stopServer(place: Place, pid: number): Promise<void> {
  const mark = processMark(pid);
  if (mark === null) return;
  if (process.platform === "win32") {
    const { pgCtl } = binaries();
    runToEnd({ prefix: [], ids: {} }, pgCtl, ["stop", "-D", place.data, "-m", "fast", "-w"]);
    return;
  }
  process.kill(pid, "SIGINT");
  while (processMark(pid) === mark) await sleep(10);
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
