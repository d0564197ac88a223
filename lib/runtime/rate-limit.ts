import { remembered } from "./runtime";

interface Window {
  count: number;
  /** ms */
  endsAt: number;
}

/** So many keys are remembered at most; the oldest go first. */
const MOST_KEYS = 50_000;

export interface RateLimit {
  /** Whether this key has used up its window. */
  isFull(key: string, now: number): boolean;
  count(key: string, now: number): void;
  clear(key: string): void;
}

/**
 * Counts per key in windows of fixed length, in this process's memory: a brake on guessing, not a promise.
 * @param windowMs from a key's first count on
 */
export function rateLimit(name: string, most: number, windowMs: number): RateLimit {
  const windows = remembered<Map<string, Window>>(`rate limit ${name}`, () => new Map());
  const current = (key: string, now: number): Window | undefined => {
    const window = windows.get(key);
    return window && window.endsAt > now ? window : undefined;
  };
  return {
    isFull: (key, now) => (current(key, now)?.count ?? 0) >= most,
    count(key, now) {
      const window = current(key, now);
      if (window) {
        window.count++;
        return;
      }
      windows.delete(key);
      const oldest = windows.size >= MOST_KEYS ? windows.keys().next().value : undefined;
      if (oldest !== undefined) windows.delete(oldest);
      windows.set(key, { count: 1, endsAt: now + windowMs });
    },
    clear: (key) => void windows.delete(key),
  };
}
