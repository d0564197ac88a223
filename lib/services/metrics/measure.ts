import { z } from "zod";
import type { Change } from "@/lib/db/change";
import { measure } from "@/lib/db/metric-measure";
import type { Metric } from "@/lib/db/metrics";
import { durationMs } from "@/lib/domain/duration";
import { slug } from "@/lib/domain/fields";
import {
  FORMULAS,
  type MetricState,
  metricState,
  reviewDue,
  sayBreach,
  sayResponse,
  sayValue,
} from "@/lib/domain/metric";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { type VerbContext, verb } from "../verb";
import { lockMetric } from "./shared";
import { carryOut } from "./shared-carry-out";

/** A value as it was measured, and what followed. */
export interface Reading {
  id: string;
  value: number | null;
  state: MetricState;
  /** The breach acted just now. */
  triggered: boolean;
}

/**
 * Measures a metric now. The first value beyond its threshold carries out its response, in the same transaction: what it
 * caps holds from the next decision on.
 */
export const measureMetric = verb({
  name: "metric.measure",
  permission: "metric.write",
  input: z.strictObject({ slug }),
  async work(context, { slug }): Promise<Change<Reading>> {
    const { tx, now, organisationId } = context;
    const metric = await lockMetric(tx, organisationId, slug);
    const snapshot = await runtime().snapshots.get(organisationId);
    const { value } = await measure(tx, snapshot, metric, now);
    const state = metricState(value, metric.threshold);
    const triggered = state === "breached" && metric.armed;
    const reading = { id: slug, value, state, triggered };
    await keep(context, metric, reading);
    const reminded = await remind(context, metric);
    if (triggered && value !== null) return breach(context, metric, value, reading);
    if (state === "ok" && metric.state === "breached" && value !== null) {
      const said = sayValue(value, FORMULAS[metric.formula].unit);
      const recovered = { kind: "metric.recovered", subject: `metric/${slug}`, payload: { value: said } };
      return { result: reading, entries: [recovered, ...reminded], effect: "none", outbox: [recovered, ...reminded] };
    }
    const [first, ...rest] = reminded;
    if (!first) return { unchanged: true, result: reading };
    return { result: reading, entries: [first, ...rest], effect: "none", outbox: reminded };
  },
});

async function breach(context: VerbContext, metric: Metric, value: number, reading: Reading): Promise<Change<Reading>> {
  const { title, formula, threshold, response, owner, slug } = metric;
  const says = sayBreach(title, value, FORMULAS[formula].unit, threshold);
  const carried = await carryOut(context, metric, value, says);
  const subject = `metric/${slug}`;
  const payload = { says, value, does: sayResponse(response), owner, ...carried.payload };
  return {
    result: reading,
    entries: [{ kind: "metric.breached", subject, payload }, ...carried.entries],
    effect: carried.effect,
    outbox: [{ kind: "metric.breached", subject, payload }, ...carried.entries],
  };
}

/** The value, and the last one of each day for its history. */
async function keep({ tx, now, organisationId }: VerbContext, metric: Metric, reading: Reading): Promise<void> {
  const { value, state, triggered } = reading;
  const { slug } = metric;
  const at = new Date(now);
  const armed = state === "ok" || (metric.armed && !triggered);
  await tx.metric.update({
    where: { organisationId_slug: { organisationId, slug } },
    data: { value, state, measuredAt: at, armed, ...(triggered && { breachedAt: at }) },
  });
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  await tx.metricValue.upsert({
    where: { organisationId_metric_day: { organisationId, metric: slug, day } },
    create: { organisationId, metric: slug, day, value, state },
    update: { value, state },
  });
}

/** Tells the owner once that a review is due; one that nobody made for a whole further cadence counts as missed. */
async function remind({ tx, now, organisationId }: VerbContext, metric: Metric) {
  const { slug, owner, cadence } = metric;
  const due = metric.remindedAt === null ? reviewDue(metric) : metric.remindedAt + durationMs(cadence);
  if (now < due) return [];
  const missed = metric.remindedAt !== null;
  await tx.metric.update({
    where: { organisationId_slug: { organisationId, slug } },
    data: { remindedAt: new Date(now), ...(missed && { missedReviews: { increment: 1 } }) },
  });
  const kind = missed ? "metric.review_missed" : "metric.review_due";
  return [{ kind, subject: `metric/${slug}`, payload: { owner, cadence } }];
}

/** Measures every governed metric of every organisation, each in a unit of its own: one that fails holds up no other. */
export async function measureMetrics(): Promise<void> {
  const { db } = runtime();
  const metrics = await db.system((tx) => tx.metric.findMany({ select: { organisationId: true, slug: true } }));
  await eachAlone(
    metrics,
    ({ organisationId, slug }) => measureMetric(systemActor(organisationId), { slug }),
    "some metrics wait for the next sweep",
  );
}
