/** Two versions of a pact, clause by clause (CONTRACT.md 4): what was tightened, loosened or merely reworded. */
import { canonicalJson, evidenceHash } from "./canonical.ts";
import { CLAUSE_PARTS } from "./diff-clause-parts.ts";
import type { Order } from "./diff-order.ts";
import { PACT_PARTS } from "./diff-pact-parts.ts";
import type { Part } from "./diff-part.ts";
import type { Clause, PactDocument } from "./pact.ts";

/** One changed part, relative to its clause or pact: `evidence.freshness`, "window 14 d → 7 d, tighter". */
export interface Change {
  path: string;
  /** What cannot be told counts as looser, and the sentence says so. */
  direction: "tighter" | "looser" | "reworded";
  says: string;
  before: unknown;
  after: unknown;
}

export type ChangeKind = "added" | "removed" | "tightened" | "loosened" | "reworded" | "unchanged";

export interface ClauseDiff {
  clause: string;
  title: string;
  /** Loosened wherever anything is looser, whatever else is tighter. */
  change: ChangeKind;
  changes: Change[];
}
export interface PactDiff {
  /** The pact's own terms, its clauses apart. */
  terms: { change: ChangeKind; changes: Change[] };
  /** In the order of the newer version; removed ones last. */
  clauses: ClauseDiff[];
}

const OPPOSITE: Record<Order, Order> = { tighter: "looser", looser: "tighter", same: "same", unclear: "unclear" };
const WORDS: Record<Order, string> = {
  tighter: ", tighter",
  looser: ", looser",
  same: "",
  unclear: ", which cannot be compared and counts as looser",
};

function changeOf<Whole>(part: Part<Whole>, from: [Whole, PactDocument], to: [Whole, PactDocument]): Change | null {
  const [before, after] = [part.get(from[0]), part.get(to[0])];
  if (before === undefined && after === undefined) return null;
  const both = before !== undefined && after !== undefined;
  if (both && (part.whole || canonicalJson(before) === canonicalJson(after))) return null;
  const order =
    before === undefined
      ? part.appears
      : after === undefined
        ? OPPOSITE[part.appears]
        : part.order(before, after, from[1], to[1]);
  const direction = order === "same" ? "reworded" : order === "unclear" ? "looser" : order;
  return {
    path: part.path,
    direction,
    says: `${sayChange(part, [before, from[1]], [after, to[1]])}${WORDS[order]}`,
    before,
    after,
  };
}

type Told = [value: unknown, document: PactDocument];

function sayChange<Whole>({ label, say }: Part<Whole>, [before, from]: Told, [after, to]: Told): string {
  if (!say)
    return before === undefined ? `${label} added` : after === undefined ? `${label} removed` : `${label} reworded`;
  if (before === undefined) return `${label} ${say(after, to.facts)} added`;
  if (after === undefined) return `${label} ${say(before, from.facts)} removed`;
  const [was, is] = [say(before, from.facts), say(after, to.facts)];
  return was === is ? `${label} ${is}, details changed` : `${label} ${was} → ${is}`;
}

function kindOf(changes: Change[]): ChangeKind {
  if (changes.some((change) => change.direction === "looser")) return "loosened";
  if (changes.some((change) => change.direction === "tighter")) return "tightened";
  return changes.length > 0 ? "reworded" : "unchanged";
}

function compare<Whole>(
  parts: readonly Part<Whole>[],
  from: [Whole, PactDocument],
  to: [Whole, PactDocument],
): Change[] {
  const given = (path: string | undefined) => {
    const whole = parts.find((part) => part.path === path);
    return !whole || (whole.get(from[0]) !== undefined && whole.get(to[0]) !== undefined);
  };
  return parts.flatMap((part) => (given(part.of) && changeOf(part, from, to)) || []);
}

/** One clause of `to` compared with the clause of that key in `from`. */
export function clauseDiff(from: PactDocument, to: PactDocument, after: Clause): ClauseDiff {
  const { key, title } = after;
  const before = from.clauses.find((clause) => clause.key === key);
  if (!before) return { clause: key, title, change: "added", changes: [] };
  const changes = compare(CLAUSE_PARTS, [before, from], [after, to]);
  return { clause: key, title, change: kindOf(changes), changes };
}

/** Whether the clauses that both have stand in another order. */
function reordered(from: PactDocument, to: PactDocument): Change[] {
  const keys = (one: PactDocument, other: PactDocument) =>
    one.clauses.map((clause) => clause.key).filter((key) => other.clauses.some((clause) => clause.key === key));
  const [before, after] = [keys(from, to), keys(to, from)];
  if (before.join() === after.join()) return [];
  return [{ path: "clauses", direction: "reworded", says: "the clauses stand in another order", before, after }];
}

/** What changes from one version of a pact to another, with a sentence for each change. */
export function diffPacts(from: PactDocument, to: PactDocument): PactDiff {
  const changes = [...compare(PACT_PARTS, [from, from], [to, to]), ...reordered(from, to)];
  const removed = from.clauses.filter((clause) => !to.clauses.some((other) => other.key === clause.key));
  return {
    terms: { change: kindOf(changes), changes },
    clauses: [
      ...to.clauses.map((clause) => clauseDiff(from, to, clause)),
      ...removed.map(({ key, title }): ClauseDiff => ({ clause: key, title, change: "removed", changes: [] })),
    ],
  };
}

/**
 * Keys of the clauses that would start `missing` if `next` went live: those with evidence of their own whose evidence hash
 * the live version's clause of that key does not have (all of them, where nothing is live). Evidence that already names the
 * draft's hash is not looked at here.
 */
export function missingAfter(live: PactDocument | null, next: PactDocument): string[] {
  const bound = new Map(live?.clauses.map((clause) => [clause.key, clause.evidence && evidenceHash(live, clause)]));
  return next.clauses
    .filter((clause) => clause.evidence && bound.get(clause.key) !== evidenceHash(next, clause))
    .map((clause) => clause.key);
}
