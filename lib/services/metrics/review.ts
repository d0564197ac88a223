import { z } from "zod";
import { slug, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { lockMetric } from "./shared";

export const reviewMetricFields = z.strictObject({ reason: text(2000).optional() });

/** A person's word that a metric, its threshold and its response were looked at: the next look is due a cadence later. */
export const reviewMetric = verb({
  name: "metric.review",
  permission: "metric.review",
  input: z.strictObject({ slug, ...reviewMetricFields.shape }),
  async work({ tx, now, actor, organisationId }, { slug, reason }) {
    await lockMetric(tx, organisationId, slug);
    const at = new Date(now);
    await tx.metric.update({
      where: { organisationId_slug: { organisationId, slug } },
      data: { reviewedAt: at, reviewedBy: actorRecord(actor), remindedAt: null, calledAt: null },
    });
    return {
      result: { id: slug, reviewedAt: at.toISOString() },
      entries: [{ kind: "metric.reviewed", subject: `metric/${slug}`, payload: { reason: reason ?? null } }],
      effect: "none",
    };
  },
});
