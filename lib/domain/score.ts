/** Score: how likely it is that each clause is being kept, as evidence decays (METHODS.md 2). */
import betainc from "@stdlib/math-base-special-betainc";
import { durationMs } from "./duration.ts";
import { tolerance } from "./evidence.ts";
import type { Clause, Severity } from "./pact.ts";
import type { ClauseLine } from "./state.ts";

/** Decayed weights of all checks and of the failed ones, as of the instant `at`. */
export type Weights = ClauseLine["weights"];

/** Below it no finite record could ever prove anything. */
const LEAST_TOLERANCE = 0.001;

const SEVERITY_WEIGHT: Record<Severity, number> = { critical: 10, major: 5, minor: 2.5 };

/** Length in which evidence loses half its weight: the freshness window, ms. */
export function halfLife(freshness: string): number {
  return Math.max(1, durationMs(freshness));
}

/**
 * Weights after one more record; the order of arrival does not matter.
 * @param weight of one check (`evidenceWeight`); `half` is the half-life in ms.
 */
export function addWeights(
  before: Weights,
  record: { passed: number; failed: number; observedAt: number },
  weight: number,
  half: number,
): Weights {
  const empty = before.n === 0 && before.f === 0;
  const at = empty ? record.observedAt : Math.max(before.at, record.observedAt);
  const kept = empty ? 0 : 2 ** (-(at - before.at) / half);
  const added = weight * 2 ** (-(at - record.observedAt) / half);
  return {
    n: before.n * kept + added * (record.passed + record.failed),
    f: before.f * kept + added * record.failed,
    at,
  };
}

/**
 * A_c = I_p0(f + ½, n − f + ½), the regularised incomplete beta function: the probability that a clause with `n` weighted
 * checks, `f` of them failed, is kept at tolerance `p0` (taken as at least 0.001).
 */
export function assurance(n: number, f: number, p0: number): number {
  const x = Math.min(1, Math.max(p0, LEAST_TOLERANCE));
  return betainc(x, f + 0.5, Math.max(0, n - f) + 0.5);
}

/** Assurance (0..1) of weights decayed to `now`; no weights: what is believed of the unknown. */
export function assuranceAt(weights: Weights | null, p0: number, half: number, now: number): number {
  if (!weights || weights.n === 0) return assurance(0, 0, p0);
  const kept = 2 ** (-(now - weights.at) / half);
  return assurance(weights.n * kept, weights.f * kept, p0);
}

/** Assurance of a clause from its line at `now`; null for a clause without evidence, which has no score. */
export function clauseAssurance(clause: Clause, line: ClauseLine | null, now: number): number | null {
  if (!clause.evidence) return null;
  const half = halfLife(clause.evidence.freshness);
  return assuranceAt(line?.weights ?? null, tolerance(clause.evidence.target), half, now);
}

/** The score is at or above its line exactly in `[from, until)`, by decay alone. */
export interface ScoreWindow {
  from: number;
  until: number;
}

const ALWAYS: ScoreWindow = { from: -Infinity, until: Infinity };
const NEVER: ScoreWindow = { from: Infinity, until: -Infinity };
const GRID = 64;

/**
 * When decay alone lets a clause's score (0..100) be at or above `below`, to the millisecond. Decay moves assurance along one
 * rise and one fall at most, so one interval says it all; found by a coarse search for the peak, then by bisection.
 */
export function scoreWindow(weights: Weights | null, p0: number, half: number, below: number): ScoreWindow {
  const holds = (now: number) => 100 * assuranceAt(weights, p0, half, now) >= below;
  if (!weights || weights.n === 0) return holds(0) ? ALWAYS : NEVER;
  // From a window before the last record (clocks differ) to where less than a billionth of a check is left.
  const first = Math.floor(weights.at - half);
  const last = Math.ceil(weights.at + half * (Math.max(0, Math.log2(weights.n)) + 30));
  const peak = peakOf((now) => assuranceAt(weights, p0, half, now), first, last);
  if (!holds(peak)) return NEVER;
  return {
    from: holds(first) ? -Infinity : bisect(first, peak, holds),
    until: holds(last) ? Infinity : bisect(peak, last, (now) => !holds(now)),
  };
}

/** Instant of the greatest value of a function with one peak, in whole ms. */
function peakOf(value: (now: number) => number, first: number, last: number): number {
  const step = (last - first) / GRID;
  let best = 0;
  let most = -1;
  for (let i = 0; i <= GRID; i++) {
    const here = value(Math.round(first + i * step));
    if (here > most) [best, most] = [i, here];
  }
  let low = Math.round(first + Math.max(0, best - 1) * step);
  let high = Math.round(first + Math.min(GRID, best + 1) * step);
  const middle = Math.round(first + best * step);
  while (high - low > 2) {
    const third = Math.floor((high - low) / 3);
    if (value(low + third) < value(high - third)) low += third;
    else high -= third;
  }
  const found = Math.round((low + high) / 2);
  return value(found) > most ? found : middle;
}

/** First instant in (low, high] at which `then` holds, where it does not at `low` and does at `high`. */
function bisect(low: number, high: number, then: (now: number) => boolean): number {
  let [before, after] = [low, high];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (then(middle)) after = middle;
    else before = middle;
  }
  return after;
}

interface ScorePart {
  key: string;
  /** Share of the pact's score, 0..1. */
  weight: number;
  assurance: number;
  /** 100·ω(1 − A): what this clause costs, before the cap. */
  pointsLost: number;
}

export interface PactScore {
  /** 0..100. */
  score: number;
  parts: ScorePart[];
  /** The critical clause above whose assurance the score cannot rise, where it does hold it down. */
  cappedBy: string | null;
}

/**
 * S = 100·Σ ω_c·A_c over the clauses with evidence, never above 100·min A_c over critical ones; null without any.
 * `100 − Σ pointsLost` is the score before the cap: that sum is the explanation.
 */
export function pactScore(clauses: { key: string; severity: Severity; assurance: number | null }[]): PactScore | null {
  const scored = clauses.filter((clause) => clause.assurance !== null);
  const total = scored.reduce((sum, clause) => sum + SEVERITY_WEIGHT[clause.severity], 0);
  if (total === 0) return null;
  let score = 0;
  let cap = Infinity;
  let capping: string | null = null;
  const parts = scored.map((clause): ScorePart => {
    const kept = clause.assurance as number;
    const weight = SEVERITY_WEIGHT[clause.severity] / total;
    score += 100 * weight * kept;
    if (clause.severity === "critical" && 100 * kept < cap) [cap, capping] = [100 * kept, clause.key];
    return { key: clause.key, weight, assurance: kept, pointsLost: 100 * weight * (1 - kept) };
  });
  return { score: Math.min(score, cap), parts, cappedBy: cap < score ? capping : null };
}
