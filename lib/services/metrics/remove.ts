import { z } from "zod";
import { HOLDING } from "@/lib/db/metrics";
import { conflict } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { verb } from "../verb";
import { lockMetric } from "./shared";

/**
 * Stops governing by a metric. What its breaches did stays in the ledger.
 * @throws SuretyError not_found; conflict while something that it did is in force
 */
export const removeMetric = verb({
  name: "metric.remove",
  permission: "metric.write",
  input: z.strictObject({ slug }),
  async work({ tx, organisationId }, { slug }) {
    await lockMetric(tx, organisationId, slug);
    const holding = { organisationId, metric: slug, liftedAt: null, kind: { in: HOLDING } };
    if (await tx.metricResponse.count({ where: holding }))
      throw conflict(`A breach of ${slug} is still in force. Lift it first: POST /api/v1/metrics/${slug}/lift.`);
    await tx.metricResponse.deleteMany({ where: { organisationId, metric: slug } });
    await tx.metric.delete({ where: { organisationId_slug: { organisationId, slug } } });
    return {
      result: null,
      entries: [{ kind: "metric.removed", subject: `metric/${slug}`, payload: {} }],
      effect: "none",
    };
  },
});
