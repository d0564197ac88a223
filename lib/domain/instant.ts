/** Instants as text. Decisions come many in a second, so a second's text is made once. */
const seconds = new Map<number, string>();
const MOST = 256;
const MILLIS = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, "0")}Z`);

/**
 * RFC 3339 in UTC, as `Date.prototype.toISOString` writes it.
 * @param ms since the epoch
 * @throws RangeError where no such instant exists
 */
export function isoInstant(ms: number): string {
  const second = Math.floor(ms / 1000);
  const millis = MILLIS[ms - second * 1000];
  // A fraction of a millisecond, or no number at all.
  if (millis === undefined) return new Date(ms).toISOString();
  const known = seconds.get(second);
  if (known !== undefined) return known + millis;
  const text = new Date(second * 1000).toISOString().slice(0, -4);
  if (seconds.size >= MOST) seconds.clear();
  seconds.set(second, text);
  return text + millis;
}
