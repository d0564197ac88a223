/** What a segment holds, counted: by it lists find their segments without opening the others, and graphs are drawn. */
import { createHash } from "node:crypto";
import type { DecisionFilter } from "./decision-filter";

/**
 * How many decisions are alike in all that lists filter by. A plain allow ends with its pacts: it is permitted, governed,
 * and has no triggers. Cells of segments written before pacts were counted end with the count.
 */
export type Cell = [
  agent: string,
  workflow: string | null,
  verdict: string,
  count: number,
  pacts?: string[],
  permitted?: boolean,
  governed?: boolean,
  triggers?: string[],
  /** "pact/clause" */
  clauses?: string[],
];
export type Tally = Cell[];

/** What a cell counts, whatever the count, as text. */
const nameOf = ([agent, workflow, verdict, , ...rest]: Cell): string =>
  JSON.stringify([agent, workflow, verdict, rest]);

/** Each kind of cell once, with the sum of its counts. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = new Map<string, Cell>();
  for (const cell of tallies.flat()) {
    const name = nameOf(cell);
    const known = sum.get(name);
    if (known) known[3] += cell[3];
    else sum.set(name, [...cell] as Cell);
  }
  return [...sum.values()];
}

/** The number that stands for a word of an organisation's tallies: 64 bits of SHA-256, so that none meets another's. */
function kindOf(organisationId: string, word: string): bigint {
  return createHash("sha256").update(`${organisationId}\n${word}`).digest().readBigInt64BE(0);
}

function wordsOf([
  agent,
  workflow,
  verdict,
  ,
  pacts = [],
  permitted = true,
  governed = true,
  ...named
]: Cell): string[] {
  const [triggers = [], clauses = []] = named;
  return [
    `agent ${agent}`,
    ...(workflow === null ? [] : [`workflow ${workflow}`]),
    `verdict ${verdict}`,
    `permitted ${permitted}`,
    `governed ${governed}`,
    ...pacts.map((pact) => `pact ${pact}`),
    ...triggers.map((trigger) => `trigger ${trigger}`),
    ...clauses.flatMap((clause) => [`clause ${clause}`, `key ${keyOf(clause)}`]),
  ];
}

/** `key` of "pact/key". */
export const keyOf = (clause: string) => clause.slice(clause.indexOf("/") + 1);

/** Words that say more of one decision together than each alone: whose it is, or what it came to, with where and why. */
const telling = (word: string) => /^(?:workflow|pact|trigger|clause|key) /.test(word);

function pairsOf(words: readonly string[]): string[] {
  const [agent, verdict] = ["agent ", "verdict "].map((name) => words.find((word) => word.startsWith(name)) ?? "");
  const others = words.filter(telling);
  return [`${agent} ${verdict}`, ...others.flatMap((other) => [`${agent} ${other}`, `${verdict} ${other}`])];
}

/** Kinds of cells that came before: the same few hundred stand in every segment. */
const known = new Map<string, bigint[]>();
const MOST_KNOWN = 5_000;

function kindsOfCell(organisationId: string, cell: Cell): bigint[] {
  const name = `${organisationId}\n${nameOf(cell)}`;
  const before = known.get(name);
  if (before) return before;
  const own = wordsOf(cell);
  const kinds = [...own, ...pairsOf(own)].map((word) => kindOf(organisationId, word));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, kinds);
  return kinds;
}

/** The kinds of a segment with this tally; null where it does not say all that lists filter by. */
export function kindsOf(organisationId: string, tally: Tally): bigint[] | null {
  if (tally.some(({ length }) => length < 5)) return null;
  return [...new Set(tally.flatMap((cell) => kindsOfCell(organisationId, cell)))];
}

const both = (some: readonly string[], others: readonly string[]): string[] =>
  some.flatMap((one) => others.map((other) => `${one} ${other}`));

/** What a segment with a decision that the filter wants has at least one of, list by list. */
export function wantedKinds(organisationId: string, f: DecisionFilter): bigint[][] {
  const given = (lists: (string[] | undefined)[]) => lists.filter((words) => words !== undefined);
  const agent = given([f.agent?.map((slug) => `agent ${slug}`)]);
  const verdict = given([f.verdict?.map((one) => `verdict ${one}`)]);
  const where = given([
    f.workflow === undefined ? undefined : [`workflow ${f.workflow}`],
    f.pact === undefined ? undefined : [`pact ${f.pact}`],
    f.trigger?.map((trigger) => `trigger ${trigger}`),
    f.clause?.map((clause) => wordOfClause(clause, f.pact)),
  ]);
  const flags = given([
    f.permitted === undefined ? undefined : [`permitted ${f.permitted}`],
    f.governed === undefined ? undefined : [`governed ${f.governed}`],
  ]);
  const pairs = [
    ...agent.flatMap((some) => [...verdict, ...where].map((others) => both(some, others))),
    ...verdict.flatMap((some) => where.map((others) => both(some, others))),
  ];
  const lists = [...agent, ...verdict, ...where, ...flags, ...pairs];
  return lists.map((words) => words.map((word) => kindOf(organisationId, word)));
}

function wordOfClause(clause: string, pact: string | undefined): string {
  if (clause.includes("/")) return `clause ${clause}`;
  return pact === undefined ? `key ${clause}` : `clause ${pact}/${clause}`;
}
