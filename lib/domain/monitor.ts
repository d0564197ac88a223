/** The drift monitor "e-SR" (METHODS.md 1): a mixture e-detector in Shiryaev-Roberts form over one clause's checks. */
import type { MonitorState } from "./state.ts";

/** Odds ratios of the alternatives against which the promise is tested. */
const LADDER = [1.5, 2, 3, 5, 8, 12, 20, 40, 80, 160, 320] as const;
const HIGHEST_RATE = 0.9;
/** Numbers stay finite, hence storable: no stage is anywhere near it. */
const CEILING = 1e300;

/** What depends on the tolerance alone; computed once per clause. */
export interface MonitorPlan {
  /** Tolerance 1 − target: the failure rate that the pact allows. */
  p0: number;
  /** Failure rates p_k of the components. */
  components: number[];
  /** L_k of one failed and of one passed check, and their logarithms. */
  ratioFailed: number[];
  ratioPassed: number[];
  logFailed: number[];
  logPassed: number[];
}

/** The ladder of a tolerance: p_k = m·o/(1 + m·o), o = p0/(1 − p0), those ≤ 0.9; none left (or p0 = 0): one p = (1 + p0)/2. */
export function planMonitor(p0: number): MonitorPlan {
  const odds = p0 / (1 - p0);
  const ladder = p0 > 0 ? LADDER.map((m) => (m * odds) / (1 + m * odds)).filter((p) => p <= HIGHEST_RATE) : [];
  const components = ladder.length > 0 ? ladder : [(1 + p0) / 2];
  const ratioFailed = components.map((p) => (p0 > 0 ? p / p0 : CEILING));
  // At p0 = 0 clean checks prove nothing; at p0 = 1 (target 0) nothing is promised, so nothing breaks it.
  const ratioPassed = components.map((p) => (p0 > 0 && p0 < 1 ? (1 - p) / (1 - p0) : 0));
  return {
    p0,
    components,
    ratioFailed: p0 < 1 ? ratioFailed : components.map(() => 0),
    ratioPassed,
    logFailed: ratioFailed.map(Math.log),
    logPassed: ratioPassed.map(Math.log),
  };
}

/** A monitor that has seen nothing. */
export function newMonitor(plan: MonitorPlan): MonitorState {
  const zero = plan.components.map(() => 0);
  return {
    m: zero,
    since: zero.map(() => ({ check: 1, at: 0, n: 0, failed: 0, c: 0 })),
    checks: 0,
    failed: 0,
    e: 0,
  };
}

/** The same monitor with its evidence forgotten: after an alarm at the highest stage in use, and after a restoration. */
export function restartMonitor(state: MonitorState): MonitorState {
  return {
    m: state.m.map(() => 0),
    since: state.since.map(() => ({ check: state.checks + 1, at: 0, n: 0, failed: 0, c: 0 })),
    checks: state.checks,
    failed: state.failed,
    e: 0,
  };
}

export interface MonitorStep {
  passed: number;
  failed: number;
  /** Of one check that is measured: 0..1. */
  loss?: number | null | undefined;
  /** observedAt of the record, ms. */
  at: number;
}

/**
 * One record = one step: L_k = (p_k/p0)^failed · ((1−p_k)/(1−p0))^passed, of a loss x: 1 + (p_k−p0)/(p0(1−p0)) · (x−p0);
 * M_k ← (M_k + 1)·L_k, E = mean M_k.
 * Its order inside does not matter. At p0 = 0 the first failure takes E to the ceiling and clean checks leave it at 0.
 */
export function stepMonitor(state: MonitorState, plan: MonitorPlan, step: MonitorStep): MonitorState {
  const next: MonitorState = { ...state, m: [...state.m], since: state.since.map((component) => ({ ...component })) };
  advanceMonitor(next, plan, step);
  return next;
}

/** `stepMonitor` in place, for replays of many checks. */
export function advanceMonitor(state: MonitorState, plan: MonitorPlan, step: MonitorStep): void {
  const { passed, failed, loss, at } = step;
  const checks = passed + failed;
  if (checks === 0) return;
  const single = checks === 1 && loss == null ? (failed === 1 ? plan.ratioFailed : plan.ratioPassed) : null;
  const { m, since } = state;
  const size = plan.components.length;
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const likelihood = single
      ? (single[k] as number)
      : loss == null
        ? likelihoodRatio(plan, k, passed, failed)
        : lossRatio(plan, k, loss);
    const grown = ((m[k] as number) + 1) * likelihood;
    const next = grown < CEILING ? grown : CEILING;
    m[k] = next;
    sum += next;
    const component = since[k] as MonitorState["since"][number];
    if (component.n === 0) {
      component.check = state.checks + 1;
      component.at = at;
    }
    const c = (component.c > 1 ? component.c : 1) * likelihood;
    if (c <= 1) {
      component.c = component.n = component.failed = 0;
    } else {
      component.c = c < CEILING ? c : CEILING;
      component.n += checks;
      component.failed += failed;
    }
  }
  state.checks += checks;
  state.failed += failed;
  state.e = sum / size;
}

/** Of a record of several checks. */
function likelihoodRatio(plan: MonitorPlan, k: number, passed: number, failed: number): number {
  if (plan.p0 === 0) return failed > 0 ? CEILING : 0;
  if (plan.p0 >= 1) return 0;
  return Math.min(Math.exp(failed * (plan.logFailed[k] as number) + passed * (plan.logPassed[k] as number)), CEILING);
}

/** Of one check with a loss: on the straight line between those of a passed and of a failed one. */
function lossRatio({ ratioPassed, ratioFailed }: MonitorPlan, k: number, loss: number): number {
  const [passed, failed] = [ratioPassed[k] as number, ratioFailed[k] as number];
  return Math.min(passed + (failed - passed) * loss, CEILING);
}

/** The heaviest component: what the alarm, if there is one, rests on; null before the first check since a restart. */
export function heaviest(state: MonitorState): MonitorState["since"][number] | null {
  let best = 0;
  for (let k = 1; k < state.m.length; k++) if ((state.m[k] as number) > (state.m[best] as number)) best = k;
  const component = state.since[best];
  return component && component.n > 0 ? component : null;
}

/** 9012 as "9,012". */
export function sayNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A share as "14.8 %", three digits at most. */
function sayShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** `12400.7` → "12,400 to 1". */
export function sayOdds(e: number): string {
  return e >= 1e9 ? "more than 1,000,000,000 to 1" : `${sayNumber(Math.floor(e))} to 1`;
}

/** What the monitor has to say for itself: "since check 8,412, 9 of 61 failed (14.8 %); the pact allows 2 %; 1,240 to 1 that the promise is broken". */
export function explainMonitor(state: MonitorState, p0: number): string {
  const allows = `the pact allows ${p0 === 0 ? "none" : sayShare(p0)}`;
  const component = heaviest(state);
  if (component && state.e >= 1) {
    const share = sayShare(component.failed / component.n);
    const seen = `${sayNumber(component.failed)} of ${sayNumber(component.n)} failed (${share})`;
    return `since check ${sayNumber(component.check)}, ${seen}; ${allows}; ${sayOdds(state.e)} that the promise is broken`;
  }
  if (state.checks === 0) return `no checks yet; ${allows}`;
  return `${sayNumber(state.failed)} of ${sayNumber(state.checks)} checks failed (${sayShare(state.failed / state.checks)}); ${allows}; nothing says that the promise is broken`;
}
