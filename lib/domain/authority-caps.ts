/** What capped an agent's authority under one pact, as spans of time: from what is stored, as `effective` has it now. */
import { capOf } from "./authority.ts";
import { budgetOf, overspent, type Span } from "./budget.ts";
import { durationMs } from "./duration.ts";
import { tolerance } from "./evidence.ts";
import { latchBinds, latchConsequence } from "./latch.ts";
import {
  type Clause,
  type ConsequenceKind,
  LEVELS,
  type Level,
  type Mode,
  type PactDocument,
  type Trigger,
} from "./pact.ts";
import { halfLife } from "./score.ts";
import { lowSpans, type WeightsPoint } from "./score-course.ts";
import type { Authority, GrantState, Latch, MetricCap, OverrideState, Spending } from "./state.ts";

/** Everything that bore on the authority of one agent under one pact. Instants in ms; `to` null: still so. */
export interface AuthorityFacts {
  workflow: string;
  versions: readonly {
    document: PactDocument;
    mode: Mode;
    /** The evidence hashes whose records count, by clause. */
    hashes: ReadonlyMap<string, readonly string[]>;
    from: number;
    to: number | null;
  }[];
  /** The oldest first. */
  releases: readonly { release: string; since: number }[];
  /** Records that renewed a window, in order of arrival. */
  proofs: readonly { clause: string; release: string; evidenceHash: string; observedAt: number; recordedAt: number }[];
  /** How weights went, of clauses that have a line for their score. */
  scores: readonly { clause: string; release: string; evidenceHash: string; course: readonly WeightsPoint[] }[];
  latches: readonly (Latch & { liftedAt: number | null; liftReason?: string | null })[];
  incidents: readonly { severity: Level; title: string; from: number; to: number | null }[];
  grants: readonly GrantState[];
  /** What breached metrics took away. */
  caps: readonly (MetricCap & { until: number | null })[];
  /** From when on each held, and until when. */
  overrides: readonly { state: OverrideState; from: number; to: number }[];
  spendings: readonly Spending[];
}

/** Something that caps for a while. */
export interface CapSpan extends Span {
  key: string;
  authority: Authority;
  says: string;
  /** What an override would have to name; null: nothing overrides it. */
  of: { clause: string; trigger: Trigger; actions: readonly string[] } | null;
  /** Why it was lifted, where a word was given. */
  lifted?: string | null;
}

/** A stretch under one version and one current release. */
interface Period extends Span {
  version: AuthorityFacts["versions"][number];
  release: string;
}

const clip = (from: number, until: number | null, within: Span): Span => ({
  from: Math.max(from, within.from),
  until: Math.min(until ?? within.until, within.until),
});

/** Every cap in `[from, to)` but those that people granted. Of a shadow pact nothing is in force but metrics. */
export function capSpans(facts: AuthorityFacts, from: number, to: number): CapSpan[] {
  const spans = facts.caps.map(
    ({ id, level, says, since, until }): CapSpan => ({
      ...clip(since, until, { from, until: to }),
      ...{ key: id, authority: level, says, of: null },
    }),
  );
  for (const period of periods(facts, from, to)) {
    if (period.version.mode === "shadow") continue;
    for (const clause of period.version.document.clauses) spans.push(...clauseSpans(facts, period, clause));
  }
  return spans.filter((span) => span.until > span.from);
}

function periods({ versions, releases }: AuthorityFacts, from: number, to: number): Period[] {
  const known = [{ release: "", since: Number.NEGATIVE_INFINITY }, ...releases];
  return versions.flatMap((version) =>
    known
      .map(({ release, since }, index): Period => {
        const inForce = clip(version.from, version.to, { from, until: to });
        return { version, release, ...clip(since, known[index + 1]?.since ?? null, inForce) };
      })
      .filter((period) => period.until > period.from),
  );
}

function clauseSpans(facts: AuthorityFacts, period: Period, clause: Clause): CapSpan[] {
  const { document } = period.version;
  const actions = clause.actions ?? document.scope.actions;
  const spans: CapSpan[] = [];
  const cap = (
    trigger: Trigger,
    does: ConsequenceKind,
    span: Span,
    says: string,
    more: { key?: string; lifted?: string | null } = {},
  ) => {
    if (does === "settle") return;
    const of = trigger === "budget" ? null : { clause: clause.key, trigger, actions };
    spans.push({
      key: `${clause.key} ${trigger}`,
      ...more,
      authority: capOf(does),
      says,
      of,
      ...clip(span.from, span.until, period),
    });
  };
  freshnessCaps(facts, period, clause, cap);
  if (clause.score && clause.on.score) {
    const does = clause.on.score.do;
    for (const span of scoreLows(facts, period, clause))
      cap("score", does, span, `${clause.title}: its score was below ${clause.score.below}`);
  }
  const bound = { perRelease: clause.evidence?.perRelease ?? false, release: period.release, current: period.release };
  for (const latch of facts.latches) {
    if (latch.clause !== clause.key || !latchBinds(latch, bound)) continue;
    const span = { from: latch.verifiedAt, until: latch.liftedAt ?? Number.POSITIVE_INFINITY };
    const says = `${clause.title}: ${latch.trigger}, ${latch.says}`;
    cap(latch.trigger, latchConsequence(latch, clause, document).do, span, says, {
      key: latch.id,
      lifted: latch.liftReason ?? null,
    });
  }
  const { incident } = clause.on;
  for (const one of incident ? facts.incidents : []) {
    if (!incident || LEVELS.indexOf(one.severity) < LEVELS.indexOf(incident.atLeast)) continue;
    const span = { from: one.from, until: one.to ?? Number.POSITIVE_INFINITY };
    cap("incident", incident.do, span, `Incident: ${one.title}`, { key: `${clause.key} ${one.title} ${one.from}` });
  }
  const budget = budgetOf(document);
  const spent = facts.spendings.filter((one) => one.clause === clause.key);
  for (const span of budget ? overspent(budget, spent) : [])
    cap("budget", budget?.consequence.do ?? "review", span, `${clause.title}: more overrides than its budget has`);
  return spans;
}

type TakeCap = (trigger: Trigger, does: ConsequenceKind, span: Span, says: string) => void;

function freshnessCaps(facts: AuthorityFacts, period: Period, clause: Clause, cap: TakeCap): void {
  const { title, evidence, on } = clause;
  if (!evidence) return;
  const window = durationMs(evidence.freshness);
  const missing = `${title}: no evidence${evidence.perRelease ? ` for release ${period.release}` : ""}`;
  let newest = Number.NEGATIVE_INFINITY;
  let since = period.from;
  const until = (end: number) => {
    if (newest === Number.NEGATIVE_INFINITY)
      cap("missing", on.missing?.do ?? "block", { from: since, until: end }, missing);
    else if (end > newest + window) {
      const from = Math.max(since, newest + window);
      cap("stale", on.stale?.do ?? "block", { from, until: end }, `${title}: its evidence went stale`);
    }
    since = end;
  };
  for (const proof of facts.proofs) {
    if (!isOf(proof, period, clause) || proof.recordedAt >= period.until) continue;
    if (proof.recordedAt > since) until(proof.recordedAt);
    newest = Math.max(newest, proof.observedAt);
  }
  until(period.until);
}

function isOf(
  one: { clause: string; release: string; evidenceHash: string },
  { version, release }: Period,
  { key, evidence }: Clause,
): boolean {
  if (one.clause !== key || !version.hashes.get(key)?.includes(one.evidenceHash)) return false;
  return !evidence?.perRelease || one.release === release;
}

function scoreLows(facts: AuthorityFacts, period: Period, clause: Clause): Span[] {
  const { evidence, score } = clause;
  if (!evidence || !score) return [];
  const own = facts.scores.find((one) => isOf(one, period, clause));
  const line = { p0: tolerance(evidence.target), half: halfLife(evidence.freshness), below: score.below };
  return lowSpans(own?.course ?? [], line, period.from, period.until);
}
