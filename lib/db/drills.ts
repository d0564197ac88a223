import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import type { DrillKind, DrillState } from "@/lib/domain/drill";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { newestSegments } from "./decisions";
import { type ActorRecord, actorOf, iso, isoOrNull } from "./rows";
import { fromBody } from "./segment";

/** A threshold as a drill left it, before it is stored. */
export interface NewCase {
  kind: DrillKind;
  slug: string;
  clause: string | null;
  trigger: string;
  terms: string;
  agent: string | null;
  twin: string | null;
  outcome: "passed" | "failed";
  says: string;
  /** ms */
  at: number;
  request: DecisionRequest | null;
  before: Answer | null;
  after: Answer | null;
  /** From the cause to the changed decision, ms. */
  decidedMs: number | null;
  /** From the cause until every live node decided on it, ms. */
  enforcedMs: number | null;
}

/** What of a twin's answer is kept: enough to see that it changed, and why. */
interface DrillAnswer {
  verdict: Answer["verdict"];
  permitted: boolean;
  limits: Answer["limits"];
  because: Pick<Answer["because"][number], "pact" | "clause" | "trigger" | "consequence" | "says">[];
  decidedAt: string;
  revision: number;
}

export interface DrillCaseView {
  kind: DrillKind;
  slug: string;
  clause: string | null;
  trigger: string;
  agent: string | null;
  outcome: "passed" | "failed";
  says: string;
  at: string;
  request: Pick<DecisionRequest, "action" | "context" | "resource"> | null;
  before: DrillAnswer | null;
  after: DrillAnswer | null;
  decidedMs: number | null;
  enforcedMs: number | null;
}

export interface DrillView {
  id: string;
  kind: DrillKind;
  slug: string;
  version: number | null;
  state: DrillState;
  scheduled: boolean;
  startedAt: string;
  startedBy: ActorRecord;
  endedAt: string | null;
  passed: number;
  failed: number;
  says: string | null;
}

export function drillView(row: Prisma.DrillGetPayload<object>): DrillView {
  const { id, slug, version, scheduled, passed, failed, says } = row;
  return {
    ...{ id, slug, version, scheduled, passed, failed, says },
    kind: row.kind as DrillKind,
    state: row.state as DrillState,
    startedAt: iso(row.startedAt),
    startedBy: actorOf(row.startedBy),
    endedAt: isoOrNull(row.endedAt),
  };
}

export function drillCaseView(row: Prisma.DrillCaseGetPayload<object>): DrillCaseView {
  const { slug, clause, trigger, agent, says, decidedMs, enforcedMs } = row;
  return {
    ...{ slug, clause, trigger, agent, says, decidedMs, enforcedMs },
    kind: row.kind as DrillKind,
    outcome: row.outcome as DrillCaseView["outcome"],
    at: iso(row.at),
    request: row.request as DrillCaseView["request"],
    before: row.before as DrillAnswer | null,
    after: row.after as DrillAnswer | null,
  };
}

function kept({ verdict, permitted, limits, because, decidedAt, revision }: Answer): DrillAnswer {
  const told = because.map(({ pact, clause, trigger, consequence, says }) => ({
    pact,
    clause,
    trigger,
    consequence,
    says,
  }));
  return { verdict, permitted, limits, because: told, decidedAt: new Date(decidedAt).toISOString(), revision };
}

const json = (value: unknown) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonObject));

/** Stores the cases of a drill, in order. */
export async function storeCases(
  tx: Tx,
  organisationId: string,
  drillId: string,
  cases: readonly NewCase[],
): Promise<void> {
  await tx.drillCase.createMany({
    data: cases.map(({ at, request, before, after, ...one }, n) => ({
      ...one,
      organisationId,
      drillId,
      n,
      at: new Date(at),
      request: json(request && { action: request.action, context: request.context, resource: request.resource }),
      before: json(before && kept(before)),
      after: json(after && kept(after)),
    })),
  });
}

/** The newest case of each threshold of these pacts or metrics; of several of one drill, one that failed. */
export async function newestCases(
  tx: Tx,
  organisationId: string,
  kind: DrillKind,
  slugs: readonly string[],
): Promise<(DrillCaseView & { terms: string; drill: string })[]> {
  const found = await tx.$queryRaw<{ drillId: string; n: number }[]>`
    SELECT DISTINCT ON (slug, clause, trigger) drill_id AS "drillId", n FROM drill_case
    WHERE organisation_id = ${organisationId} AND kind = ${kind} AND slug = ANY(${[...slugs]}::text[])
    ORDER BY slug, clause, trigger, drill_id DESC, outcome`;
  const rows = found.length === 0 ? [] : await tx.drillCase.findMany({ where: { organisationId, OR: found } });
  return rows.map((row) => ({ ...drillCaseView(row), terms: row.terms, drill: row.drillId }));
}

/** The newest requests of an agent, as they were recorded. */
export async function recordedRequests(
  tx: Tx,
  organisationId: string,
  agent: string,
  most: number,
): Promise<DecisionRequest[]> {
  const bodies = await newestSegments(tx, organisationId, [agent], {}, most);
  return bodies
    .flatMap((body) => fromBody(body).reverse())
    .filter(({ request }) => request.agent === agent)
    .slice(0, most)
    .map(({ request }) => request);
}

/** Ends what a drill put into its twins: nothing of it is read for decisions any more. Its evidence stays, apart. */
export async function retireTwins(tx: Tx, organisationId: string, drillId: string, now: number): Promise<number> {
  const at = new Date(now);
  const by = { type: "drill", id: drillId, name: "Drill" };
  const twins = await tx.agent.findMany({
    where: { organisationId, drillId, retiredAt: null },
    select: { slug: true },
  });
  const agent = { in: twins.map(({ slug }) => slug) };
  const over = "The drill is over.";
  await tx.latch.updateMany({
    where: { organisationId, agent, liftedAt: null },
    data: { liftedAt: at, liftedBy: by, liftReason: over },
  });
  await tx.drift.updateMany({
    where: { organisationId, agent, state: { not: "cleared" } },
    data: { state: "cleared", clearedAt: at, clearedBy: by, reason: over },
  });
  await tx.incident.updateMany({
    where: { organisationId, agent, state: "open" },
    data: { state: "resolved", resolvedAt: at, resolvedBy: by, note: over },
  });
  await tx.metricResponse.deleteMany({ where: { organisationId, agent } });
  // Rebuilt from evidence, if ever: a retired twin is asked no more.
  await tx.clauseLine.deleteMany({ where: { organisationId, agent } });
  const { count } = await tx.agent.updateMany({
    where: { organisationId, drillId, retiredAt: null },
    data: { retiredAt: at },
  });
  return count;
}
