import { silentFrom } from "@/lib/domain/heartbeat";
import {
  FORMULAS,
  type FormulaId,
  GOVERNING,
  type MetricResponse,
  metricState,
  reviewDue,
  SOON_MS,
  sayResponse,
} from "@/lib/domain/metric";
import { evidenceCover } from "@/lib/domain/metric-cover";
import type { Snapshot } from "@/lib/domain/snapshot";
import type { WeekEvent, WeekFacts, WeekMetric } from "@/lib/domain/week-letter";
import type { Tx } from "./client";
import { measure } from "./metric-measure";
import { reviewsInTime } from "./metric-traffic";
import { HOLDING, type Metric, metricRow } from "./metrics";
import { clauseReviews } from "./recertify";
import { countKinds, total, windowStart } from "./rollup-read";

const WEEK_MS = 7 * 24 * 3_600_000;

/** Kinds of events by what the mail tells of them. */
const TOLD = {
  lowered: ["grant.lowered", "grant.fell_back", "clause.failed", "drift.verified", "drift.unenforced"],
  overrides: ["override.approved", "override.broke_glass", "override.unratified", "override.revoked"],
  drills: ["drill.failed"],
};
/** Events of one sort that are read at most. */
const MOST = 200;

/** What the mail of the week that ends now tells of an organisation. @param now ms */
export async function weekFacts(tx: Tx, snapshot: Snapshot, now: number): Promise<WeekFacts> {
  const organisationId = snapshot.organisation;
  const stretch = { from: windowStart(now - WEEK_MS, now), to: now + 1 };
  const { name } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId }, select: { name: true } });
  const events = (kinds: string[]) => weekEvents(tx, organisationId, kinds, stretch.from);
  const since = { gte: new Date(stretch.from) };
  return {
    ...{ organisation: name, from: stretch.from, to: now },
    decisions: await decisionMix(tx, organisationId, stretch),
    metrics: await weekMetrics(tx, snapshot, now),
    breaches: await breaches(tx, organisationId, stretch.from),
    lowered: await events(TOLD.lowered),
    overrides: await events(TOLD.overrides),
    drills: await events(TOLD.drills),
    overrideUses: await tx.overrideUse.count({ where: { organisationId, at: since } }),
    clauses: clausesOf(snapshot, now),
    findings: {
      open: await tx.finding.count({ where: { organisationId, state: "open" } }),
      opened: await tx.finding.count({ where: { organisationId, state: "open", openedAt: since } }),
      unowned: await tx.finding.count({ where: { organisationId, state: "open", owner: null } }),
    },
    silent: await silent(tx, organisationId, now),
    reviews: {
      ...(await reviewsInTime(tx, organisationId, stretch, undefined, null)),
      recertify: (await clauseReviews(tx, organisationId, now))
        .filter(({ state }) => state === "overdue")
        .map(({ pact, clause, dueAt }) => ({ pact, clause: clause.key, team: clause.owner, dueAt })),
    },
  };
}

async function weekEvents(tx: Tx, organisationId: string, kinds: string[], from: number): Promise<WeekEvent[]> {
  return tx.outbox.findMany({
    where: { organisationId, kind: { in: kinds }, createdAt: { gte: new Date(from) } },
    orderBy: { seq: "desc" },
    take: MOST,
    select: { kind: true, subject: true, payload: true },
  });
}

async function decisionMix(tx: Tx, organisationId: string, stretch: { from: number; to: number }) {
  const counted = await countKinds(tx, organisationId, stretch);
  const of = (verdict: string) => total(counted, (one) => one.verdict === verdict);
  return {
    ...{ total: total(counted), allow: of("allow"), degrade: of("degrade"), review: of("review"), block: of("block") },
    ungoverned: total(counted, ({ governed }) => !governed),
  };
}

/** The four, as they stand now, then what else governs, as it was measured last. */
async function weekMetrics(tx: Tx, snapshot: Snapshot, now: number): Promise<WeekMetric[]> {
  const where = { organisationId: snapshot.organisation };
  const rows = (await tx.metric.findMany({ where, orderBy: { slug: "asc" } })).map(metricRow);
  const four: WeekMetric[] = [];
  for (const formula of GOVERNING) {
    const own = rows.find(({ slug }) => slug === formula);
    four.push(own ? governed(own, now) : await ungoverned(tx, snapshot, formula, now));
  }
  const others = rows.filter(({ slug }) => !(GOVERNING as readonly string[]).includes(slug));
  return [...four, ...others.map((one) => governed(one, now))];
}

async function ungoverned(tx: Tx, snapshot: Snapshot, formula: FormulaId, now: number): Promise<WeekMetric> {
  const { value } = await measure(tx, snapshot, { formula, scope: {}, window: "P30D" }, now);
  const { title, unit } = FORMULAS[formula];
  return { slug: formula, title, unit, value, threshold: null, response: null, state: "ok", overdue: null };
}

function governed(metric: Metric, now: number): WeekMetric {
  const { slug, title, formula, value, threshold, response } = metric;
  const due = reviewDue(metric);
  const state = metricState(value, threshold);
  const { unit } = FORMULAS[formula];
  return { slug, title, unit, value, threshold, response, state, overdue: due < now ? due : null };
}

async function breaches(tx: Tx, organisationId: string, from: number): Promise<WeekFacts["breaches"]> {
  const rows = await tx.metricResponse.findMany({
    where: { organisationId, since: { gte: new Date(from) } },
    orderBy: { since: "desc" },
    take: MOST,
  });
  return rows.map(({ metric, says, kind, level, agent, workflow, pact, liftedAt }) => {
    const target = { ...(agent && { agent }), ...(workflow && { workflow }), ...(pact && { pact }) };
    const response = { do: kind, level, ...target } as unknown as MetricResponse;
    return { metric, says, does: sayResponse(response), lifted: HOLDING.includes(kind) && liftedAt !== null };
  });
}

function clausesOf(snapshot: Snapshot, now: number): WeekFacts["clauses"] {
  const cover = evidenceCover(snapshot, {}, now);
  const soon = cover.flatMap(({ pact, clause, staleAt }) =>
    staleAt !== null && staleAt > now && staleAt - now <= SOON_MS ? [{ pact, clause, staleAt }] : [],
  );
  return {
    missing: cover.filter(({ state }) => state === "missing").length,
    stale: cover.filter(({ state }) => state === "stale").length,
    soon: soon.sort((a, b) => a.staleAt - b.staleAt),
  };
}

async function silent(tx: Tx, organisationId: string, now: number): Promise<string[]> {
  const rows = await tx.heartbeat.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
  return rows
    .filter(({ beatAt, everyMs }) => now >= silentFrom(beatAt.getTime(), everyMs))
    .map(({ kind, name }) => `${kind === "agent" ? "Agent" : "Gateway"} ${name}`);
}
