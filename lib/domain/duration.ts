/** ISO 8601 durations of a pact (`P7D`, `PT4H`, `P2W`), in milliseconds. Years and months have no fixed length: refused. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond it, instant + duration leaves what a Date can hold. */
const LONGEST = 36_500 * DAY;
const PATTERN = /^P(?:(\d{1,6})W|(?=\d|T\d)(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?)$/;

/** A text that is no duration of the supported form. */
export class DurationError extends Error {
  override name = "DurationError";
}

/**
 * Length of an ISO 8601 duration in milliseconds.
 * @param iso weeks alone (`P2W`), or days, hours, minutes and whole seconds (`P1DT12H`); at most 36,500 days.
 * @throws DurationError for anything else, years and months included.
 */
export function durationMs(iso: string): number {
  const parts = PATTERN.exec(iso);
  if (!parts) {
    throw new DurationError(
      `"${iso.slice(0, 40)}" is no duration; write it like P7D, PT4H or P2W (no years or months)`,
    );
  }
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  if (ms > LONGEST) throw new DurationError(`"${iso}" is longer than 36,500 days`);
  return ms;
}

/** Whether `value` is a text that `durationMs` takes. */
export function isDuration(value: unknown): value is string {
  if (typeof value !== "string") return false;
  try {
    durationMs(value);
    return true;
  } catch {
    return false;
  }
}

/** What a clause did that failed too often: "failed 3 times within 24 h", or "failed once". */
export function sayFailed({ count, within }: { count: number; within: string }): string {
  return count === 1 ? "failed once" : `failed ${count} times within ${sayDuration(durationMs(within))}`;
}

/** Each unit is used from this length on: "24 h" rather than "1 d", as people speak of windows. */
const UNITS: readonly [name: string, ms: number, from: number][] = [
  ["d", DAY, 2 * DAY],
  ["h", HOUR, HOUR],
  ["min", MINUTE, MINUTE],
  ["s", SECOND, SECOND],
];
/** How far rounding may be off before the next smaller unit is used. */
const ROUNDING = 0.05;

/**
 * A duration in words, in the largest unit that is off by at most 5 %: "7 d", "24 h", "90 min".
 * @param ms milliseconds; a negative one is said with a minus. The space does not break.
 */
export function sayDuration(ms: number): string {
  const length = Math.abs(ms);
  const sign = ms < 0 ? "−" : "";
  for (const [name, unit, from] of UNITS) {
    if (length < from) continue;
    const rounded = Math.round(length / unit);
    if (Math.abs(rounded * unit - length) <= ROUNDING * length) return `${sign}${rounded}\u00a0${name}`;
  }
  return length === 0 ? "0\u00a0s" : `${sign}${Math.round(length)}\u00a0ms`;
}

/** An age in words, as people say it: rounded down, in the largest unit that it has; "just now" below a minute. @param ms */
export function sayAge(ms: number): string {
  const found = UNITS.find(([, unit, from]) => unit >= MINUTE && ms >= from);
  return found ? `${Math.floor(ms / found[1])}\u00a0${found[0]} ago` : "just now";
}
