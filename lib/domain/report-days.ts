/** The strips of a trust report: what each of the last ninety days was like, from facts with a beginning and an end. */

export const DAYS = 90;
const DAY = 86_400_000;

/** Worst last: what a day is shown as where several things were so. `none`: the promise was not in force yet. */
export const DAY_WORDS = ["none", "met", "waived", "unproven", "stale", "breached"] as const;
export type DayWord = (typeof DAY_WORDS)[number];

/** Something that was so from an instant until another, ms; `until` null: it still is. */
export interface Span {
  word: Exclude<DayWord, "none" | "met">;
  from: number;
  until: number | null;
}

/** Start of the UTC day, ms. */
const dayOf = (at: number) => Math.floor(at / DAY) * DAY;

/**
 * A word a day, the oldest first; the last is today, up to now.
 * @param since when the promise came into force, ms; @param now ms
 */
export function strip(spans: readonly Span[], since: number, now: number): DayWord[] {
  const first = dayOf(now) - (DAYS - 1) * DAY;
  return Array.from({ length: DAYS }, (_, n): DayWord => {
    const [from, until] = [first + n * DAY, Math.min(first + (n + 1) * DAY, now + 1)];
    if (since >= until) return "none";
    const there = spans.filter((span) => span.from < until && (span.until === null || span.until > from));
    const rank = Math.max(1, ...there.map(({ word }) => DAY_WORDS.indexOf(word)));
    return DAY_WORDS[rank] as DayWord;
  });
}

/**
 * When evidence was missing or stale, from the passing records that counted.
 * @param renewals observedAt of each, ms; @param windowMs the freshness window
 */
export function evidenceSpans(renewals: readonly number[], windowMs: number, since: number, now: number): Span[] {
  const spans: Span[] = [];
  const sorted = [...renewals].filter((at) => at <= now).sort((a, b) => a - b);
  const first = sorted[0];
  if (first === undefined || first > since) spans.push({ word: "unproven", from: since, until: first ?? null });
  sorted.forEach((at, i) => {
    const [ends, next] = [at + windowMs, sorted[i + 1] ?? null];
    if (ends <= now && (next === null || next > ends)) spans.push({ word: "stale", from: ends, until: next });
  });
  return spans;
}

/** A strip in words: "86 days met, 4 stale". */
export function sayStrip(days: readonly DayWord[]): string {
  const counts = new Map<DayWord, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  const parts = DAY_WORDS.filter((word) => word !== "none" && counts.has(word)).map(
    (word) => `${counts.get(word)} ${word}`,
  );
  return parts.length > 0 ? `${parts.join(", ")} of ${days.length} days` : "not in force yet";
}
