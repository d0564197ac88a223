import type { PactDocument } from "@/lib/domain/pact";
import { parsePactText } from "@/lib/domain/parse-pact";
import { EXIT, type PactArgs, pactArgs } from "./args";
import { type Client, clientOf, refusal } from "./client";
import { type Finding, located, readFiles, say, type Written } from "./files";

interface Applied {
  file: string;
  ok: boolean;
  pact: string | null;
  version: number | null;
  hash: string | null;
  state: string | null;
  /** The server had this very content already. */
  unchanged: boolean;
  /** Clauses that publishing would start without evidence. */
  missing: string[];
  findings: Finding[];
}

/** Saves files as drafts, and with --submit puts them up for approval. The same content again changes nothing. */
export async function pactApply(args: string[]): Promise<number> {
  const given = pactArgs(args, ["strict", "submit"]);
  const client = clientOf(given);
  const done: Applied[] = [];
  for (const file of readFiles(given.names)) done.push(await apply(client, file, given));
  if (given.json) {
    process.stdout.write(`${JSON.stringify({ ok: done.every(({ ok }) => ok), files: done }, null, 2)}\n`);
  } else {
    for (const one of done) process.stdout.write(sentence(one) + say(one.file, one.findings));
  }
  return done.every(({ ok }) => ok) ? EXIT.fine : EXIT.found;
}

async function apply(client: Client, file: Written, { strict, submit }: PactArgs): Promise<Applied> {
  const parsed = parsePactText(file.text, file.format);
  if (!parsed.ok) return refused(file, null, parsed.errors);
  const { pact } = parsed.document;
  const path = `/api/v1/pacts/${pact}`;
  const before = await client.send("GET", path);
  const known: unknown[] = [before.json?.hash, before.json?.draft?.hash, before.json?.live?.hash];
  const saved = await client.send("PUT", path, { body: file.text, type: `application/${file.format}` });
  if (saved.status === 422 || saved.status === 409) return refused(file, parsed.document, faultsOf(saved.json));
  if (saved.status !== 200) throw refusal(saved, file.file);
  const { version, hash, holes, warnings, missing } = saved.json;
  let { state } = saved.json;
  const findings = [...located(file, "hole", holes), ...located(file, "warning", warnings)];
  if (submit && state === "draft") {
    const submitted = await client.send("POST", `${path}/submit`, { body: JSON.stringify({ hash }) });
    if (submitted.status === 422 || submitted.status === 409)
      return refused(file, parsed.document, faultsOf(submitted.json));
    if (submitted.status !== 200) throw refusal(submitted, file.file);
    state = submitted.json.state;
  }
  const unchanged = known.includes(hash);
  const ok = !(strict && holes.length > 0);
  return { file: file.file, ok, pact, version, hash, state, unchanged, missing, findings };
}

function faultsOf(problem: { detail?: string; errors?: { path: string; message: string }[] } | null) {
  const errors = problem?.errors ?? [];
  return errors.length > 0 ? errors : [{ path: "", message: problem?.detail ?? "was refused" }];
}

function refused(file: Written, document: PactDocument | null, errors: { path: string; message: string }[]): Applied {
  const nothing = { version: null, hash: null, state: null, unchanged: false, missing: [] };
  return {
    file: file.file,
    ok: false,
    pact: document?.pact ?? null,
    ...nothing,
    findings: located(file, "error", errors),
  };
}

function sentence({ file, pact, version, hash, state, unchanged, missing }: Applied): string {
  if (version === null) return `${file}: refused\n`;
  const how = unchanged ? "unchanged" : "saved";
  const without = missing.length > 0 ? `; would start without evidence: ${missing.join(", ")}` : "";
  return `${file}: ${pact} version ${version} (${String(state).replace("_", " ")}) ${how}, ${hash}${without}\n`;
}
