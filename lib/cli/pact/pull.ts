import { writeFileSync } from "node:fs";
import { EXIT, pactArgs, Trouble } from "./args";
import { clientOf, refusal } from "./client";

/** Writes a version as YAML, byte for byte as it was written: the one in force, the draft where none is, or --version. */
export async function pactPull(args: string[]): Promise<number> {
  const given = pactArgs(args, ["version", "out"]);
  const client = clientOf(given);
  const [slug, ...more] = given.names;
  if (!slug || more.length > 0) throw new Trouble("name one pact by its slug");
  const query = given.version === undefined ? "" : `?version=${given.version}`;
  const path = `/api/v1/pacts/${encodeURIComponent(slug)}${query}`;
  const answer = await client.send("GET", path, { accept: given.json ? "application/json" : "application/yaml" });
  if (answer.status !== 200) throw refusal(answer, `pulling ${slug}`);
  const text = given.json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text;
  if (given.out === undefined) process.stdout.write(text);
  else writeFileSync(given.out, text);
  return EXIT.fine;
}
