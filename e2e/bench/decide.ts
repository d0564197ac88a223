/** `decide` in process beside its peers: bundled as the server is, and run in a process of its own with the server's flags. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { Measured } from "./decide-measure";

export async function measureDecide(folder: string): Promise<Measured> {
  const outfile = join(folder, "bundle/decide.mjs");
  mkdirSync(join(folder, "bundle"), { recursive: true });
  await build({
    entryPoints: [resolve(import.meta.dirname, "decide-measure.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  const output = execFileSync(process.execPath, ["--max-semi-space-size=64", outfile, folder], { maxBuffer: 2 ** 24 });
  return JSON.parse(output.toString());
}
