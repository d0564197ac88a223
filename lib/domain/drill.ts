/**
 * Drills: a cause is put into a twin of an agent, and the decision afterwards is held beside the one before. Here: what there
 * is to drill, which records bring a cause about, and whether control changed.
 */
import { canonicalHash } from "./canonical.ts";
import type { Answer, Verdict } from "./decision.ts";
import { durationMs } from "./duration.ts";
import { type MetricFields, metricState, type Unit } from "./metric.ts";
import type { Clause, ClauseTrigger, Consequence, ConsequenceKind, Mode, PactDocument } from "./pact.ts";
import { raisable } from "./raisable.ts";

export const DRILL_KINDS = ["pact", "metric"] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];
export type DrillState = "running" | "passed" | "failed" | "abandoned";

/** A signal of a clause that has a consequence. */
export interface Threshold {
  clause: string;
  trigger: ClauseTrigger;
  /** Of what was promised and what follows: other terms are another threshold. */
  terms: string;
}

/** Everything in a pact that can be drilled: each signal of each clause. */
export function thresholdsOf(document: PactDocument): Threshold[] {
  const { mode, scope, levels, facts } = document;
  return document.clauses.flatMap((clause) => {
    const terms = canonicalHash({ mode, scope, levels: levels ?? null, facts: facts ?? null, clause });
    return raisable(clause).map((trigger) => ({ clause: clause.key, trigger, terms }));
  });
}

/** What a metric is drilled as: another formula, scope, threshold or response is another. */
export const metricTerms = ({ formula, scope, threshold, response }: DrilledMetric): string =>
  canonicalHash({ formula, scope, threshold, response });
type DrilledMetric = Pick<MetricFields, "formula" | "scope" | "threshold" | "response">;

/** What is known of a threshold; `changed`: what was drilled is no longer what is in force. */
export type Drilled = "undrilled" | "passed" | "failed" | "changed";

/** A threshold of a pact or (no clause) of a metric, and what its last drill said. Instants are RFC 3339, times ms. */
export interface DrilledThreshold {
  clause: string | null;
  trigger: string;
  state: Drilled;
  says: string | null;
  drilledAt: string | null;
  drill: string | null;
  decidedMs: number | null;
  enforcedMs: number | null;
}

/** @param newest the last case of the threshold, whatever its terms were then */
export function drilledState(newest: { terms: string; outcome: string } | null, terms: string): Drilled {
  if (newest === null) return "undrilled";
  if (newest.terms !== terms) return "changed";
  return newest.outcome === "passed" ? "passed" : "failed";
}

/** What a clause does when a signal comes, stages of drift one by one. */
function answersOf({ on }: Clause, trigger: ClauseTrigger): (Consequence & { at?: number })[] {
  const found = on[trigger];
  return found === undefined ? [] : [found].flat();
}

/** Records of checks that a drill sends. */
export interface DrillRecord {
  clause: string;
  passed: number;
  failed: number;
  /** ms */
  observedAt: number;
  source: string;
}

/** Enough clean checks for any score to stand at its top. */
const CLEAN = 100_000;
/** Enough failed ones for any stage of any monitor, and for a score to fall to nothing. */
const BROKEN = 1_000_000;

/** How long evidence that is about to go stale stays fresh, ms. */
export const STALE_IN_MS = 1_500;

const sourceOf = ({ evidence }: Clause) => evidence?.from?.[0] ?? "drill";

/** Evidence that proves a clause. @param staleIn ms: it goes stale then; absent: it was observed this moment */
export function provenBy(clause: Clause, now: number, staleIn?: number): DrillRecord[] {
  const { evidence, key } = clause;
  if (!evidence) return [];
  const age = staleIn === undefined ? 0 : Math.max(0, durationMs(evidence.freshness) - staleIn);
  const passed = Math.max(CLEAN, evidence.minChecks);
  return [{ clause: key, passed, failed: 0, observedAt: now - age, source: sourceOf(clause) }];
}

/** The records that raise a signal of checks. */
export function causeOf(clause: Clause, trigger: ClauseTrigger, now: number): DrillRecord[] {
  const record = { clause: clause.key, passed: 0, observedAt: now, source: sourceOf(clause) };
  if (trigger === "failures")
    return Array.from({ length: clause.failures?.count ?? 1 }, () => ({ ...record, failed: 1 }));
  return [{ ...record, failed: BROKEN }];
}

const STRENGTH: Record<Verdict, number> = { allow: 0, degrade: 1, review: 2, block: 3 };

export const strengthOf = ({ verdict }: Pick<Answer, "verdict">): number => STRENGTH[verdict];

/** Whether the later answer lets less happen than the earlier one, or owes more. */
export function changed(before: Answer, after: Answer): boolean {
  return (
    strengthOf(after) > strengthOf(before) ||
    (before.permitted && !after.permitted) ||
    (strengthOf(after) === strengthOf(before) && canonicalHash(after.limits) !== canonicalHash(before.limits)) ||
    after.settlements.length > before.settlements.length
  );
}

export interface Judged {
  outcome: "passed" | "failed";
  says: string;
}

export const passedDrill = (says: string): Judged => ({ outcome: "passed", says });
export const failedDrill = (says: string): Judged => ({ outcome: "failed", says });

const SAID: Record<ClauseTrigger, string> = {
  violation: "The request broke the clause",
  missing: "The evidence was missing",
  stale: "The evidence went stale",
  failures: "Checks failed",
  drift: "Drift was verified",
  score: "The score fell",
  incident: "An incident was opened",
};

const sayAnswer = ({ verdict, permitted }: Answer) =>
  verdict === "degrade" && !permitted ? "degrade, not permitted" : verdict;

/**
 * Whether a signal of a clause changed the decision: each of its consequences stands in `because`, and the answer lets less
 * happen than before.
 */
export function judgeThreshold(
  { pact, clause, trigger, mode }: { pact: string; clause: Clause; trigger: ClauseTrigger; mode: Mode },
  before: Answer,
  after: Answer,
): Judged {
  const said = SAID[trigger];
  const isIt = (one: Answer["because"][number]) =>
    one.pact === pact && one.clause === clause.key && one.trigger === trigger;
  const acted = after.because.filter(isIt);
  if (mode === "shadow") {
    const would =
      after.shadow && strengthOf(after.shadow) > 0
        ? `would have said ${after.shadow.verdict}`
        : "would have changed nothing";
    return failedDrill(
      `${said}, and the decision stayed ${sayAnswer(after)}: the pact is in shadow and binds no one. It ${would}.`,
    );
  }
  if (acted.length === 0) return failedDrill(`${said}, and nothing answered: the decision stayed ${sayAnswer(after)}.`);
  const missed = missing(answersOf(clause, trigger), acted);
  if (missed) return failedDrill(`${said}, and ${missed} did not act; the decision said ${sayAnswer(after)}.`);
  if (!changed(before, after))
    return failedDrill(
      `${said} and was named, and the decision stayed ${sayAnswer(after)}: its consequence changes nothing.`,
    );
  return passedDrill(`${said}: ${sayAnswer(before)} became ${sayAnswer(after)}.`);
}

/** The consequence that was promised and did not act, in words. */
function missing(wanted: readonly { do: ConsequenceKind; at?: number }[], acted: Answer["because"]): string | null {
  const lost = wanted.find((one) => !acted.some(({ consequence, at }) => consequence === one.do && at === one.at));
  return lost ? `${lost.do}${lost.at === undefined ? "" : ` at ${lost.at.toLocaleString("en-GB")}`}` : null;
}

/** Whether a breach that a drill put into a twin changed its decision. */
export function judgeBreach(metric: string, before: Answer, after: Answer): Judged {
  if (!changed(before, after))
    return failedDrill(
      `The threshold of ${metric} was crossed, and the decision stayed ${sayAnswer(after)}: the response changes nothing.`,
    );
  return passedDrill(`The threshold of ${metric} was crossed: ${sayAnswer(before)} became ${sayAnswer(after)}.`);
}

/** A value just beyond a threshold; null where nothing that is measured can ever be: shares lie within 0 and 1, all else is positive. */
export function valueBeyond(threshold: MetricFields["threshold"], unit: Unit): number | null {
  const { op, value } = threshold;
  const step = unit === "count" ? 1 : 1e-6 * Math.max(1, Math.abs(value));
  const beyond = op === "<" ? value - step : op === ">" ? value + step : value;
  const most = unit === "share" ? 1 : Infinity;
  const reached = op.startsWith("<") ? Math.min(beyond, most) : Math.max(beyond, 0);
  return reached >= 0 && reached <= most && metricState(reached, threshold) === "breached" ? reached : null;
}
