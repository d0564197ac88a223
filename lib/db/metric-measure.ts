import { durationMs } from "@/lib/domain/duration";
import type { FormulaId, MetricScope } from "@/lib/domain/metric";
import { evidenceCover, highRiskActions } from "@/lib/domain/metric-cover";
import { routingShare } from "@/lib/domain/metric-routing";
import type { Snapshot } from "@/lib/domain/snapshot";
import type { Tx } from "./client";
import {
  bypasses,
  type DriftClock,
  decidedCalls,
  driftClocks,
  observedCalls,
  reviewsInTime,
  scopeAgents,
} from "./metric-traffic";
import { windowStart } from "./rollup-read";

/** A value and what it is made of: the rows that somebody who doubts it looks at. */
export interface Measured {
  /** In the unit of its formula; null: nothing to measure. */
  value: number | null;
  detail: Record<string, unknown>;
}

interface Asked {
  tx: Tx;
  organisationId: string;
  snapshot: Snapshot;
  scope: MetricScope;
  /** ms */
  from: number;
  now: number;
}

/** Measures one formula over a scope and the window that ends now. @param window ISO 8601; @param now ms */
export async function measure(
  tx: Tx,
  snapshot: Snapshot,
  { formula, scope, window }: { formula: FormulaId; scope: MetricScope; window: string },
  now: number,
): Promise<Measured> {
  const organisationId = snapshot.organisation;
  return MEASURES[formula]({
    tx,
    organisationId,
    snapshot,
    scope,
    from: windowStart(now - durationMs(window), now),
    now,
  });
}

const MEASURES: Record<FormulaId, (asked: Asked) => Promise<Measured>> = {
  async pact_aware_routing({ tx, organisationId, snapshot, scope, from, now }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const stretch = { from, to: now + 1 };
    const observed = await observedCalls(tx, organisationId, stretch, agents);
    const decided = await decidedCalls(tx, organisationId, stretch, agents);
    const { value, ...detail } = routingShare(snapshot, observed, decided, scope);
    return { value, detail };
  },
  drift_to_control: async (asked) => times(await clocks(asked), ({ verifiedAt }) => verifiedAt, asked.now),
  onset_to_control: async (asked) =>
    times(await clocks(asked), ({ onsetAt, verifiedAt }) => onsetAt ?? verifiedAt, asked.now),
  async policy_bypasses({ tx, organisationId, scope, from, now }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const found = await bypasses(tx, organisationId, { from, to: now + 1 }, scope, agents);
    return { value: Object.values(found).reduce((sum, n) => sum + n, 0), detail: { ...found } };
  },
  async fresh_evidence_share({ snapshot, scope }) {
    const actions = highRiskActions(snapshot, scope);
    const requiring = actions.filter(({ by }) => by.length > 0).length;
    return {
      value: actions.length > 0 ? requiring / actions.length : null,
      detail: { actions, requiring, total: actions.length },
    };
  },
  async reviews_in_time({ tx, organisationId, scope, from, now }) {
    const agents = await scopeAgents(tx, organisationId, scope);
    const { due, inTime } = await reviewsInTime(tx, organisationId, { from, to: now + 1 }, scope.workflow, agents);
    return { value: due > 0 ? inTime / due : null, detail: { due, inTime } };
  },
  async evidence_coverage({ snapshot, scope, now }) {
    const clauses = evidenceCover(snapshot, scope, now);
    const fresh = clauses.filter(({ state }) => state === "fresh" || state === "expiring").length;
    return {
      value: clauses.length > 0 ? fresh / clauses.length : null,
      detail: { clauses, fresh, total: clauses.length },
    };
  },
};

const clocks = ({ tx, organisationId, scope, from, now }: Asked) =>
  driftClocks(tx, organisationId, { from, to: now + 1 }, scope);

/** Mean, median and 95th percentile (nearest rank), seconds; those that still run count up to now. */
function times(found: readonly DriftClock[], start: (clock: DriftClock) => Date, now: number): Measured {
  const drifts = found.map((clock) => ({
    ...clock,
    seconds: ((clock.enforcedAt?.getTime() ?? now) - start(clock).getTime()) / 1000,
    enforced: clock.enforcedAt !== null,
  }));
  const sorted = drifts.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  const mean = sorted.length > 0 ? sorted.reduce((sum, s) => sum + s, 0) / sorted.length : null;
  const open = drifts.filter(({ enforced }) => !enforced).length;
  return { value: mean, detail: { p50: rank(0.5), p95: rank(0.95), open, drifts } };
}
