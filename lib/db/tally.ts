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

/** Each kind of cell once, with the sum of its counts. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = new Map<string, Cell>();
  for (const cell of tallies.flat()) {
    const [agent, workflow, verdict, count, ...rest] = cell;
    const key = JSON.stringify([agent, workflow, verdict, rest]);
    const known = sum.get(key);
    if (known) known[3] += count;
    else sum.set(key, [agent, workflow, verdict, count, ...rest] as Cell);
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

/** The kinds of a segment with this tally; null where it does not say all that lists filter by. */
export function kindsOf(organisationId: string, tally: Tally): bigint[] | null {
  if (tally.some(({ length }) => length < 5)) return null;
  return [...new Set(tally.flatMap(wordsOf))].map((word) => kindOf(organisationId, word));
}

/** What a segment with a decision that the filter wants has at least one of, list by list. */
export function wantedKinds(organisationId: string, f: DecisionFilter): bigint[][] {
  const lists: (string[] | undefined)[] = [
    f.agent?.map((agent) => `agent ${agent}`),
    f.workflow === undefined ? undefined : [`workflow ${f.workflow}`],
    f.verdict?.map((verdict) => `verdict ${verdict}`),
    f.permitted === undefined ? undefined : [`permitted ${f.permitted}`],
    f.governed === undefined ? undefined : [`governed ${f.governed}`],
    f.pact === undefined ? undefined : [`pact ${f.pact}`],
    f.trigger?.map((trigger) => `trigger ${trigger}`),
    f.clause?.map((clause) => wordOfClause(clause, f.pact)),
  ];
  return lists
    .filter((words): words is string[] => words !== undefined)
    .map((words) => words.map((word) => kindOf(organisationId, word)));
}

function wordOfClause(clause: string, pact: string | undefined): string {
  if (clause.includes("/")) return `clause ${clause}`;
  return pact === undefined ? `key ${clause}` : `clause ${pact}/${clause}`;
}

/** As a tally of one cell, what one decision must have of all that the filter names singly; null: one kind tells it all. */
export function wantedCell(f: DecisionFilter): [unknown[]] | null {
  const only = (values: readonly string[] | undefined) => (values?.length === 1 ? [values[0] as string] : []);
  const clause = only(f.clause).map((key) => (key.includes("/") || f.pact === undefined ? key : `${f.pact}/${key}`));
  const lists = [f.pact === undefined ? [] : [f.pact], only(f.trigger), clause.filter((key) => key.includes("/"))];
  const named = f.workflow === undefined ? [] : [f.workflow];
  const cell = [...only(f.agent), ...named, ...only(f.verdict), ...lists.filter(({ length }) => length > 0)];
  return cell.length > 1 ? [cell] : null;
}
