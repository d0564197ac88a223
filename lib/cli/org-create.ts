import { serverProgram } from "./server-program";

/** `org create NAME [--json]`. Returns the exit code. */
export async function orgCreate(args: string[]): Promise<number> {
  const names = args.filter((arg) => arg !== "--json");
  const [name] = names;
  if (!name || names.length > 1) throw new Error('name one organisation: surety org create "Acme" [--json]');
  const flags = args.includes("--json") ? ["--json"] : [];
  return serverProgram(["create-organisation", name, ...flags]);
}
