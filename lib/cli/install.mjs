/** Dependencies: `npm ci` when package-lock.json asks for something that is not there. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { at, isStamped, Plain, run, say, stamped } from "./steps.mjs";

const STAMP = "node_modules/.surety-install";

export async function ensureInstalled() {
  const lock = readFileSync(at("package-lock.json"), "utf8");
  const hash = createHash("sha256").update(`${lock}${process.platform}${process.arch}`).digest("hex");
  if (isStamped(STAMP, hash)) return;
  await stamped(STAMP, hash, async () => {
    if (isInstalled(JSON.parse(lock))) return;
    say("installing dependencies (npm ci) …");
    // Prisma's engine comes from npm (prisma/schema-engine.mjs): an npm that runs its install script must not fetch one.
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: at("prisma/schema-engine.mjs"), NODE_ENV: "development" };
    const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
    if ((await npm(args, env)) !== 0) throw new Plain("npm ci failed: see above");
  });
}

function npm(args, env) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args], { env });
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, { env });
}

/** Whether npm's own note of what is installed agrees with the lock; what another platform needs may be missing. */
function isInstalled(lock) {
  const note = at("node_modules/.package-lock.json");
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, "utf8")).packages;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== "");
  return wanted.every(([path, { version, optional }]) => {
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
}
