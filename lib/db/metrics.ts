import { canonicalJson } from "@/lib/domain/canonical";
import {
  FORMULAS,
  type FormulaId,
  type MetricFields,
  type MetricResponse,
  type MetricScope,
  type MetricState,
  type Op,
} from "@/lib/domain/metric";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";

type Who = { type: string; id: string; name: string };

/** A governed metric as it is stored; instants in ms. */
export interface Metric {
  slug: string;
  formula: FormulaId;
  title: string;
  scope: MetricScope;
  window: string;
  owner: string;
  cadence: string;
  threshold: { op: Op; value: number };
  response: MetricResponse;
  state: MetricState;
  value: number | null;
  measuredAt: number | null;
  /** A breach answers once, and again only after the value was within the threshold. */
  armed: boolean;
  breachedAt: number | null;
  reviewedAt: number;
  missedReviews: number;
  remindedAt: number | null;
  /** A breach called for a look then. */
  calledAt: number | null;
}

export function metricRow(row: Prisma.MetricGetPayload<object>): Metric {
  const { slug, title, window, owner, cadence, value, armed, missedReviews } = row;
  return {
    slug,
    title,
    window,
    owner,
    cadence,
    value,
    armed,
    missedReviews,
    formula: row.formula as FormulaId,
    scope: row.scope as MetricScope,
    threshold: { op: row.op as Op, value: row.threshold },
    response: row.response as MetricResponse,
    state: row.state as MetricState,
    measuredAt: row.measuredAt?.getTime() ?? null,
    breachedAt: row.breachedAt?.getTime() ?? null,
    reviewedAt: row.reviewedAt.getTime(),
    remindedAt: row.remindedAt?.getTime() ?? null,
    calledAt: row.calledAt?.getTime() ?? null,
  };
}

/** The columns that a definition sets. */
export function metricColumns(slug: string, fields: MetricFields) {
  const formula = fields.formula ?? (slug as FormulaId);
  return {
    formula,
    title: fields.title ?? FORMULAS[formula].title,
    scope: fields.scope as Prisma.InputJsonObject,
    window: fields.window,
    owner: fields.owner,
    cadence: fields.cadence,
    op: fields.threshold.op,
    threshold: fields.threshold.value,
    response: fields.response as Prisma.InputJsonObject,
  };
}

type Columns = ReturnType<typeof metricColumns>;

/** Whether two definitions say the same. */
export function sameDefinition(a: Columns | Prisma.MetricGetPayload<object>, b: Columns): boolean {
  const told = ({ formula, title, scope, window, owner, cadence, op, threshold, response }: typeof a) =>
    canonicalJson({ formula, title, scope, window, owner, cadence, op, threshold, response });
  return told(a) === told(b);
}

/** What a breach did, as it is shown. */
export interface MetricResponseView {
  id: string;
  metric: string;
  kind: string;
  level: string | null;
  agent: string | null;
  workflow: string | null;
  pact: string | null;
  value: number;
  says: string;
  since: string;
  liftedAt: string | null;
  liftedBy: Who | null;
  liftReason: string | null;
}

/** Kinds that hold until a person lifts them. */
export const HOLDING = ["cap", "enforce", "freeze"];

export function responseView(row: Prisma.MetricResponseGetPayload<object>): MetricResponseView {
  const { id, metric, kind, level, agent, workflow, pact, value, says, liftReason } = row;
  return {
    id,
    metric,
    kind,
    level,
    agent,
    workflow,
    pact,
    value,
    says,
    since: row.since.toISOString(),
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftedBy: row.liftedBy as Who | null,
    liftReason,
  };
}

/** The freeze that keeps a pact of a workflow from being published; null: none. @param twin the one that a drill put into it */
export async function freezeOn(
  tx: Tx,
  organisationId: string,
  { pact, workflow }: { pact: string; workflow: string },
  twin?: string,
): Promise<string | null> {
  const found = await tx.metricResponse.findFirst({
    where: {
      organisationId,
      kind: "freeze",
      liftedAt: null,
      agent: twin ?? null,
      AND: [{ OR: [{ pact: null }, { pact }] }, { OR: [{ workflow: null }, { workflow }] }],
    },
    select: { metric: true },
  });
  return found?.metric ?? null;
}
