/** What `npm start` and `npm test` share: running a step, and knowing whether its result is still good. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: a Node that is too old must live long enough to be told so.
export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));
export const at = (path) => join(root, path);

/** Something the person at the terminal can put right: told in one line, without a stack. */
export class Plain extends Error {}

/** Says what is being done. On stderr: stdout belongs to the command's answer. */
export function say(line) {
  process.stderr.write(`surety: ${line}\n`);
}

/** Runs a program to its end; its output goes to the terminal. Returns its exit code. */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((done, fail) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", 2, 2];
    const child = spawn(command, args, { cwd: root, stdio, env: { ...process.env, ...env } });
    let kept = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (data) => {
        kept += data;
      });
    }
    const pass = (signal) => child.kill(signal);
    process.on("SIGINT", pass).on("SIGTERM", pass);
    child.on("error", fail).on("close", (code, signal) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      if (quiet && code !== 0) process.stderr.write(kept);
      if (signal) process.kill(process.pid, signal);
      else done(code);
    });
  });
}

/** The program of an installed package, run by this Node: no shell, no PATH, no npx. */
export function runPackage(path, args, options) {
  return run(process.execPath, [at(join("node_modules", path)), ...args], options);
}

const NOT_BUILT = /(^|\/)(node_modules|generated|cases)(\/|$)|\.test\.tsx?$|\.md$/;

/** A hash over names and contents of files and folders; what is absent counts as absent. */
export function hashOf(paths) {
  const hash = createHash("sha256");
  const files = paths.flatMap((path) => {
    if (!existsSync(at(path))) return [];
    if (statSync(at(path)).isFile()) return [at(path)];
    const entries = readdirSync(at(path), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  });
  for (const file of files.filter((name) => !NOT_BUILT.test(name.slice(root.length))).sort()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/** True where the stamp says that `hash` is what was last worked on. */
export function isStamped(stamp, hash) {
  return existsSync(at(stamp)) && readFileSync(at(stamp), "utf8") === hash;
}

/** Runs `work` under a stamp: taken away before, written after, so that an interrupted step is done again. */
export async function stamped(stamp, hash, work) {
  rmSync(at(stamp), { force: true });
  await work();
  mkdirSync(dirname(at(stamp)), { recursive: true });
  writeFileSync(at(stamp), hash);
}

/** Ends the process on a failure: one line where the person can help it, the whole error otherwise. */
export function fail(error) {
  const told = error instanceof Plain || !process.env.SURETY_DEBUG;
  process.stderr.write(`surety: ${told ? error.message : error.stack}\n`);
  process.exit(1);
}
