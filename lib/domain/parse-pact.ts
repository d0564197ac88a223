/** From what people write (YAML 1.2, JSON, short forms) to a pact document in canonical form, and back to YAML. */
import { type Document, isScalar, parseDocument, stringify, visit } from "yaml";
import type { z } from "zod";
import type { FieldError } from "./errors.ts";
import { isAbsent } from "./field-words.ts";
import { type Clause, clauseSchema, type PactDocument, pactSchema } from "./pact.ts";

/** `errors` say where (`clauses[0].on.stale`; "" for the whole) and what to do about it. */
export type ParsedPact = { ok: true; document: PactDocument } | { ok: false; errors: FieldError[] };

const LARGEST = 256 * 1024;
const DEEPEST = 32;
const MOST_ERRORS = 100;
const MOST_ALIASES = 100;

type Issue = z.core.$ZodIssue;

/** `["clauses", 0, "on", "stale"]` as `clauses[0].on.stale`. */
function sayPath(path: readonly PropertyKey[]): string {
  let said = "";
  for (const step of path) {
    if (typeof step === "number") said += `[${step}]`;
    else said += said === "" ? String(step) : `.${String(step)}`;
  }
  return said;
}

const WORDS = `surety pact title agent workflow parties provider counterparty mode permit facts type unit scope actions
  outside release levels limited clauses key obligation severity owner recertify when require evidence method describe
  target freshness perRelease minChecks from reverify spans match failed failures count within drift verify score below restore respond runbook on
  violation missing stale incident do limits at atLeast max min only equals overrides maxDuration budget then settlement
  currency disputeWindow hold penalty`.split(/\s+/);

/** Edits (insert, delete, replace, swap of neighbours) from one word to another. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [above, diagonal] = [rows[i - 1]?.[j] as number, rows[i - 1]?.[j - 1] as number];
      let least = Math.min(above + 1, (row[j - 1] as number) + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (rows[i - 2]?.[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] as number;
}

function sayUnknown(key: string): string {
  const near =
    key.length > 40 ? [] : WORDS.map((word) => [distance(key.toLowerCase(), word.toLowerCase()), word] as const);
  const [best] = near.filter(([edits, word]) => edits <= (word.length > 4 ? 2 : 1)).sort((a, b) => a[0] - b[0]);
  return best ? `unknown key; did you mean \`${best[1]}\`?` : "unknown key; remove it";
}

/** Of a union's branches, the one that was meant: the branch that took the value for what it is. */
function meant(branches: Issue[][]): Issue[] | undefined {
  const fitting = branches.filter((issues) => issues.every((issue) => issue.path.length > 0 || !isKindError(issue)));
  return fitting.length === 1 ? fitting[0] : undefined;
}
const isKindError = (issue: Issue) => issue.code === "invalid_type" || issue.code === "invalid_value";

function sayIssue(issue: Issue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, MOST_ERRORS).map((key) => ({ path: sayPath([...path, key]), message: sayUnknown(key) }));
  }
  if (issue.code === "invalid_key") {
    return [{ path: sayPath(path), message: issue.issues[0]?.message ?? "is no valid name" }];
  }
  if (issue.code === "invalid_union") {
    const branch = meant(issue.errors);
    if (branch) return branch.flatMap((inner) => sayIssue(inner, path));
  }
  return [{ path: sayPath(path), message: isAbsent(issue) ? `is missing; it ${issue.message}` : issue.message }];
}

/** What no document may hold, however deep: nesting without end, text that cannot be stored, names with a meaning of their own. */
function unfit(value: unknown, path: PropertyKey[] = []): FieldError | null {
  if (typeof value === "string" && (value.includes("\u0000") || !value.isWellFormed())) {
    return { path: sayPath(path), message: "holds a NUL or half a surrogate pair, which cannot be stored" };
  }
  if (typeof value !== "object" || value === null) return null;
  if (path.length > DEEPEST) return { path: sayPath(path.slice(0, 4)), message: "is nested too deep" };
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (key === "__proto__") return { path: sayPath([...path, key]), message: "unknown key; remove it" };
    const found = unfit(inner, [...path, step]);
    if (found) return found;
  }
  return null;
}

/**
 * A pact document in canonical form: short forms expanded, defaults filled in.
 * Refuses what is malformed, with all errors at once; what merely cannot be published yet passes (`holes` names that).
 */
export function parsePact(input: unknown): ParsedPact {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { ok: false, errors: [{ path: "", message: "must be a pact document: `surety: 1`, `pact: …` and so on" }] };
  }
  const bad = unfit(input);
  if (bad) return { ok: false, errors: [bad] };
  const result = pactSchema.safeParse(input, { reportInput: true });
  if (result.success) return { ok: true, document: result.data };
  return { ok: false, errors: result.error.issues.flatMap((issue) => sayIssue(issue, [])).slice(0, MOST_ERRORS) };
}

/** One clause in canonical form; paths of errors begin within it. */
export function parseClause(input: unknown): { ok: true; clause: Clause } | { ok: false; errors: FieldError[] } {
  const bad = unfit(input);
  if (bad) return { ok: false, errors: [bad] };
  const result = clauseSchema.safeParse(input, { reportInput: true });
  if (result.success) return { ok: true, clause: result.data };
  return { ok: false, errors: result.error.issues.flatMap((issue) => sayIssue(issue, [])) };
}

type Read = { ok: true; value: unknown } | { ok: false; errors: FieldError[] };
const unreadable = (message: string): Read => ({ ok: false, errors: [{ path: "", message }] });

function readYaml(text: string): Read {
  try {
    const document = parseDocument(text, { version: "1.2", uniqueKeys: false, strict: true });
    const faults = [...document.errors, ...document.warnings];
    const twice = faults.length === 0 ? keyTwice(document, text) : null;
    if (twice) return unreadable(twice);
    if (faults.length === 0) return { ok: true, value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
    const errors = faults.map((fault) => ({ path: "", message: `is no valid YAML: ${sayFault(fault.message)}` }));
    return { ok: false, errors: errors.slice(0, MOST_ERRORS) };
  } catch (error) {
    // Aliases that multiply, and nesting beyond the reader's stack.
    return unreadable(`is no valid YAML: ${sayFault((error as Error).message)}`);
  }
}
/** The reader's first line; the rest draws the place. */
const sayFault = (message: string) => (message.split("\n")[0] ?? "").replace(/:$/, "");

/** Where a map names a key twice. The reader's own look for it takes time by the square of the keys. */
function keyTwice(document: Document, text: string): string | null {
  let found: string | null = null;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value ?? "") : key;
        if (seen.has(name)) {
          const before = text.slice(0, isScalar(key) ? key.range?.[0] : 0).split("\n");
          found = `gives a key twice: ${String(name).slice(0, 100)} at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return found;
}

function readJson(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse keeps the last of two equal keys without a word; the YAML reader keeps both.
    const twice = keyTwice(parseDocument(text, { uniqueKeys: false }), text);
    return twice ? unreadable(twice) : { ok: true, value };
  } catch (error) {
    return unreadable(`is no valid JSON: ${(error as Error).message}`);
  }
}

/** A pact document from text. @param text at most 256 KB (UTF-8) of YAML 1.2 or JSON; a key given twice is an error */
export function parsePactText(text: string, format: "yaml" | "json"): ParsedPact {
  if (new TextEncoder().encode(text).length > LARGEST) {
    return { ok: false, errors: [{ path: "", message: "must be at most 256 KB" }] };
  }
  const read = format === "json" ? readJson(text) : readYaml(text);
  return read.ok ? parsePact(read.value) : read;
}

/** A document as YAML 1.2 in the order of the contract; `parsePactText` reads it back as the same document. */
export function toYaml(document: PactDocument): string {
  // A document that comes out of storage has lost the order of its keys; its canonical form has it.
  const parsed = parsePact(document);
  const ordered = parsed.ok ? parsed.document : document;
  return stringify(ordered, { version: "1.2", lineWidth: 120, aliasDuplicateObjects: false });
}
