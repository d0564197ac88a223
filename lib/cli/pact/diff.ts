import { type Change, diffPacts, type PactDiff } from "@/lib/domain/diff";
import { parsePact, parsePactText } from "@/lib/domain/parse-pact";
import { EXIT, pactArgs, Trouble } from "./args";
import { clientOf, refusal } from "./client";
import { located, readFiles, say } from "./files";

/** What a file would change from the version in force, or from the one that --version names. Exits 1 where they differ. */
export async function pactDiff(args: string[]): Promise<number> {
  const given = pactArgs(args, ["version"]);
  const client = clientOf(given);
  const [file, ...more] = readFiles(given.names);
  if (!file || more.length > 0) throw new Trouble("name one file");
  const parsed = parsePactText(file.text, file.format);
  if (!parsed.ok) {
    process.stderr.write(say(file.file, located(file, "error", parsed.errors)));
    return EXIT.trouble;
  }
  const { pact } = parsed.document;
  const query = given.version === undefined ? "" : `?version=${given.version}`;
  const answer = await client.send("GET", `/api/v1/pacts/${pact}${query}`);
  if (answer.status !== 200) throw refusal(answer, `reading ${pact}`);
  const before = parsePact(answer.json.document);
  if (!before.ok) throw new Trouble(`the server's version of ${pact} cannot be read by this program; update it`);
  const diff = diffPacts(before.document, parsed.document);
  const from = { version: answer.json.version, hash: answer.json.hash, state: answer.json.state };
  if (given.json) process.stdout.write(`${JSON.stringify({ pact, from, to: file.file, ...diff }, null, 2)}\n`);
  else process.stdout.write(sentences(`${pact} version ${from.version} (${from.state})`, file.file, diff));
  return isSame(diff) ? EXIT.fine : EXIT.found;
}

const isSame = ({ terms, clauses }: PactDiff): boolean =>
  terms.change === "unchanged" && clauses.every(({ change }) => change === "unchanged");

const SIGNS = { added: "+", removed: "-", tightened: "↑", loosened: "↓", reworded: "~", unchanged: " " } as const;

function sentences(from: string, to: string, diff: PactDiff): string {
  if (isSame(diff)) return `${to} says the same as ${from}\n`;
  const said = (changes: readonly Change[]) => changes.map(({ says }) => `    ${says}\n`).join("");
  const { terms, clauses } = diff;
  const parts = [`${from} → ${to}\n`];
  if (terms.change !== "unchanged") parts.push(`${SIGNS[terms.change]} terms: ${terms.change}\n`, said(terms.changes));
  for (const { clause, change, changes } of clauses)
    if (change !== "unchanged") parts.push(`${SIGNS[change]} ${clause}: ${change}\n`, said(changes));
  return parts.join("");
}
