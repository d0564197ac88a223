/**
 * Carries a sweep's work out for each of some items, one after the other: one that fails holds up no other.
 * @param waits what is left to the next sweep, where any failed
 * @throws AggregateError with all that failed, once every item had its turn
 */
export async function eachAlone<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  waits: string,
): Promise<void> {
  const failed: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw new AggregateError(failed, waits);
}
