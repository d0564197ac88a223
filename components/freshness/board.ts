import { clock, count, day, plural } from "@/components/trust/words";
import type { FreshnessItem, FreshnessLanes } from "@/lib/domain/freshness-board";
import type { ConsequenceKind } from "@/lib/domain/pact";
import { joined, upperFirst } from "@/lib/domain/text";

export const idOf = ({ pact, clause }: Pick<FreshnessItem, "pact" | "clause">): string => `${pact}/${clause}`;
export const keyOf = (item: FreshnessItem): string => `${idOf(item)} ${item.release ?? ""}`;

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const some = (n: number, after: [one: string, many: string]) => `${NUMBERS[n] ?? n} ${n === 1 ? after[0] : after[1]}`;

/** What the board says, in one sentence. */
export function boardSentence({ items, counts }: FreshnessLanes): string {
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

const DOES: Record<ConsequenceKind, string> = { block: "block", review: "hold", degrade: "limit", settle: "settle" };

/** What stands behind it: "Blocks payments.refund now, 340 a day". */
export function sayGates(item: FreshnessItem): string {
  const { mode, candidate, release, perDay } = item;
  const { acts, does, actions, waivedUntil } = item.consequence;
  const of = actions.includes("*") ? "every action" : actions.join(", ");
  const whose = candidate ? ` of candidate ${release}` : "";
  const often = perDay === null ? "" : `, ${sayPerDay(perDay)}`;
  const shadow = mode === "shadow" ? ", in shadow" : "";
  const rest = `${of}${whose}`;
  if (acts && waivedUntil !== null)
    return `Waived until ${when(waivedUntil)}; then ${DOES[does]}s ${rest}${often}${shadow}`;
  return acts
    ? `${upperFirst(DOES[does])}s ${rest} now${often}${shadow}`
    : `Will ${DOES[does]} ${rest}${often}${shadow}`;
}

/** "Together they hold or limit 351 of 540 decisions a day."; nothing where nothing acts, or nobody asks. */
export function sayGated({ gated }: Pick<FreshnessLanes, "gated">): string {
  if (!gated || gated.perDay === 0) return "";
  const [some, all] = [gated.perDay, gated.of].map((value) => count(Math.max(1, Math.round(value))));
  return `What is missing or stale acts on ${some} of ${all} decisions a day.`;
}

/** Overrides end soon: the year goes without saying. */
const when = (at: string) => `${day(Date.parse(at), Date.parse(at))} ${clock(Date.parse(at)).slice(0, 5)}`;

/** "340 a day"; below one, how many a week. */
function sayPerDay(perDay: number): string {
  if (perDay === 0) return "none a week";
  return perDay < 1 ? `${count(Math.max(1, Math.round(perDay * 7)))} a week` : `${count(Math.round(perDay))} a day`;
}

const DAY = 24 * 3_600_000;
const SPANS = [DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY];

/** Half the width of the axis, ms: as long as all but the longest windows. */
export function axisSpan(items: readonly Pick<FreshnessItem, "windowMs">[]): number {
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
  { observedAt, staleAt }: Pick<FreshnessItem, "observedAt" | "staleAt">,
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
