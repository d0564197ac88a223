import { z } from "zod";
import { DRILL_KINDS } from "@/lib/domain/drill";
import { durationMs } from "@/lib/domain/duration";
import { notFound } from "@/lib/domain/errors";
import { isoDuration, slug } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

export const scheduleFields = z.strictObject({ cadence: isoDuration.nullable() });

/** Says how often a pact or a metric is drilled by itself; null: only when somebody asks. The first one is due at once. */
export const scheduleDrills = verb({
  name: "drill.schedule",
  permission: "drill.run",
  input: z.strictObject({ kind: z.enum(DRILL_KINDS), slug, ...scheduleFields.shape }),
  async work({ tx, now, actor, organisationId }, { kind, slug, cadence }) {
    const where = { organisationId, slug };
    const known = kind === "pact" ? await tx.pact.count({ where }) : await tx.metric.count({ where });
    if (!known) throw notFound();
    const key = { organisationId, kind, slug };
    const before = await tx.drillSchedule.findUnique({ where: { organisationId_kind_slug: key } });
    if ((before?.cadence ?? null) === cadence)
      return { unchanged: true, result: { cadence, next: before?.nextAt.toISOString() ?? null } };
    const last = await tx.drill.findFirst({
      where: { ...key, state: { in: ["passed", "failed"] } },
      orderBy: { startedAt: "desc" },
    });
    await tx.drillSchedule.deleteMany({ where: key });
    const nextAt =
      cadence === null ? null : new Date(last ? Math.max(now, last.startedAt.getTime() + durationMs(cadence)) : now);
    if (cadence !== null && nextAt)
      await tx.drillSchedule.create({
        data: { ...key, cadence, nextAt, setAt: new Date(now), setBy: actorRecord(actor) },
      });
    return {
      result: { cadence, next: nextAt?.toISOString() ?? null },
      entries: [{ kind: "drill.scheduled", subject: `${kind}/${slug}`, payload: { cadence } }],
      effect: "none",
    };
  },
});
