import { z } from "zod";
import { metricColumns, metricRow, sameDefinition } from "@/lib/db/metrics";
import { invalidField } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { FORMULA_IDS, type FormulaId, metricFields, sayResponse } from "@/lib/domain/metric";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { requireNames } from "./shared";

export const defineMetricInput = z.strictObject({ slug, ...metricFields.shape });

/**
 * Governs by a metric, or changes how: owner, cadence, threshold and response are all there, or it is refused with one
 * error per hole. The same words again change nothing; other words arm it anew.
 */
export const defineMetric = verb({
  name: "metric.define",
  permission: "metric.write",
  input: defineMetricInput,
  async work({ tx, now, actor, organisationId }, { slug, ...fields }) {
    if (fields.formula === undefined && !FORMULA_IDS.includes(slug as FormulaId))
      throw invalidField("formula", `must be one of ${FORMULA_IDS.join(", ")}, since the name ${slug} is none of them`);
    await requireNames(tx, organisationId, fields);
    const columns = metricColumns(slug, fields);
    const where = { organisationId_slug: { organisationId, slug } };
    const before = await tx.metric.findUnique({ where });
    if (before && sameDefinition(before, columns)) return { unchanged: true, result: { id: slug } };
    const at = new Date(now);
    const by = { updatedAt: at, updatedBy: actorRecord(actor) };
    if (before) await tx.metric.update({ where, data: { ...columns, ...by, armed: true } });
    else await tx.metric.create({ data: { organisationId, slug, ...columns, ...by, createdAt: at, reviewedAt: at } });
    const row = metricRow(await tx.metric.findUniqueOrThrow({ where }));
    const { formula, title, scope, window, owner, cadence, threshold, response } = row;
    return {
      result: { id: slug },
      entries: [
        {
          kind: before ? "metric.changed" : "metric.defined",
          subject: `metric/${slug}`,
          payload: { formula, title, scope, window, owner, cadence, threshold, response, does: sayResponse(response) },
        },
      ],
      effect: "none",
    };
  },
});
