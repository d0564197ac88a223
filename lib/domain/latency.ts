/** Times of decisions, counted in buckets: what a node tells of itself, and what is read from it. */

/** Upper bounds of the buckets, seconds; one more counts what took longer. */
export const BOUNDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** The bucket that a time falls into. @param seconds ≥ 0 */
export function bucketOf(seconds: number): number {
  let i = 0;
  while (i < BOUNDS.length && seconds > (BOUNDS[i] as number)) i++;
  return i;
}

/**
 * The time within which a share of all were answered: evenly spread within its bucket, as Prometheus reads histograms.
 * @param counts of each bucket, one more than `BOUNDS`
 * @param q 0..1
 * @returns seconds, the highest bound where it took longer than any; null: nothing was counted
 */
export function quantileOf(counts: readonly number[], q: number): number | null {
  const all = counts.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  let before = 0;
  for (let i = 0; i < BOUNDS.length; i++) {
    const [count, from, to] = [counts[i] ?? 0, BOUNDS[i - 1] ?? 0, BOUNDS[i] as number];
    if (count > 0 && before + count >= q * all) return from + ((q * all - before) / count) * (to - from);
    before += count;
  }
  return BOUNDS.at(-1) as number;
}
