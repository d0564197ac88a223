/** Eval suites: the same cases under two releases, as paired evidence that the later one is worse (METHODS.md 1). */
import { sayNumber, sayOdds } from "./monitor.ts";
import type { SuiteComparison } from "./state.ts";

export type { SuiteComparison } from "./state.ts";

/** `attributes.cases` of a record: how each case of a suite went, by its id. */
export type CaseResults = Readonly<Record<string, "pass" | "fail">>;

/** Beyond this an e-value says nothing more, and JSON has no word for infinity. */
const MOST = 1e300;

/**
 * e = 2^(b+c+1) · B(b+1, c+1) · P(Beta(b+1, c+1) > ½), for b newly failing and c newly passing cases: where the release
 * changed nothing, each case that differs falls either way by a fair coin, and e reaches N with chance ≤ 1/N (METHODS.md 1).
 *
 * The Beta tail at ½ is a binomial one, P(Bin(b+c+1, ½) > c), so that e = 1/(c+1) · (1 + b/(c+2) + b(b-1)/((c+2)(c+3)) + …):
 * b + 1 positive terms, exact to rounding where the tail itself would be smaller than any number.
 */
export function suiteOdds(newlyFailing: number, newlyPassing: number): number {
  let term = 1 / (newlyPassing + 1);
  let sum = term;
  for (let i = 0; i < newlyFailing && sum < MOST; i++) {
    term *= (newlyFailing - i) / (newlyPassing + 2 + i);
    sum += term;
  }
  return Math.min(sum, MOST);
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
