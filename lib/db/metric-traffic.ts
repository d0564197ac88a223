import type { MetricScope } from "@/lib/domain/metric";
import type { PactInForce } from "@/lib/domain/metric-cover";
import type { DecidedCalls, ObservedCalls } from "@/lib/domain/metric-routing";
import type { PactDocument } from "@/lib/domain/pact";
import { programOf } from "@/lib/domain/program";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { countKinds } from "./rollup-read";
import { enforcedSince } from "./standing-rows";

const { sql } = Prisma;

/** A stretch of time, ms: `[from, to)`. */
export interface Stretch {
  from: number;
  to: number;
}

const within = (column: Prisma.Sql, { from, to }: Stretch) =>
  sql`${column} >= ${new Date(from)} AND ${column} < ${new Date(to)}`;

/** Agents of a scope's pact, or the scope's own; null: any. */
export async function scopeAgents(
  tx: Tx,
  organisationId: string,
  { agent, pact }: MetricScope,
): Promise<string[] | null> {
  if (pact === undefined) return agent === undefined ? null : [agent];
  const live = await tx.pactVersion.findFirst({
    where: { organisationId, pact, state: "live" },
    select: { agent: true },
  });
  return live && (agent === undefined || agent === live.agent) ? [live.agent] : [];
}

const ofAgents = (column: Prisma.Sql, agents: string[] | null) =>
  agents === null ? Prisma.empty : sql`AND ${column} = ANY(${agents}::text[])`;

/** Observed calls by agent and action; governed: joined to a decision that a pact answered for. */
export async function observedCalls(
  tx: Tx,
  organisationId: string,
  stretch: Stretch,
  agents: string[] | null,
): Promise<ObservedCalls[]> {
  return tx.$queryRaw<ObservedCalls[]>`
    SELECT o.agent, o.action, (o.decision_id IS NOT NULL AND coalesce(i.governed, true)) AS governed, count(*)::int AS count
    FROM observation o LEFT JOIN decision_index i ON i.organisation_id = o.organisation_id AND i.id = o.decision_id
    WHERE o.organisation_id = ${organisationId} AND ${within(sql`o.at`, stretch)} ${ofAgents(sql`o.agent`, agents)}
    GROUP BY 1, 2, 3`;
}

/** Decisions by workflow, under a pact or under none: from the rollups. */
export async function decidedCalls(
  tx: Tx,
  organisationId: string,
  stretch: Stretch,
  agents: string[] | null,
): Promise<DecidedCalls[]> {
  const counted = await countKinds(tx, organisationId, stretch, agents === null ? {} : { agent: agents[0] ?? "" });
  return counted.map(({ workflow, governed, count }) => ({ workflow, governed, count }));
}

export interface Bypasses {
  override_use: number;
  break_glass: number;
  ungoverned: number;
  fail_open: number;
}

/**
 * Uses of overrides and exceptions, by kind. A use of a break-glass override is an exception and counts as that alone.
 * @param named actions of the scope's workflow: an exception that names no workflow is of the one that has its action
 */
export async function bypasses(
  tx: Tx,
  organisationId: string,
  stretch: Stretch,
  { pact, workflow }: MetricScope,
  { agents, named = [] }: { agents: string[] | null; named?: readonly string[] },
): Promise<Bypasses> {
  const there =
    workflow === undefined
      ? Prisma.empty
      : sql`AND coalesce(e.detail ->> 'workflow', CASE WHEN e.action = ANY(${named}::text[]) THEN ${workflow} END) = ${workflow}`;
  const exceptions = await tx.$queryRaw<{ kind: string; count: number }[]>`
    SELECT e.kind, count(*)::int AS count FROM exception e
    WHERE e.organisation_id = ${organisationId} AND ${within(sql`e.at`, stretch)} ${ofAgents(sql`e.agent`, agents)} ${there}
    GROUP BY 1`;
  const own = pact === undefined ? Prisma.empty : sql`AND o.pact = ${pact}`;
  const inWorkflow =
    workflow === undefined
      ? Prisma.empty
      : sql`AND o.pact IN (SELECT v.pact FROM pact_version v WHERE v.organisation_id = ${organisationId}
          AND v.workflow = ${workflow} AND v.live_at IS NOT NULL)`;
  const uses = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM override_use u
    JOIN "override" o ON o.organisation_id = u.organisation_id AND o.id = u.override_id
    WHERE u.organisation_id = ${organisationId} AND NOT o.break_glass AND ${within(sql`u.at`, stretch)}
      ${ofAgents(sql`o.agent`, agents)} ${own} ${inWorkflow}`;
  const of = (kind: string) => exceptions.find((row) => row.kind === kind)?.count ?? 0;
  return {
    override_use: uses[0]?.count ?? 0,
    break_glass: of("break_glass"),
    ungoverned: of("ungoverned"),
    fail_open: of("fail_open"),
  };
}

/** Reviews whose time ended or that were settled in a stretch, and of them those that a person settled in time. */
export async function reviewsInTime(
  tx: Tx,
  organisationId: string,
  stretch: Stretch,
  workflow: string | undefined,
  agents: string[] | null,
): Promise<{ due: number; inTime: number }> {
  const there = workflow === undefined ? Prisma.empty : sql`AND r.workflow = ${workflow}`;
  const rows = await tx.$queryRaw<{ due: number; settled: number }[]>`
    SELECT count(*)::int AS due, (count(*) FILTER (WHERE r.settled_at IS NOT NULL AND r.settled_at < r.expires_at))::int AS settled
    FROM review r WHERE r.organisation_id = ${organisationId} AND ${within(sql`least(r.settled_at, r.expires_at)`, stretch)}
      ${ofAgents(sql`r.agent`, agents)} ${there}`;
  return { due: rows[0]?.due ?? 0, inTime: rows[0]?.settled ?? 0 };
}

export interface DriftClock {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  onsetAt: Date | null;
  verifiedAt: Date;
  /** null: decided, not enforced. */
  enforcedAt: Date | null;
}

/** Drifts verified in a stretch whose consequence took authority away. */
export async function driftClocks(
  tx: Tx,
  organisationId: string,
  stretch: Stretch,
  scope: MetricScope,
): Promise<DriftClock[]> {
  const rows = await tx.drift.findMany({
    where: {
      organisationId,
      agent: scope.agent,
      pact: scope.pact,
      ...(scope.workflow !== undefined && {
        pactRow: { versions: { some: { workflow: scope.workflow, state: { in: ["live", "superseded"] } } } },
      }),
      verifiedAt: { gte: new Date(stretch.from), lt: new Date(stretch.to) },
      enforcedRevision: { not: null },
    },
    select: { id: true, agent: true, pact: true, clause: true, onsetAt: true, verifiedAt: true, enforcedAt: true },
    orderBy: { verifiedAt: "desc" },
  });
  return rows.flatMap((row) =>
    row.verifiedAt
      ? [{ ...row, verifiedAt: row.verifiedAt, enforcedAt: enforcedSince(row, row.verifiedAt.getTime()) }]
      : [],
  );
}

/** Pact versions of a scope that were live, and not in shadow, at an instant of the past (ms). */
export async function pactsLiveAt(
  tx: Tx,
  organisationId: string,
  { agent, workflow, pact }: MetricScope,
  at: number,
): Promise<PactInForce[]> {
  const instant = new Date(at);
  const rows = await tx.pactVersion.findMany({
    where: {
      ...{ organisationId, agent, workflow, pact, mode: "enforce", liveAt: { lt: instant } },
      OR: [{ supersededAt: null }, { supersededAt: { gte: instant } }],
    },
    select: { agent: true, pact: true, workflow: true, document: true },
  });
  return rows.map(({ document, ...row }) => {
    const program = programOf(document as unknown as PactDocument);
    return { agent: row.agent, pact: { pact: row.pact, workflow: row.workflow, program } };
  });
}
