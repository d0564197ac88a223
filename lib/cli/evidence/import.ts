import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { EXIT, Trouble } from "../pact/args";
import { clientOf, refusal } from "../pact/client";
import { type EvalRun, readResults } from "./results";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  ...{ agent: text, pact: text, clause: text, release: text, draft: text, source: text, method: text, uri: text },
  ...{ url: text, key: text, "observed-at": text },
  ...{ json: flag, "dry-run": flag },
} as const;

/**
 * Sends the result file of an eval tool as one record of evidence, with the file's digest as its artifact: sent twice, it
 * renews a window once.
 */
export async function evidenceImport(args: string[]): Promise<number> {
  const { values, positionals } = read(args);
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Trouble("name one result file of promptfoo or Inspect, as JSON");
  const { agent, pact, clause } = values;
  if (!agent || !pact || !clause) throw new Trouble("say what it is evidence of: --agent, --pact and --clause");
  const bytes = readBytes(file);
  const run = parse(bytes, file);
  if (run.passed + run.failed === 0) throw new Trouble(`${file} holds no case that was run`);
  const observedAt = values["observed-at"] ?? run.observedAt;
  if (!observedAt) throw new Trouble(`${file} does not say when it was run: --observed-at 2026-03-01T12:00:00Z`);
  const record = {
    ...{ agent, pact, clause, passed: run.passed, failed: run.failed, observedAt },
    ...optional({ release: values.release, draft: values.draft, method: values.method ?? run.method ?? undefined }),
    source: values.source ?? run.tool,
    artifact: {
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ...optional({ uri: values.uri }),
    },
    attributes: { file: basename(file), tool: run.tool, ...optional({ cases: run.cases ?? undefined }) },
  };
  if (values["dry-run"]) {
    process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
    return EXIT.fine;
  }
  const url = values.url ?? process.env.SURETY_URL;
  const key = values.key ?? process.env.SURETY_KEY;
  const client = clientOf({ url, key } as Parameters<typeof clientOf>[0]);
  const answer = await client.send("POST", "/api/v1/evidence", { body: JSON.stringify(record) });
  if (answer.status !== 201) throw refusal(answer, wrong(answer.json) ?? file);
  const { id, passing, counts } = answer.json;
  const said = `${id}: ${run.passed} of ${run.passed + run.failed} passed; ${passing ? "meets" : "misses"} the target, ${counts ? "renews the window" : "renews nothing"}`;
  process.stdout.write(values.json ? `${answer.text}\n` : `${said}\n`);
  return passing ? EXIT.fine : EXIT.found;
}

const optional = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The first refused field, in words. */
function wrong(problem: { errors?: { path: string; message: string }[] } | null): string | null {
  const [first] = problem?.errors ?? [];
  return first ? `${first.path} ${first.message}` : null;
}

function read(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Trouble((error as Error).message);
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new Trouble(`${file} cannot be read`);
  }
}

function parse(bytes: Buffer, file: string): EvalRun {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Trouble(`${file} is not JSON; of Inspect, \`inspect log dump FILE\` gives it`);
  }
  const run = readResults(value);
  if (!run) throw new Trouble(`${file} is no result file of promptfoo or Inspect`);
  return run;
}
