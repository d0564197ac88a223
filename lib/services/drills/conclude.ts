import { z } from "zod";
import { type NewCase, storeCases } from "@/lib/db/drills";
import { durationMs } from "@/lib/domain/duration";
import { conflict } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";

const input = z.strictObject({
  id: identifier,
  cases: z.array(z.custom<NewCase>()),
  /** Why it was given up; absent: it ran to its end. */
  abandoned: z.string().optional(),
});

/** Writes down what a drill came to: it passed where every threshold changed the decision. */
export const concludeDrill = verb({
  name: "drill.conclude",
  permission: "drill.run",
  input,
  async work({ tx, now, organisationId }, { id, cases, abandoned }) {
    const passed = cases.filter(({ outcome }) => outcome === "passed").length;
    const failed = cases.length - passed;
    const state = abandoned !== undefined ? "abandoned" : failed > 0 ? "failed" : "passed";
    const { count } = await tx.drill.updateMany({
      where: { organisationId, id, state: "running" },
      data: { state, passed, failed, says: abandoned ?? null, endedAt: new Date(now) },
    });
    if (count === 0) throw conflict("This drill is over.");
    const { kind, slug, version } = await tx.drill.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id } },
    });
    if (abandoned === undefined) await storeCases(tx, organisationId, id, cases);
    const schedule = { organisationId_kind_slug: { organisationId, kind, slug } };
    const due = await tx.drillSchedule.findUnique({ where: schedule });
    // One that was given up is still due.
    if (due && abandoned === undefined)
      await tx.drillSchedule.update({ where: schedule, data: { nextAt: new Date(now + durationMs(due.cadence)) } });
    const disconnected = cases.filter(({ outcome }) => outcome === "failed");
    const payload = {
      [kind]: slug,
      version,
      passed,
      failed,
      ...(abandoned !== undefined && { abandoned }),
      cases: cases.map(({ clause, trigger, terms, outcome, decidedMs, enforcedMs }) => ({
        ...{ clause, trigger, terms, outcome, decidedMs, enforcedMs },
      })),
    };
    const told = { [kind]: slug, passed, failed, disconnected: disconnected.map(({ says }) => says).slice(0, 20) };
    const [subject, said] = [`drill/${id}`, `drill.${state}`];
    return {
      result: { id, state },
      entries: [{ kind: said, subject, payload }],
      effect: "none",
      outbox: [{ kind: said, subject, payload: told }],
    };
  },
});
