import { plural } from "@/components/trust/words";
import type { FreshnessState } from "@/lib/domain/evidence";
import type { ConsequenceKind, Mode, Severity } from "@/lib/domain/pact";
import { joined, upperFirst } from "@/lib/domain/text";

export type Lane = "missing" | "stale" | "day" | "week" | "fresh";
export const LANES: readonly Lane[] = ["missing", "stale", "day", "week", "fresh"];

/** One clause in force for one release, as the read model gives it. */
export interface Item {
  agent: string;
  release: string | null;
  candidate: boolean;
  pact: string;
  pactTitle: string;
  mode: Mode;
  workflow: string;
  clause: string;
  title: string;
  severity: Severity;
  owner: string;
  state: FreshnessState;
  lane: Lane;
  observedAt: string | null;
  staleAt: string | null;
  left: number | null;
  windowMs: number;
  evidence: { id: string; source: string } | null;
  consequence: { trigger: "missing" | "stale"; acts: boolean; does: ConsequenceKind; actions: readonly string[] };
}

export interface Board {
  items: Item[];
  counts: Record<Lane, number>;
}

export const idOf = ({ pact, clause }: Pick<Item, "pact" | "clause">): string => `${pact}/${clause}`;
export const keyOf = (item: Item): string => `${idOf(item)} ${item.release ?? ""}`;

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const some = (n: number, after: [one: string, many: string]) => `${NUMBERS[n] ?? n} ${n === 1 ? after[0] : after[1]}`;

/** What the board says, in one sentence. */
export function boardSentence({ items, counts }: Board): string {
  const { stale, missing, day } = counts;
  const parts = [
    ...(stale ? [some(stale, ["clause is stale", "clauses are stale"])] : []),
    ...(missing ? [some(missing, ["has no evidence", "have no evidence"])] : []),
    ...(day ? [some(day, ["goes stale within a day", "go stale within a day"])] : []),
  ];
  if (parts.length === 0) {
    return items.length === 1
      ? "The one clause with evidence is fresh for more than a day."
      : `All ${plural(items.length, "clause")} with evidence are fresh for more than a day.`;
  }
  const [first = "", ...rest] = parts;
  const named = stale ? first : first.replace(" ", missing + day === 1 ? " clause " : " clauses ");
  return `${upperFirst(joined([named, ...rest]))}.`;
}

const DOES: Record<ConsequenceKind, [now: string, then: string]> = {
  block: ["Blocks", "Will block"],
  review: ["Holds", "Will hold"],
  degrade: ["Limits", "Will limit"],
  settle: ["Settles", "Will settle"],
};

/** What stands behind it: "Blocks payments.refund now". */
export function sayGates({ consequence: { acts, does, actions }, mode, candidate, release }: Item): string {
  const [now, then] = DOES[does];
  const of = actions.includes("*") ? "every action" : actions.join(", ");
  const whose = candidate ? ` of candidate ${release}` : "";
  const shadow = mode === "shadow" ? ", in shadow" : "";
  return `${acts ? now : then} ${of}${whose}${acts ? " now" : ""}${shadow}`;
}

const DAY = 24 * 3_600_000;
const SPANS = [DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY];

/** Half the width of the axis, ms: as long as all but the longest windows. */
export function axisSpan(items: readonly Pick<Item, "windowMs">[]): number {
  const windows = items.map(({ windowMs }) => windowMs).sort((a, b) => a - b);
  const wanted = windows[Math.floor(windows.length * 0.75)] ?? windows.at(-1) ?? 14 * DAY;
  return SPANS.find((span) => span >= wanted) ?? 90 * DAY;
}

/** A piece of an item's bar, in percent of the axis. */
export interface Piece {
  kind: "used" | "rest" | "over" | "end";
  left: number;
  width: number;
}

/** The bar of an item at `now` (ms): age, what is left of its window, or the time past it; nothing where evidence is missing. */
export function piecesOf(
  { observedAt, staleAt }: Pick<Item, "observedAt" | "staleAt">,
  now: number,
  span: number,
): Piece[] {
  if (observedAt === null || staleAt === null) return [];
  const at = (instant: number) => Math.min(100, Math.max(0, 50 + (50 * (instant - now)) / span));
  const piece = (kind: Piece["kind"], from: number, to: number): Piece => ({
    kind,
    left: at(from),
    width: at(to) - at(from),
  });
  const [observed, end] = [Date.parse(observedAt), Date.parse(staleAt)];
  const edge: Piece = { kind: "end", left: at(end), width: 0 };
  const inSight = Math.abs(end - now) <= span ? [edge] : [];
  if (end <= now) return [piece("used", observed, end), piece("over", end, now), ...inSight];
  return [piece("used", observed, now), piece("rest", now, end), ...inSight];
}
