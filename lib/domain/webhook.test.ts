import { expect, test } from "vitest";
import { nextAttempt } from "./webhook.ts";

const HOUR = 3_600_000;

test("attempts are ever further apart, at most an hour, the last at three days", () => {
  const tries = [0];
  for (let next: number | null = 0; next !== null; ) {
    next = nextAttempt(tries.length, 0, next);
    if (next !== null) tries.push(next);
  }
  expect(tries.slice(0, 5)).toEqual([0, 5_000, 25_000, 105_000, 425_000]);
  expect(tries.at(-1)).toBe(72 * HOUR);
  const gaps = tries.slice(1).map((time, i) => time - (tries[i] ?? 0));
  expect(Math.max(...gaps)).toBe(HOUR);
});
