/** The engines that Surety is held against: no part of the product, so they are installed into a folder of the benchmark's own. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PEERS = {
  casbin: "5.51.1",
  "@cedar-policy/cedar-wasm": "4.13.0",
  "@cerbos/cerbos-linux-x64": "0.55.0",
};
const CACHE = resolve(import.meta.dirname, "../../node_modules/.cache");

export const installPeers = (): string => installBeside("surety-bench", PEERS);

/** Installs packages into a folder of their own where they are not yet. @returns the folder that has them in its node_modules */
export function installBeside(name: string, dependencies: Record<string, string>): string {
  const folder = join(CACHE, name);
  const wanted = JSON.stringify({ private: true, dependencies });
  const file = join(folder, "package.json");
  if (existsSync(join(folder, "node_modules")) && existsSync(file) && readFileSync(file, "utf8") === wanted)
    return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, wanted);
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`${Object.keys(dependencies).join(", ")} could not be installed: see above`);
  return folder;
}

export const cerbosProgram = (folder: string) => join(folder, "node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64");
