/** What launch evals can carry, and what a target asks of them: shown to authors while they type (METHODS.md 1 and 2). */
import betainc from "@stdlib/math-base-special-betainc";
import { assurance } from "./score.ts";

const CONFIDENCE = 0.95;
/** Of a bisection: far below what a tolerance is written with. */
const STEPS = 60;

/**
 * The tolerance that launch evals can carry: one-sided Clopper–Pearson 95 % upper bound of the failure rate after `failed` of
 * `passed + failed` checks failed (7 of 629: 0.0208). 1 where nothing was tested.
 */
export function carriedTolerance(passed: number, failed: number): number {
  if (passed <= 0) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    // P(at most `failed` fail | rate p) = 1 − I_p(failed + 1, passed)
    if (betainc(middle, failed + 1, passed) < CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** Most checks that are looked for: a tolerance of 0.1 % needs 1,920. */
const MOST_CHECKS = 1e7;

/**
 * How many clean checks of weight 1 bring a clause's assurance to `level` at tolerance `p0` (taken as at least 0.001):
 * 38 at 5 %, 191 at 1 %, 1,920 at 0.1 %. A check of the provider's own evals weighs half: twice as many.
 */
export function cleanChecksFor(p0: number, level = CONFIDENCE): number {
  let [low, high] = [0, MOST_CHECKS];
  if (assurance(0, 0, p0) >= level) return 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (assurance(middle, 0, p0) >= level) high = middle;
    else low = middle;
  }
  return high;
}
