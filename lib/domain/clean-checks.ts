import { assurance } from "./score.ts";

const SURE = 0.95;
const MOST = 1_000_000;

/**
 * How many checks without a failure it takes until a promise is 95 % sure to be kept (METHODS.md 2): 38 at a target of 95 %,
 * 191 at 99 %. @param target pass rate promised, 0..1
 */
export function cleanChecks(target: number): number {
  const p0 = Math.max(1 - target, 0.001);
  let [low, high] = [0, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (assurance(middle, 0, p0) >= SURE) high = middle;
    else low = middle;
  }
  return high;
}
