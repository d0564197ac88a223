import { z } from "zod";
import { HOLDING } from "@/lib/db/metrics";
import { conflict } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { liftReason } from "@/lib/domain/metric";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { lockMetric } from "./shared";

export const liftMetricFields = z.strictObject({ reason: liftReason });

/**
 * A person's word that what a breached metric did shall hold no longer. The metric acts again only after it was within
 * its threshold, or was defined anew.
 * @throws SuretyError not_found; conflict where nothing is in force
 */
export const liftMetric = verb({
  name: "metric.lift",
  permission: "metric.lift",
  input: z.strictObject({ slug, ...liftMetricFields.shape }),
  async work({ tx, now, actor, organisationId }, { slug, reason }) {
    await lockMetric(tx, organisationId, slug);
    const by = actorRecord(actor);
    const { count } = await tx.metricResponse.updateMany({
      where: { organisationId, metric: slug, liftedAt: null, kind: { in: HOLDING } },
      data: { liftedAt: new Date(now), liftedBy: by, liftReason: reason },
    });
    if (count === 0) throw conflict(`Nothing that metric ${slug} did is in force.`);
    return {
      result: { id: slug, lifted: count },
      entries: [{ kind: "metric.lifted", subject: `metric/${slug}`, payload: { reason, lifted: count } }],
      effect: "loosens",
      outbox: [{ kind: "metric.lifted", subject: `metric/${slug}`, payload: { metric: slug, reason } }],
    };
  },
});
