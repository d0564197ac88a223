/** Eval suites: the same cases under two releases, as paired evidence that the later one is worse (METHODS.md 1). */
import betainc from "@stdlib/math-base-special-betainc";
import { sayNumber, sayOdds } from "./monitor.ts";
import type { SuiteComparison } from "./state.ts";

export type { SuiteComparison } from "./state.ts";

/** `attributes.cases` of a record: how each case of a suite went, by its id. */
export type CaseResults = Readonly<Record<string, "pass" | "fail">>;

/** ln of the binomial coefficient n over k. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - Math.min(k, n - k) + i) / i);
  return sum;
}

/**
 * e = 2^(b+c+1) · B(b+1, c+1) · P(Beta(b+1, c+1) > ½), for b newly failing and c newly passing cases: where the release
 * changed nothing, each case that differs falls either way by a fair coin, and e reaches N with chance ≤ 1/N.
 */
export function suiteOdds(newlyFailing: number, newlyPassing: number): number {
  const [b, c] = [newlyFailing, newlyPassing];
  const log = (b + c + 1) * Math.LN2 - Math.log(b + c + 1) - logChoose(b + c, b);
  // P(Beta(b+1, c+1) > ½) = I_½(c+1, b+1)
  return Math.min(Math.exp(log + Math.log(betainc(0.5, c + 1, b + 1))), 1e300);
}

/** Two runs of a suite, case by case; null where they have no case in common. */
export function compareSuites(
  before: { release: string; cases: CaseResults },
  after: { release: string; cases: CaseResults },
): SuiteComparison | null {
  let [common, newlyFailing, newlyPassing] = [0, 0, 0];
  for (const [id, now] of Object.entries(after.cases)) {
    const was = Object.hasOwn(before.cases, id) ? before.cases[id] : undefined;
    if (was === undefined) continue;
    common++;
    if (was !== now) now === "fail" ? newlyFailing++ : newlyPassing++;
  }
  if (common === 0) return null;
  const e = suiteOdds(newlyFailing, newlyPassing);
  return { release: after.release, against: before.release, common, newlyFailing, newlyPassing, e };
}

/** "against r1, 41 of 629 cases newly fail and 2 newly pass; 12,400 to 1 that r2 is worse". */
export function saySuite({ release, against, common, newlyFailing, newlyPassing, e }: SuiteComparison): string {
  const cases = `${sayNumber(newlyFailing)} of ${sayNumber(common)} cases newly fail and ${sayNumber(newlyPassing)} newly pass`;
  return `against ${against}, ${cases}; ${sayOdds(e)} that ${release} is worse`;
}

/** `attributes.cases` of a stored record; null where it has none. */
export function casesOf(attributes: unknown): CaseResults | null {
  const cases = (attributes as { cases?: unknown } | null)?.cases;
  return cases !== null && typeof cases === "object" && Object.keys(cases).length > 0 ? (cases as CaseResults) : null;
}
