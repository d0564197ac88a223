import { durationMs } from "@/lib/domain/duration";
import { quantileOf } from "@/lib/domain/latency";
import { FORMULAS, type FormulaId, type MetricScope, SOON_MS } from "@/lib/domain/metric";
import { evidenceCover, highRisk, highRiskActions, inForce, overrideBudgets } from "@/lib/domain/metric-cover";
import { routingShare } from "@/lib/domain/metric-routing";
import type { Snapshot } from "@/lib/domain/snapshot";
import type { Tx } from "./client";
import {
  bypasses,
  type DriftClock,
  decidedCalls,
  driftClocks,
  observedCalls,
  pactsLiveAt,
  reviewsInTime,
  scopeAgents,
} from "./metric-traffic";
import { alarms, type ClauseGaps, clauseGaps, missedLooks, reviewers } from "./metric-upkeep";
import { decisionTimes } from "./nodes";
import { floorTo } from "./rollup";
import { countKinds, total, windowStart } from "./rollup-read";

/** A value and what it is made of: the rows that somebody who doubts it looks at. */
export interface Measured {
  /** In the unit of its formula; null: nothing to measure. */
  value: number | null;
  /** Of how many (calls, drifts, permits, clauses, reviews, hours) it is the value; null: it is itself a count. */
  of: number | null;
  detail: Record<string, unknown>;
}

interface Asked {
  tx: Tx;
  organisationId: string;
  snapshot: Snapshot;
  scope: MetricScope;
  /** ms: what happened in `[from, to)`. */
  from: number;
  to: number;
  now: number;
}

export interface Measuring {
  formula: FormulaId;
  scope: MetricScope;
}

/** Measures one formula over a scope and the window that ends now. @param window ISO 8601; @param now ms */
export async function measure(
  tx: Tx,
  snapshot: Snapshot,
  { formula, scope, window }: Measuring & { window: string },
  now: number,
): Promise<Measured> {
  const from = windowStart(now - durationMs(window), now);
  return measureStretch(tx, snapshot, { formula, scope }, { from, to: now + 1 }, now);
}

/** Measures one formula over a stretch (ms) of the past: of what was so, not of what is so now. */
async function measureStretch(
  tx: Tx,
  snapshot: Snapshot,
  { formula, scope }: Measuring,
  stretch: { from: number; to: number },
  now: number,
): Promise<Measured> {
  return MEASURES[formula]({ tx, organisationId: snapshot.organisation, snapshot, scope, ...stretch, now });
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);

const MEASURES: Record<FormulaId, (asked: Asked) => Promise<Measured>> = {
  async pact_aware_routing({ tx, organisationId, snapshot, scope, from, to }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const observed = await observedCalls(tx, organisationId, { from, to }, agents);
    const decided = await decidedCalls(tx, organisationId, { from, to }, agents);
    const { value, ...detail } = routingShare(snapshot, observed, decided, scope);
    return { value, of: detail.calls, detail };
  },
  drift_to_control: async (asked) => {
    const clocks = await driftClocks(asked.tx, asked.organisationId, asked, asked.scope);
    const { value, detail } = times(clocks, ({ verifiedAt }) => verifiedAt, asked.now);
    return { value, of: clocks.length, detail: { ...detail, fromOnset: sinceOnset(clocks, asked.now).value } };
  },
  onset_to_control: async (asked) =>
    sinceOnset(await driftClocks(asked.tx, asked.organisationId, asked, asked.scope), asked.now),
  async policy_bypasses({ tx, organisationId, snapshot, scope, from, to }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const named = snapshot.workflows.find(({ slug }) => slug === scope.workflow)?.actions.map(({ name }) => name);
    const found = await bypasses(tx, organisationId, { from, to }, scope, { agents, named });
    return { value: Object.values(found).reduce((sum, n) => sum + n, 0), of: null, detail: { ...found } };
  },
  async fresh_evidence_share(asked) {
    const { tx, snapshot, scope, to, now } = asked;
    const pacts = to > now ? inForce(snapshot, scope) : await pactsLiveAt(tx, snapshot.organisation, scope, to);
    const actions = highRiskActions(snapshot, pacts, scope);
    const requiring = actions.filter(({ by }) => by.length > 0).length;
    const { value: rested } = await MEASURES.rested_evidence_share(asked);
    const detail = { requiring, total: actions.length, restedShare: rested, actions };
    return { value: share(requiring, actions.length), of: actions.length, detail };
  },
  async rested_evidence_share({ tx, organisationId, snapshot, scope, from, to }) {
    const risky = highRisk(snapshot);
    const counted = await countKinds(tx, organisationId, { from, to }, scope);
    const permits = counted.filter(({ permitted, workflow, action }) => permitted && risky(workflow, action));
    const rested = total(permits, (one) => one.rested);
    const actions = permits.map(({ agent, workflow, action, rested, count }) => ({
      agent,
      workflow,
      action,
      rested,
      count,
    }));
    return {
      value: share(rested, total(permits)),
      of: total(permits),
      detail: { permits: total(permits), rested, actions },
    };
  },
  async freshness_budget({ tx, snapshot, scope, from, to, now }) {
    return freshTime(await clauseGaps(tx, snapshot, scope, from, now), from, Math.min(to, now));
  },
  async stale_soon({ snapshot, scope, now }) {
    const clauses = evidenceCover(snapshot, scope, now).flatMap(({ state, staleAt, ...clause }) =>
      staleAt !== null && staleAt > now && staleAt - now <= SOON_MS
        ? [{ ...clause, state, staleAt: new Date(staleAt).toISOString() }]
        : [],
    );
    return { value: clauses.length, of: null, detail: { clauses } };
  },
  async evidence_coverage({ snapshot, scope, now }) {
    const clauses = evidenceCover(snapshot, scope, now).map(({ agent, pact, clause, state }) => ({
      agent,
      pact,
      clause,
      state,
    }));
    const fresh = clauses.filter(({ state }) => state === "fresh" || state === "expiring").length;
    return {
      value: share(fresh, clauses.length),
      of: clauses.length,
      detail: { fresh, total: clauses.length, clauses },
    };
  },
  async reviews_in_time({ tx, organisationId, scope, from, to }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const { due, inTime } = await reviewsInTime(tx, organisationId, { from, to }, scope.workflow, agents);
    return { value: share(inTime, due), of: due, detail: { due, inTime } };
  },
  async review_fatigue({ tx, organisationId, from, to }) {
    const loads = await reviewers(tx, organisationId, { from, to });
    const approvals = loads.reduce((sum, one) => sum + one.approvals, 0);
    const hasty = loads.reduce((sum, one) => sum + Math.round((one.hasty ?? 0) * one.approvals), 0);
    const people = loads.map(({ member, ...load }) => ({ person: member.name, ...load }));
    return { value: share(hasty, approvals), of: approvals, detail: { approvals, hasty, people } };
  },
  async override_budget({ snapshot, scope, now }) {
    const budgets = overrideBudgets(snapshot, scope, now);
    const value = budgets.length > 0 ? Math.min(...budgets.map(({ left }) => left)) : null;
    return { value, of: budgets.length, detail: { budgets } };
  },
  async false_alarms({ tx, snapshot, scope, from, to }) {
    const clauses = await alarms(tx, snapshot, { from, to }, scope);
    const sum = (of: "checks" | "promised" | "alarms" | "cleared") => clauses.reduce((all, one) => all + one[of], 0);
    const detail = { checks: sum("checks"), alarms: sum("alarms"), promisedAtMost: sum("promised"), clauses };
    return { value: clauses.length > 0 ? sum("cleared") : null, of: null, detail };
  },
  async missed_looks({ tx, organisationId, from, to }) {
    const metrics = await missedLooks(tx, organisationId, { from, to });
    return { value: metrics.reduce((sum, { missed }) => sum + missed, 0), of: null, detail: { metrics } };
  },
  async decision_latency({ tx, now }) {
    const { nodes, counts } = await decisionTimes(tx, now);
    const detail = {
      nodes,
      decisions: counts.reduce((a, b) => a + b, 0),
      p50: quantileOf(counts, 0.5),
      p95: quantileOf(counts, 0.95),
    };
    return { value: quantileOf(counts, 0.99), of: detail.decisions, detail };
  },
};

const HOUR = 3_600_000;

/** Clause time with and without fresh evidence in a stretch, ms. */
function freshTime(gaps: readonly ClauseGaps[], from: number, to: number): Measured {
  const clauses = gaps.map(({ since, gaps: own, ...clause }) => {
    const start = Math.max(since, from);
    const without = own.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.until, to) - Math.max(gap.from, start)), 0);
    return { ...clause, hours: Math.max(0, to - start) / HOUR, hoursWithout: without / HOUR };
  });
  const sum = (of: "hours" | "hoursWithout") => clauses.reduce((all, one) => all + one[of], 0);
  const [hours, hoursWithout] = [sum("hours"), sum("hoursWithout")];
  return { value: share(hours - hoursWithout, hours), of: hours, detail: { hours, hoursWithout, clauses } };
}

/** A day's own value: of what happened in it. */
export interface MetricDay {
  /** 2026-11-23, UTC */
  day: string;
  value: number | null;
  of: number | null;
}

const DAY = 24 * HOUR;
/** Days that a history shows at most. */
const MOST_DAYS = 90;

/** Day by day over the window that ends now, the oldest first; none where the past of a formula is not known. */
export async function measureDays(
  tx: Tx,
  snapshot: Snapshot,
  { formula, scope, window }: Measuring & { window: string },
  now: number,
): Promise<MetricDay[]> {
  if (!FORMULAS[formula].daily) return [];
  const today = floorTo(now, "day");
  const count = Math.min(MOST_DAYS, Math.max(1, Math.ceil((today + DAY - (now - durationMs(window))) / DAY)));
  const first = today - (count - 1) * DAY;
  const gaps = formula === "freshness_budget" ? await clauseGaps(tx, snapshot, scope, first, now) : null;
  const days: MetricDay[] = [];
  for (let from = first; from <= today; from += DAY) {
    const to = Math.min(from + DAY, now + 1);
    const { value, of } = gaps
      ? freshTime(gaps, from, Math.min(to, now))
      : await measureStretch(tx, snapshot, { formula, scope }, { from, to }, now);
    days.push({ day: new Date(from).toISOString().slice(0, 10), value, of });
  }
  return days;
}

const sinceOnset = (clocks: readonly DriftClock[], now: number) =>
  times(clocks, ({ onsetAt, verifiedAt }) => onsetAt ?? verifiedAt, now);

/** Mean, median and 95th percentile (nearest rank), seconds; those that still run count up to now. */
function times(found: readonly DriftClock[], start: (clock: DriftClock) => Date, now: number): Measured {
  const drifts = found.map((clock) => ({
    ...clock,
    seconds: ((clock.enforcedAt?.getTime() ?? now) - start(clock).getTime()) / 1000,
    enforced: clock.enforcedAt !== null,
  }));
  const sorted = drifts.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const rank = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
  const mean = sorted.length > 0 ? sorted.reduce((sum, s) => sum + s, 0) / sorted.length : null;
  const open = drifts.filter(({ enforced }) => !enforced).length;
  return { value: mean, of: drifts.length, detail: { p50: rank(0.5), p95: rank(0.95), open, drifts } };
}
