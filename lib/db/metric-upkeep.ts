/** What metrics of upkeep rest on: how long evidence was fresh, how reviews were answered, which alarms were false. */

import type { MetricScope } from "@/lib/domain/metric";
import { inForce } from "@/lib/domain/metric-cover";
import { evidenceSpans } from "@/lib/domain/report-days";
import { fatigueOf } from "@/lib/domain/review-turn";
import type { Snapshot } from "@/lib/domain/snapshot";
import type { Tx } from "./client";
import { evidenceGaps } from "./evidence-gaps";
import type { Stretch } from "./metric-traffic";
import { actorOf } from "./rows";
import { readOne } from "./together";

/** A clause with evidence in force, and when it was without fresh evidence, ms. */
export interface ClauseGaps {
  agent: string;
  pact: string;
  clause: string;
  since: number;
  gaps: { from: number; until: number }[];
}

/** Every clause with evidence of the pacts in force in a scope, and when it was missing or stale since `from`, ms. */
export async function clauseGaps(
  tx: Tx,
  snapshot: Snapshot,
  scope: MetricScope,
  from: number,
  now: number,
): Promise<ClauseGaps[]> {
  const organisationId = snapshot.organisation;
  const pacts = inForce(snapshot, scope);
  const live = await firstLive(
    tx,
    organisationId,
    pacts.map(({ pact }) => pact.pact),
  );
  const found: ClauseGaps[] = [];
  for (const { agent, pact } of pacts) {
    const own = pact.program.clauses.filter(({ clause }) => clause.evidence !== undefined);
    const windows = new Map(own.map(({ key, windowMs }) => [key, windowMs]));
    const renewed = await readOne(tx, evidenceGaps(organisationId, { pact: pact.pact, agent, windows }, from, now));
    const since = live.get(pact.pact) ?? now;
    for (const [clause, windowMs] of windows) {
      const spans = evidenceSpans(renewed.get(clause) ?? { first: null, gaps: [] }, windowMs, since);
      const gaps = spans.map(({ from: start, until }) => ({ from: start, until: until ?? now }));
      found.push({ agent, pact: pact.pact, clause, since, gaps });
    }
  }
  return found;
}

async function firstLive(tx: Tx, organisationId: string, pacts: string[]): Promise<Map<string, number>> {
  const rows = await tx.pactVersion.groupBy({
    by: ["pact"],
    where: { organisationId, pact: { in: pacts }, liveAt: { not: null } },
    _min: { liveAt: true },
  });
  return new Map(rows.map(({ pact, _min }) => [pact, _min.liveAt?.getTime() ?? 0]));
}

/** How much one person has had to answer. */
export interface ReviewerLoad extends NonNullable<ReturnType<typeof fatigueOf>> {
  member: { id: string; name: string };
}

const MOST = 20_000;

/** Everybody who settled reviews in a stretch (ms), the hastiest first. */
export async function reviewers(tx: Tx, organisationId: string, { from, to }: Stretch): Promise<ReviewerLoad[]> {
  const rows = await tx.review.findMany({
    where: {
      organisationId,
      state: { in: ["approved", "denied"] },
      settledAt: { gte: new Date(from), lt: new Date(to) },
    },
    select: { state: true, createdAt: true, settledAt: true, settledBy: true },
    orderBy: { settledAt: "desc" },
    take: MOST,
  });
  const people = new Map<string, { name: string; all: Parameters<typeof fatigueOf>[0][number][] }>();
  for (const { state, createdAt, settledAt, settledBy } of rows) {
    const by = settledBy && actorOf(settledBy);
    if (!by || !settledAt) continue;
    const own = people.get(by.id) ?? { name: by.name, all: [] };
    people.set(by.id, own);
    const times = { createdAt: createdAt.getTime(), settledAt: settledAt.getTime() };
    own.all.push({ by: by.id, ...times, approved: state === "approved" });
  }
  return [...people]
    .flatMap(([id, { name, all }]) => {
      const load = fatigueOf(all);
      return load ? [{ member: { id, name }, ...load }] : [];
    })
    .sort((a, b) => (b.hasty ?? 0) - (a.hasty ?? 0) || b.answered - a.answered);
}

/** Of one clause: its checks in a stretch, and what became of its monitor's alarms. */
export interface Alarms {
  agent: string;
  pact: string;
  clause: string;
  checks: number;
  /** One false alarm per so many checks at most: the lowest stage's promise. */
  onePer: number;
  promised: number;
  alarms: number;
  cleared: number;
}

/** False-alarm accounting of every clause in force that has a monitor. @param stretch ms */
export async function alarms(tx: Tx, snapshot: Snapshot, stretch: Stretch, scope: MetricScope): Promise<Alarms[]> {
  const organisationId = snapshot.organisation;
  const [from, to] = [new Date(stretch.from), new Date(stretch.to)];
  const checks = await tx.evidence.groupBy({
    by: ["agent", "pact", "clause"],
    where: { organisationId, recordedAt: { gte: from, lt: to }, live: true },
    _sum: { passed: true, failed: true },
  });
  const drifts = await tx.drift.findMany({
    where: { organisationId, alarmAt: { gte: from, lt: to } },
    select: { agent: true, pact: true, clause: true, state: true, verifiedAt: true },
  });
  return inForce(snapshot, scope).flatMap(({ agent, pact }) =>
    pact.program.clauses.flatMap(({ key, clause }): Alarms[] => {
      const stages = clause.on.drift ?? [];
      if (stages.length === 0) return [];
      const of = (one: { agent: string; pact: string; clause: string }) =>
        one.agent === agent && one.pact === pact.pact && one.clause === key;
      const sum = checks.find(of)?._sum;
      const counted = (sum?.passed ?? 0) + (sum?.failed ?? 0);
      const own = drifts.filter(of);
      const onePer = Math.min(...stages.map(({ at }) => at));
      const cleared = own.filter(({ state, verifiedAt }) => state === "cleared" && verifiedAt === null).length;
      return [
        {
          agent,
          pact: pact.pact,
          clause: key,
          checks: counted,
          onePer,
          promised: counted / onePer,
          alarms: own.length,
          cleared,
        },
      ];
    }),
  );
}

/** Looks at metrics that were due in a stretch and that nobody made, by metric. */
export async function missedLooks(
  tx: Tx,
  organisationId: string,
  { from, to }: Stretch,
): Promise<{ metric: string; missed: number }[]> {
  const rows = await tx.ledgerEntry.groupBy({
    by: ["subject"],
    where: { organisationId, kind: "metric.review_missed", at: { gte: new Date(from), lt: new Date(to) } },
    _count: true,
  });
  return rows.map(({ subject, _count }) => ({ metric: subject.slice("metric/".length), missed: _count }));
}
