import type { Tx } from "@/lib/db/client";
import { type Measured, type MetricDay, measure, measureDays } from "@/lib/db/metric-measure";
import { HOLDING, type Metric, type MetricResponseView, metricRow, responseView } from "@/lib/db/metrics";
import { notFound } from "@/lib/domain/errors";
import {
  FORMULA_IDS,
  FORMULAS,
  type FormulaId,
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
import { type Budget, budgetOf } from "@/lib/domain/metric-budget";
import type { ReportMetric } from "@/lib/domain/report";
import type { Actor } from "@/lib/domain/roles";
import { type Present, readNow } from "./read";

/** A metric as it stands now. What nobody governs by yet has neither owner nor threshold nor response. */
export interface MetricView {
  id: string;
  formulaId: FormulaId;
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
  /** Of a share with a budget, what is left of it. */
  budget: Budget | null;
  /** Of a breach, what holds until a person lifts it. */
  inForce: MetricResponseView[];
  /** What the last breach did. */
  lastResponse: MetricResponseView | null;
  /** What was measured on the last days, the oldest first: of a metric that governs, over its own scope and window. */
  course: (number | null)[];
  /** What the value is made of. */
  detail: Record<string, unknown>;
}

export interface MetricDossier extends MetricView {
  /** What was measured on each day, of the window that ended then. */
  history: { day: string; value: number | null; state: MetricState }[];
  /** Each day of the window by itself. */
  days: (MetricDay & { state: MetricState })[];
  responses: MetricResponseView[];
}

/** Measured otherwise than a definition says: over this, over so long. */
export interface AskedMeasure {
  scope?: MetricScope;
  /** ISO 8601 */
  window?: string;
}

const WINDOW = "P30D";
const COURSE_DAYS = 30;
const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** What is stored of an organisation's metrics, read at once. */
interface Stored {
  rows: Metric[];
  responses: MetricResponseView[];
  courses: Map<string, (number | null)[]>;
}

async function stored(tx: Tx, organisationId: string, now: number): Promise<Stored> {
  const rows = (await tx.metric.findMany({ where: { organisationId }, orderBy: { slug: "asc" } })).map(metricRow);
  const held = { organisationId, liftedAt: null, kind: { in: HOLDING } };
  const holding = await tx.metricResponse.findMany({ where: held, orderBy: { since: "asc" } });
  const last = await tx.metricResponse.findMany({
    where: { organisationId },
    distinct: ["metric"],
    orderBy: [{ metric: "asc" }, { since: "desc" }],
  });
  const all = new Map([...last, ...holding].map((row) => [row.id, responseView(row)]));
  const days = await tx.metricValue.findMany({
    where: { organisationId, day: { gte: new Date(now - COURSE_DAYS * 86_400_000) } },
    orderBy: { day: "asc" },
  });
  const courses = new Map<string, (number | null)[]>();
  for (const { metric, value } of days) courses.set(metric, [...(courses.get(metric) ?? []), value]);
  return { rows, responses: [...all.values()], courses };
}

/**
 * Every metric, measured now: the four that every organisation answers for, then whatever else can be measured, governed by
 * or not, then other definitions.
 * @param only these formulas; default all
 */
export async function listMetrics(
  actor: Actor,
  asked: AskedMeasure = {},
  only: readonly FormulaId[] = FORMULA_IDS,
): Promise<MetricView[]> {
  return readNow(actor, async (tx, present) => {
    const known = await stored(tx, actor.organisationId, present.now);
    const views: MetricView[] = [];
    for (const id of only) {
      const own = known.rows.find(({ slug }) => slug === id);
      views.push(own ? await governed(tx, present, own, known, asked) : await ungoverned(tx, present, id, asked));
    }
    if (only === FORMULA_IDS)
      for (const row of known.rows)
        if (!isFormula(row.slug)) views.push(await governed(tx, present, row, known, asked));
    return views;
  });
}

const isFormula = (slug: string): slug is FormulaId => (FORMULA_IDS as readonly string[]).includes(slug);

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

/** One metric with its history, day by day, and everything that its breaches did. @throws SuretyError not_found */
export async function metricDossier(actor: Actor, slug: string, asked: AskedMeasure = {}): Promise<MetricDossier> {
  return readNow(actor, async (tx, present) => {
    const { organisationId } = actor;
    const known = await stored(tx, organisationId, present.now);
    const metric = known.rows.find((row) => row.slug === slug);
    if (!metric && !isFormula(slug)) throw notFound();
    const view = metric
      ? await governed(tx, present, metric, known, asked)
      : await ungoverned(tx, present, slug as FormulaId, asked);
    const { formulaId: formula, scope, window, threshold } = view;
    const days = await measureDays(tx, present.snapshot, { formula, scope, window }, present.now);
    const where = { organisationId, metric: slug };
    const values = metric ? await tx.metricValue.findMany({ where, orderBy: { day: "desc" }, take: 400 }) : [];
    const found = metric ? await tx.metricResponse.findMany({ where, orderBy: { since: "desc" }, take: 100 }) : [];
    return {
      ...view,
      history: values.reverse().map(({ day, value, state }) => ({
        day: day.toISOString().slice(0, 10),
        value,
        state: state as MetricState,
      })),
      days: days.map((one) => ({ ...one, state: metricState(one.value, threshold) })),
      responses: found.map(responseView),
    };
  });
}

/** What a value says, whoever governs by it. */
function measuredView(formula: FormulaId, { value, detail }: Measured, threshold: MetricView["threshold"]) {
  const { unit, formula: words } = FORMULAS[formula];
  return {
    ...{ formulaId: formula, value, unit, formula: words, detail, threshold },
    says: value === null ? "no data" : sayValue(value, unit),
    state: metricState(value, threshold),
    budget: budgetOf(formula, value, threshold),
  };
}

async function governed(
  tx: Tx,
  { snapshot, now }: Present,
  metric: Metric,
  { responses, courses }: Stored,
  asked: AskedMeasure,
): Promise<MetricView> {
  const { slug: id, title, formula, threshold, owner, cadence, response, breachedAt, missedReviews } = metric;
  const { scope = metric.scope, window = metric.window } = asked;
  const measured = await measure(tx, snapshot, { formula, scope, window }, now);
  const own = responses.filter((one) => one.metric === id);
  return {
    ...{ id, title, window, scope, owner, cadence, missedReviews },
    ...measuredView(formula, measured, threshold),
    response: { ...response, says: sayResponse(response) },
    lastTriggered: isoOrNull(breachedAt),
    reviewDue: isoOrNull(reviewDue(metric)),
    inForce: own.filter(({ kind, liftedAt }) => liftedAt === null && HOLDING.includes(kind)),
    lastResponse: own.reduce<MetricResponseView | null>((a, b) => (a && a.since >= b.since ? a : b), null),
    course: courses.get(id) ?? [],
  };
}

async function ungoverned(
  tx: Tx,
  { snapshot, now }: Present,
  id: FormulaId,
  { scope = {}, window = WINDOW }: AskedMeasure,
): Promise<MetricView> {
  const measured = await measure(tx, snapshot, { formula: id, scope, window }, now);
  return {
    ...{ id, title: FORMULAS[id].title, window, scope },
    ...measuredView(id, measured, null),
    ...{ owner: null, cadence: null, response: null, lastTriggered: null, reviewDue: null, lastResponse: null },
    missedReviews: 0,
    inForce: [],
    course: [],
  };
}
