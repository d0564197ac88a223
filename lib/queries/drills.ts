import type { Tx } from "@/lib/db/client";
import { type DrillCaseView, type DrillView, drillCaseView, drillView, newestCases } from "@/lib/db/drills";
import { metricRow } from "@/lib/db/metrics";
import {
  DRILL_KINDS,
  type Drilled,
  type DrilledThreshold,
  type DrillKind,
  drilledState,
  metricTerms,
  thresholdsOf,
} from "@/lib/domain/drill";
import { notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import type { ReportDrills } from "@/lib/domain/report";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** A pact in force or a metric that governs: what can be drilled, and how often it is. */
export interface DrilledView {
  kind: DrillKind;
  slug: string;
  title: string;
  thresholds: DrilledThreshold[];
  /** Of them, those that no drill has seen act as they stand. */
  undrilled: number;
  failed: number;
  cadence: string | null;
  nextAt: string | null;
  last: DrillView | null;
}

export type DrillDossier = DrillView & { cases: DrillCaseView[] };

/** Drills, the latest first. @param before the id that the page before ended with */
export async function drillPage(
  actor: Actor,
  { pact, metric }: { pact?: string; metric?: string },
  limit: number,
  before?: string,
): Promise<DrillView[]> {
  const { organisationId } = actor;
  const of =
    pact !== undefined ? { kind: "pact", slug: pact } : metric !== undefined ? { kind: "metric", slug: metric } : {};
  return read(actor, async (tx) => {
    const rows = await tx.drill.findMany({
      where: { organisationId, ...of, ...(before !== undefined && { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return rows.map(drillView);
  });
}

/** One drill with what each threshold came to. @throws SuretyError not_found */
export async function drillDossier(actor: Actor, id: string): Promise<DrillDossier> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.drill.findUnique({
      where: { organisationId_id: { organisationId, id } },
      include: { cases: { orderBy: { n: "asc" } } },
    });
    if (!row) throw notFound();
    return { ...drillView(row), cases: row.cases.map(drillCaseView) };
  });
}

interface Found {
  slug: string;
  title: string;
  thresholds: { clause: string | null; trigger: string; terms: string }[];
}

async function pactsFound(tx: Tx, organisationId: string, pact?: string): Promise<Found[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, state: "live", ...(pact !== undefined && { pact }) },
    orderBy: { pact: "asc" },
    select: { document: true },
  });
  return rows.map(({ document }) => {
    const read = document as unknown as PactDocument;
    return { slug: read.pact, title: read.title, thresholds: thresholdsOf(read) };
  });
}

async function metricsFound(tx: Tx, organisationId: string, metric?: string): Promise<Found[]> {
  const rows = await tx.metric.findMany({
    where: { organisationId, ...(metric !== undefined && { slug: metric }) },
    orderBy: { slug: "asc" },
  });
  return rows.map(metricRow).map((row) => ({
    slug: row.slug,
    title: row.title,
    thresholds: [{ clause: null, trigger: "metric", terms: metricTerms(row) }],
  }));
}

/** Everything that can be drilled, or one pact or metric of it, each threshold with its last word. */
export async function listDrilled(actor: Actor, only: { pact?: string; metric?: string } = {}): Promise<DrilledView[]> {
  return read(actor, (tx) => drilledIn(tx, actor.organisationId, only));
}

async function drilledIn(
  tx: Tx,
  organisationId: string,
  { pact, metric }: { pact?: string; metric?: string },
): Promise<DrilledView[]> {
  const found = {
    pact: metric === undefined ? await pactsFound(tx, organisationId, pact) : [],
    metric: pact === undefined ? await metricsFound(tx, organisationId, metric) : [],
  };
  const views: DrilledView[] = [];
  for (const kind of DRILL_KINDS) {
    const slugs = found[kind].map(({ slug }) => slug);
    if (slugs.length === 0) continue;
    const where = { organisationId, kind, slug: { in: slugs } };
    const newest = await newestCases(tx, organisationId, kind, slugs);
    const schedules = await tx.drillSchedule.findMany({ where });
    const lasts = await tx.drill.findMany({ where, distinct: ["slug"], orderBy: [{ slug: "asc" }, { id: "desc" }] });
    for (const one of found[kind]) {
      const own = newest.filter(({ slug }) => slug === one.slug);
      const schedule = schedules.find(({ slug }) => slug === one.slug);
      const last = lasts.find(({ slug }) => slug === one.slug);
      const thresholds = one.thresholds.map((threshold) => thresholdView(threshold, own));
      views.push({
        ...{ kind, slug: one.slug, title: one.title, thresholds },
        undrilled: thresholds.filter(({ state }) => state === "undrilled" || state === "changed").length,
        failed: thresholds.filter(({ state }) => state === "failed").length,
        cadence: schedule?.cadence ?? null,
        nextAt: schedule?.nextAt.toISOString() ?? null,
        last: last ? drillView(last) : null,
      });
    }
  }
  return views;
}

/** Of a metric, one case an agent: one that failed is what counts. */
function thresholdView(
  { clause, trigger, terms }: Found["thresholds"][number],
  newest: Awaited<ReturnType<typeof newestCases>>,
): DrilledThreshold {
  const last = newest.find((one) => one.clause === clause && one.trigger === trigger) ?? null;
  const { says = null, at = null, drill = null, decidedMs = null, enforcedMs = null } = last ?? {};
  return { clause, trigger, state: drilledState(last, terms), says, drilledAt: at, drill, decidedMs, enforcedMs };
}

/** What a trust report says of a pact's drills: how much of it was seen to act, how fast, and what was not. */
export async function drillsForReport(tx: Tx, organisationId: string, pact: string): Promise<ReportDrills | null> {
  const [found] = await drilledIn(tx, organisationId, { pact });
  if (!found) return null;
  const { thresholds, last, cadence } = found;
  const passed = thresholds.filter(({ state }) => state === "passed");
  const times = passed.flatMap(({ enforcedMs }) => (enforcedMs === null ? [] : [enforcedMs]));
  const named = (state: Drilled[]) =>
    thresholds.filter((one) => state.includes(one.state)).map(({ clause, trigger }) => `${clause}: ${trigger}`);
  return {
    thresholds: thresholds.length,
    passed: passed.length,
    failed: named(["failed"]),
    undrilled: named(["undrilled", "changed"]),
    lastAt: last?.endedAt ?? null,
    slowestMs: times.length > 0 ? Math.max(...times) : null,
    cadence,
  };
}
