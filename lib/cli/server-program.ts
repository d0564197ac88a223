import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Runs the server's own program with these words: the command line reaches neither database nor keys. Returns the exit code. */
export async function serverProgram(words: readonly string[]): Promise<number> {
  // Beside this file once both are bundled.
  const server = fileURLToPath(new URL("./server.mjs", import.meta.url));
  const env = { ...process.env, SURETY_LOG: process.env.SURETY_LOG ?? "warn" };
  const child = spawn(process.execPath, [server, ...words], { stdio: "inherit", env });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
