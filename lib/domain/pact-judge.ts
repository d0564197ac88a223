/**
 * A written pact judged while it is edited: what `parsePact`, `holes` and `warnings` say, worked out clause by clause and
 * kept as long as a clause and what it leans on are the same objects, so that an edit costs what one clause costs.
 */
import type { FieldError } from "./errors.ts";
import type { Clause, PactDocument, PactInput } from "./pact.ts";
import { parseClause, parsePact } from "./parse-pact.ts";
import { clauseHoles, clauseWarnings, factWarnings, type Hole, pactHoles } from "./publishable.ts";
import type { WrittenClause } from "./written.ts";

/** One clause, judged; paths begin within the clause. */
export interface JudgedClause {
  /** Canonical; null while it cannot be read. */
  clause: Clause | null;
  errors: FieldError[];
  holes: Hole[];
  warnings: Hole[];
}

export interface JudgedPact {
  /** Canonical; null while there are errors. */
  document: PactDocument | null;
  /** Each keeps it from being a pact. */
  errors: FieldError[];
  /** Of the pact's own terms: each keeps it from being published. */
  holes: Hole[];
  warnings: Hole[];
  clauses: JudgedClause[];
}

/** What the organisation has of that which a document names. */
export interface KnownNames {
  teams: ReadonlySet<string>;
  agents: ReadonlySet<string>;
}

interface Kept {
  leans: readonly unknown[];
  judged: JudgedClause;
}
const parsed = new WeakMap<object, ReturnType<typeof parseClause>>();
const kept = new WeakMap<object, Kept>();

function parsedOnce(written: WrittenClause) {
  const before = parsed.get(written);
  if (before) return before;
  const now = parseClause(written);
  parsed.set(written, now);
  return now;
}

function judgeClause(
  written: WrittenClause,
  head: PactDocument | null,
  leans: readonly unknown[],
  known: KnownNames,
): JudgedClause {
  const before = kept.get(written);
  if (before && before.leans.length === leans.length && before.leans.every((one, index) => one === leans[index])) {
    return before.judged;
  }
  const result = parsedOnce(written);
  const judged: JudgedClause = result.ok
    ? {
        clause: result.clause,
        errors: [],
        holes: head ? clauseHoles(head, result.clause, "", known.teams).map(within) : [],
        warnings: head ? clauseWarnings(head, result.clause, "").map(within) : [],
      }
    : { clause: null, errors: result.errors, holes: [], warnings: [] };
  kept.set(written, { leans, judged });
  return judged;
}

const within = (hole: Hole): Hole => ({ ...hole, path: hole.path.replace(/^\./, "") });

function twice(clauses: readonly WrittenClause[]): FieldError[] {
  const first = new Map<unknown, number>();
  return clauses.flatMap(({ key }, index) => {
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    return before === undefined || typeof key !== "string"
      ? []
      : [{ path: `clauses[${index}].key`, message: `is taken by clauses[${before}] already` }];
  });
}

/** Judges a written pact: the same words as `parsePact`, `holes` and `warnings` have for it. */
export function judgePact(written: PactInput, known: KnownNames): JudgedPact {
  const { clauses = [], ...terms } = written;
  const head = parsePact({ ...terms, clauses: [] });
  const headDocument = head.ok ? head.document : null;
  const leans = [written.facts, written.levels, written.scope, written.settlement, known.teams, headDocument === null];
  const judged = clauses.map((clause) => judgeClause(clause, headDocument, leans, known));
  const errors = [
    ...(head.ok ? [] : head.errors),
    ...judged.flatMap((one, index) => one.errors.map(({ path, message }) => ({ path: pathIn(index, path), message }))),
    ...twice(clauses),
  ];
  if (!headDocument || errors.length > 0) return { document: null, errors, holes: [], warnings: [], clauses: judged };
  const document = { ...headDocument, clauses: judged.flatMap(({ clause }) => (clause ? [clause] : [])) };
  return { document, errors, holes: termHoles(document, known), warnings: factWarnings(document), clauses: judged };
}

/** A clause's path within the whole document. */
export const pathIn = (index: number, path: string) =>
  `clauses[${index}]${path === "" ? "" : path.startsWith("[") ? path : `.${path}`}`;

function termHoles(document: PactDocument, { agents }: KnownNames): Hole[] {
  const unknown = agents.has(document.agent)
    ? []
    : [{ path: "agent", message: `there is no agent "${document.agent}" yet; register it before publishing` }];
  return [...unknown, ...pactHoles(document)];
}

/** The five questions that a sceptical reader asks of every clause, in the order of the contract. */
export const QUESTIONS = ["obligation", "evidence", "freshness", "owner", "consequence"] as const;
export type Question = (typeof QUESTIONS)[number];

const CONCERNS: Record<Question, RegExp> = {
  obligation: /^(?:key|title|obligation|severity|actions|when|require)\b/,
  evidence: /^(?:evidence(?:$|\.(?!freshness))|failures|drift|score)/,
  freshness: /^evidence\.freshness/,
  owner: /^(?:owner|recertify|respond)/,
  consequence: /^(?:on|restore)\b/,
};

/** Which of the five a clause answers. */
export function answered(written: WrittenClause, { errors, holes }: JudgedClause): Record<Question, boolean> {
  const found = [...errors, ...holes];
  const free = (question: Question) => !found.some(({ path }) => CONCERNS[question].test(path));
  const tested = written.evidence !== undefined || written.require !== undefined;
  const whole = found.some(({ path }) => path === "");
  return {
    obligation: Boolean(written.obligation) && free("obligation"),
    evidence: tested && free("evidence") && !whole,
    freshness: tested && free("freshness"),
    owner: Boolean(written.owner) && free("owner"),
    consequence: tested && free("consequence"),
  };
}
