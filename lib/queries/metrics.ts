import type { Tx } from "@/lib/db/client";
import { measure } from "@/lib/db/metric-measure";
import { HOLDING, type Metric, type MetricResponseView, metricRow, responseView } from "@/lib/db/metrics";
import { notFound } from "@/lib/domain/errors";
import {
  FORMULAS,
  type FormulaId,
  GOVERNING,
  type MetricResponse,
  type MetricScope,
  type MetricState,
  metricState,
  type Op,
  reviewDue,
  sayResponse,
  sayValue,
  type Unit,
} from "@/lib/domain/metric";
import type { ReportMetric } from "@/lib/domain/report";
import type { Actor } from "@/lib/domain/roles";
import { type Present, readNow } from "./read";

/** A metric as it stands now. What nobody governs by yet has neither owner nor threshold nor response. */
export interface MetricView {
  id: string;
  title: string;
  /** Share 0..1, seconds or a count; null: nothing to measure in the window. */
  value: number | null;
  /** The value with its unit. */
  says: string;
  unit: Unit;
  window: string;
  scope: MetricScope;
  threshold: { op: Op; value: number } | null;
  state: MetricState;
  owner: string | null;
  cadence: string | null;
  response: (MetricResponse & { says: string }) | null;
  lastTriggered: string | null;
  reviewDue: string | null;
  missedReviews: number;
  /** How the value comes about. */
  formula: string;
  /** Of a breach, what holds until a person lifts it. */
  inForce: MetricResponseView[];
  /** What the value is made of. */
  detail: Record<string, unknown>;
}

export interface MetricDossier extends MetricView {
  formulaId: FormulaId;
  history: { day: string; value: number | null; state: MetricState }[];
  responses: MetricResponseView[];
}

const WINDOW = "P30D";
const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The governed metrics, each measured now; the four that every organisation has first, governed by or not. */
export async function listMetrics(actor: Actor): Promise<MetricView[]> {
  return readNow(actor, async (tx, present) => {
    const { organisationId } = actor;
    const rows = (await tx.metric.findMany({ where: { organisationId }, orderBy: { slug: "asc" } })).map(metricRow);
    const holding = { organisationId, liftedAt: null, kind: { in: HOLDING } };
    const held = (await tx.metricResponse.findMany({ where: holding, orderBy: { since: "asc" } })).map(responseView);
    const views: MetricView[] = [];
    for (const slug of GOVERNING) {
      const own = rows.find((row) => row.slug === slug);
      views.push(own ? await governed(tx, present, own, held) : await ungoverned(tx, present, slug));
    }
    for (const row of rows)
      if (!GOVERNING.includes(row.slug as FormulaId)) views.push(await governed(tx, present, row, held));
    return views;
  });
}

/** The governed metrics as a trust report shows them: value, threshold and state, no rows. */
export async function governedForReport(tx: Tx, { snapshot, now }: Present): Promise<ReportMetric[]> {
  const rows = await tx.metric.findMany({ where: { organisationId: snapshot.organisation }, orderBy: { slug: "asc" } });
  const told: ReportMetric[] = [];
  for (const { slug, title, formula, scope, window, threshold } of rows.map(metricRow)) {
    const { value } = await measure(tx, snapshot, { formula, scope, window }, now);
    const { unit } = FORMULAS[formula];
    told.push({
      id: slug,
      title,
      says: value === null ? "no data" : sayValue(value, unit),
      threshold: `${threshold.op} ${sayValue(threshold.value, unit)} is a breach`,
      state: metricState(value, threshold),
    });
  }
  return told;
}

/** One metric with its history and everything that its breaches did. @throws SuretyError not_found */
export async function metricDossier(actor: Actor, slug: string): Promise<MetricDossier> {
  return readNow(actor, async (tx, present) => {
    const { organisationId } = actor;
    const row = await tx.metric.findUnique({ where: { organisationId_slug: { organisationId, slug } } });
    if (!row) {
      if (!GOVERNING.includes(slug as FormulaId)) throw notFound();
      const view = await ungoverned(tx, present, slug as FormulaId);
      return { ...view, formulaId: slug as FormulaId, history: [], responses: [] };
    }
    const metric = metricRow(row);
    const where = { organisationId, metric: slug };
    const found = await tx.metricResponse.findMany({ where, orderBy: { since: "desc" }, take: 100 });
    const responses = found.map(responseView);
    const days = await tx.metricValue.findMany({ where, orderBy: { day: "asc" }, take: 400 });
    const history = days.map(({ day, value, state }) => ({
      day: day.toISOString().slice(0, 10),
      value,
      state: state as MetricState,
    }));
    const holding = responses.filter(({ kind, liftedAt }) => liftedAt === null && HOLDING.includes(kind));
    return { ...(await governed(tx, present, metric, holding)), formulaId: metric.formula, history, responses };
  });
}

async function governed(
  tx: Tx,
  { snapshot, now }: Present,
  metric: Metric,
  held: readonly MetricResponseView[],
): Promise<MetricView> {
  const { slug, title, window, scope, threshold, owner, cadence, response, breachedAt, missedReviews } = metric;
  const { unit, formula } = FORMULAS[metric.formula];
  const { value, detail } = await measure(tx, snapshot, metric, now);
  return {
    ...{ id: slug, title, value, unit, window, scope, threshold, owner, cadence, missedReviews, formula, detail },
    says: value === null ? "no data" : sayValue(value, unit),
    state: metricState(value, threshold),
    response: { ...response, says: sayResponse(response) },
    lastTriggered: isoOrNull(breachedAt),
    reviewDue: isoOrNull(reviewDue(metric.reviewedAt, cadence)),
    inForce: held.filter(({ metric }) => metric === slug),
  };
}

async function ungoverned(tx: Tx, { snapshot, now }: Present, id: FormulaId): Promise<MetricView> {
  const { title, unit, formula } = FORMULAS[id];
  const { value, detail } = await measure(tx, snapshot, { formula: id, scope: {}, window: WINDOW }, now);
  return {
    ...{ id, title, value, unit, formula, detail, window: WINDOW, scope: {} },
    says: value === null ? "no data" : sayValue(value, unit),
    state: metricState(value, null),
    ...{ threshold: null, owner: null, cadence: null, response: null, lastTriggered: null, reviewDue: null },
    missedReviews: 0,
    inForce: [],
  };
}
