import type { PactDocument } from "@/lib/domain/pact";
import { parsePactText } from "@/lib/domain/parse-pact";
import { holes, warnings } from "@/lib/domain/publishable";
import { EXIT, pactArgs, Trouble } from "./args";
import { type Client, clientOf, refusal } from "./client";
import { type Finding, located, readFiles, say, type Written } from "./files";

/** Checks files without saving anything; with a server and a key also against its teams and agents. */
export async function pactLint(args: string[]): Promise<number> {
  const given = pactArgs(args, ["strict"]);
  const client = given.url && given.key ? clientOf(given) : null;
  const teams = client ? await slugsOf(client, "teams") : null;
  const agents = client ? await slugsOf(client, "agents") : null;
  const files = readFiles(given.names).map((file) => ({ file: file.file, findings: lint(file, teams, agents) }));
  const bad = ({ kind }: Finding) => kind !== "warning" || given.strict;
  const failed = files.filter(({ findings }) => findings.some(bad));
  if (given.json) {
    const told = files.map((one) => ({ ...one, ok: !failed.includes(one) }));
    process.stdout.write(`${JSON.stringify({ ok: failed.length === 0, files: told }, null, 2)}\n`);
  } else {
    for (const { file, findings } of files) process.stdout.write(say(file, findings));
    const fine = files.length - failed.length;
    process.stdout.write(`${fine} of ${files.length} ${files.length === 1 ? "file" : "files"} without fault\n`);
  }
  return failed.length > 0 ? EXIT.found : EXIT.fine;
}

function lint(file: Written, teams: Set<string> | null, agents: Set<string> | null): Finding[] {
  const parsed = parsePactText(file.text, file.format);
  if (!parsed.ok) return located(file, "error", parsed.errors);
  const { document } = parsed;
  const found = holes(document, { teams: teams ?? ownersOf(document) });
  if (agents && !agents.has(document.agent))
    found.unshift({ path: "agent", message: `there is no agent "${document.agent}"; register it first` });
  return [...located(file, "hole", found), ...located(file, "warning", warnings(document))];
}

/** Without a server nobody knows which teams there are: those named are taken at their word. */
const ownersOf = ({ clauses }: PactDocument) => new Set(clauses.map(({ owner }) => owner));

async function slugsOf(client: Client, what: "teams" | "agents"): Promise<Set<string>> {
  const found = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await client.send("GET", `/api/v1/${what}?limit=200${query}`);
    if (answer.status !== 200) throw refusal(answer, `reading ${what}`);
    for (const one of answer.json.items) found.add(one.slug);
    cursor = answer.json.nextCursor;
    if (cursor === null) return found;
    if (typeof cursor !== "string") throw new Trouble(`reading ${what}: the server's list cannot be read`);
  }
}
