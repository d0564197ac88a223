/** The engines that Surety is held against: no part of the product, so they are installed into a folder of the benchmark's own. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PEERS = {
  casbin: "5.51.1",
  "@cedar-policy/cedar-wasm": "4.13.0",
  "@cerbos/cerbos-linux-x64": "0.55.0",
};
const FOLDER = resolve(import.meta.dirname, "../../node_modules/.cache/surety-bench");

/** Installs them where they are not yet. @returns the folder that has them in its node_modules */
export function installPeers(): string {
  const wanted = JSON.stringify({ private: true, dependencies: PEERS });
  const file = join(FOLDER, "package.json");
  if (existsSync(join(FOLDER, "node_modules")) && existsSync(file) && readFileSync(file, "utf8") === wanted)
    return FOLDER;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, wanted);
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("the peers could not be installed: see above");
  return FOLDER;
}

export const cerbosProgram = (folder: string) => join(folder, "node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64");
