/** The strips of a trust report: what each of the last ninety days was like, from facts with a beginning and an end. */

import { cappingGrant, minAuthority } from "./authority.ts";
import type { Authority, GrantState } from "./state.ts";

export const DAYS = 90;
const DAY = 86_400_000;

/** Worst last: what a day is shown as where several things were so. `none`: the promise was not in force yet. */
const DAY_WORDS = ["none", "met", "waived", "unproven", "stale", "breached"] as const;
export type DayWord = (typeof DAY_WORDS)[number];
const AUTHORITIES = ["full", "limited", "supervised", "suspended"] as const;

/** Something that was so from an instant until another, ms; `until` null: it still is. */
export interface Span {
  word: Exclude<DayWord, "none" | "met">;
  from: number;
  until: number | null;
  /** The most authority that it left; absent: all of it. */
  cap?: Authority;
}

/** Start of the UTC day, ms. */
const dayOf = (at: number) => Math.floor(at / DAY) * DAY;

/** When a strip that ends now begins, ms. */
export const stripStart = (now: number): number => dayOf(now) - (DAYS - 1) * DAY;

/**
 * A word a day, the oldest first; the last is today, up to now.
 * @param since when the promise came into force, ms; @param now ms
 */
export function strip(spans: readonly Span[], since: number, now: number): DayWord[] {
  const first = stripStart(now);
  return Array.from({ length: DAYS }, (_, n): DayWord => {
    const [from, until] = [first + n * DAY, Math.min(first + (n + 1) * DAY, now + 1)];
    return since >= until ? "none" : worst(spans, from, until);
  });
}

/** What a promise was at one instant, ms. */
export const wordAt = (spans: readonly Span[], since: number, at: number): DayWord =>
  since > at ? "none" : worst(spans, at, at + 1);

function worst(spans: readonly Span[], from: number, until: number): DayWord {
  const there = spans.filter((span) => overlaps(span, from, until));
  const rank = Math.max(1, ...there.map(({ word }) => DAY_WORDS.indexOf(word)));
  return DAY_WORDS[rank] as DayWord;
}

const overlaps = (span: { from: number; until: number | null }, from: number, until: number) =>
  span.from < until && (span.until === null || span.until > from);

/** What one day, or instant, left of an agent's authority: what was granted, and the caps of what was in force. */
export type AuthorityDay = Authority | "none";

/** The least authority of each day, the oldest first. @param since when the first version came into force, ms */
export function authorityStrip(
  spans: readonly Span[],
  grants: readonly GrantState[],
  workflow: string,
  since: number,
  now: number,
): AuthorityDay[] {
  const first = stripStart(now);
  return Array.from({ length: DAYS }, (_, n): AuthorityDay => {
    const [from, until] = [first + n * DAY, Math.min(first + (n + 1) * DAY, now + 1)];
    return since >= until ? "none" : leastAuthority(spans, grants, workflow, from, until);
  });
}

/** The least authority that anything left in `[from, until)`, ms. */
export function leastAuthority(
  spans: readonly Span[],
  grants: readonly GrantState[],
  workflow: string,
  from: number,
  until: number,
): Authority {
  // A grant acts from its own beginning, and what it replaced comes back at its end.
  const turns = grants.flatMap(({ since, until: end }) => [since, ...(end === null ? [] : [end])]);
  const instants = [from, ...turns.filter((at) => at > from && at < until)];
  const granted = instants.map((at) => cappingGrant(grants, workflow, at)?.level ?? "full");
  const caps = spans.flatMap((span) => (span.cap && overlaps(span, from, until) ? [span.cap] : []));
  return [...granted, ...caps].reduce<Authority>(minAuthority, "full");
}

/** What is known of the records that renew a clause's window. */
export interface Renewed {
  /** The first that is known, ms; null: there is none. */
  first: number | null;
  /** Records after which nothing came in time, and when something came again; `until` null: it has not. */
  gaps: { after: number; until: number | null }[];
}

/**
 * When evidence was missing or stale, and, where nothing renews it, when it will be: whatever the clock says now.
 * @param windowMs the freshness window; a gap no longer than that is none
 * @param caps what missing and stale evidence leave of the agent's authority
 */
export function evidenceSpans(
  { first, gaps }: Renewed,
  windowMs: number,
  since: number,
  caps: { missing?: Authority; stale?: Authority } = {},
): Span[] {
  const spans: Span[] = [];
  if (first === null || first > since)
    spans.push({ word: "unproven", from: since, until: first, ...(caps.missing && { cap: caps.missing }) });
  for (const { after, until } of gaps) {
    const ends = after + windowMs;
    if (until === null || until > ends)
      spans.push({ word: "stale", from: ends, until, ...(caps.stale && { cap: caps.stale }) });
  }
  return spans;
}

/** A strip in words: "86 days met, 4 stale". */
export function sayStrip(days: readonly (DayWord | AuthorityDay)[]): string {
  const counts = new Map<string, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  const parts = [...DAY_WORDS, ...AUTHORITIES]
    .filter((word) => word !== "none" && counts.has(word))
    .map((word) => `${counts.get(word)} ${word}`);
  return parts.length > 0 ? `${parts.join(", ")} of ${days.length} days` : "not in force yet";
}
