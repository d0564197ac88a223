/**
 * How the console writes times, spans and numbers. Pure and locale-free, so that server and browser write the
 * same characters: numbers stand before their unit with a non-breaking space, months are English, times are UTC.
 */
import { durationMs, isDuration, sayDuration } from "@/lib/domain/duration";

const NB = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/**
 * `"12 s"`, `"42 min"`, `"26 h"`, `"9 d"`: a span of `ms`, rounded down (an age never looks riper than it is).
 * `precise` gives two units: `"1 h 28 min"`, `"1 d 3 h"`.
 */
export function span(ms: number, precise = false): string {
  const abs = Math.abs(ms);
  if (abs < MINUTE) return `${Math.floor(abs / 1000)}${NB}s`;
  if (abs < HOUR) return `${Math.floor(abs / MINUTE)}${NB}min`;
  if (!precise) return abs < 2 * DAY ? `${Math.floor(abs / HOUR)}${NB}h` : `${count(Math.floor(abs / DAY))}${NB}d`;
  const [unit, name, part, partName] =
    abs < DAY ? ([HOUR, "h", MINUTE, "min"] as const) : ([DAY, "d", HOUR, "h"] as const);
  const rest = Math.floor((abs % unit) / part);
  return `${count(Math.floor(abs / unit))}${NB}${name}${rest > 0 ? ` ${rest}${NB}${partName}` : ""}`;
}

/** `"4 h ago"`, `"in 12 min"`, `"just now"`; a date once it is two weeks or more away. Instants in ms. */
export function relative(at: number, now: number, precise = false): string {
  const distance = Math.abs(now - at);
  if (distance < 5_000) return "just now";
  if (distance >= 14 * DAY) return day(at, now);
  return at <= now ? `${span(distance, precise)} ago` : `in ${span(distance, precise)}`;
}

/** `"19 Nov 2026, 14:20:05 UTC"`: the instant itself, in ms. */
export function absolute(at: number): string {
  return `${day(at)}, ${clock(at)} UTC`;
}

/** `"19 Nov 2026"`; without the year where it is the year of `now`. */
export function day(at: number, now?: number): string {
  const date = new Date(at);
  const short = `${date.getUTCDate()}${NB}${MONTHS[date.getUTCMonth()]?.slice(0, 3)}`;
  const sameYear = now !== undefined && new Date(now).getUTCFullYear() === date.getUTCFullYear();
  return sameYear ? short : `${short} ${date.getUTCFullYear()}`;
}

/** `"Thursday 19 November 2026, 14:20 UTC"`: the dateline of a page. */
export function dateline(at: number): string {
  const date = new Date(at);
  const words = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${words} ${date.getUTCFullYear()}, ${clock(at).slice(0, 5)} UTC`;
}

/** `"14:20:05"`, UTC. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** `"P7D"` → `"7 d"`: an ISO 8601 duration as it is written in a pact; what is none is shown as it is. */
export function duration(iso: string): string {
  return isDuration(iso) ? sayDuration(durationMs(iso)) : iso;
}

/** `4182` → `"4,182"`; keeps up to three decimals. */
export function count(value: number): string {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 3 }).format(value);
}

/** `0.7857` → `"78.6 %"`. */
export function percent(share: number): string {
  return `${new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 }).format(share * 100)}${NB}%`;
}

/** `plural(1, "clause")` → `"1 clause"`, `plural(3, "clause")` → `"3 clauses"`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** What a record says of its checks: "198 of 200"; of one that was measured "loss 0.12". */
export const passedOf = ({ passed, failed, loss }: { passed: number; failed: number; loss: number | null }): string =>
  loss === null ? `${count(passed)} of ${count(passed + failed)}` : `loss ${Number(loss.toPrecision(3))}`;

/** The share of a record's checks that passed, 0..1; of one that was measured what its loss leaves. */
export const keptShare = ({ passed, failed, loss }: { passed: number; failed: number; loss: number | null }): number =>
  loss === null ? passed / Math.max(1, passed + failed) : 1 - loss;
