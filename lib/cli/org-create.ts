import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Runs the server's own program for it: the command line reaches no database. Returns the exit code. */
export async function orgCreate(args: string[]): Promise<number> {
  const names = args.filter((arg) => arg !== "--json");
  const [name] = names;
  if (!name || names.length > 1) throw new Error('name one organisation: surety org create "Acme" [--json]');
  // Beside this file once both are bundled.
  const server = fileURLToPath(new URL("./server.mjs", import.meta.url));
  const flags = args.includes("--json") ? ["--json"] : [];
  const env = { ...process.env, SURETY_LOG: process.env.SURETY_LOG ?? "warn" };
  const child = spawn(process.execPath, [server, "create-organisation", name, ...flags], { stdio: "inherit", env });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
