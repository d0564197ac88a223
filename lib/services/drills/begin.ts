import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { DRILL_KINDS } from "@/lib/domain/drill";
import { conflict, notFound } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

/**
 * Begins a drill of a pact or of a metric: one of each at a time.
 * @throws SuretyError not_found; conflict while one runs, or where nothing is live
 */
export const beginDrill = verb({
  name: "drill.begin",
  permission: "drill.run",
  input: z.strictObject({ kind: z.enum(DRILL_KINDS), slug, scheduled: z.boolean() }),
  async work({ tx, now, id, actor, organisationId, requireWorkflow }, { kind, slug, scheduled }) {
    let version: number | null = null;
    if (kind === "pact") {
      const live = await tx.pactVersion.findFirst({
        where: { organisationId, pact: slug, state: "live" },
        select: { version: true, workflow: true },
      });
      if (!live) {
        if (!(await tx.pact.count({ where: { organisationId, slug } }))) throw notFound();
        throw conflict(`Pact ${slug} has no live version: there is nothing to drill yet.`);
      }
      requireWorkflow(live.workflow);
      version = live.version;
    } else if (!(await tx.metric.count({ where: { organisationId, slug } }))) throw notFound();
    const row = { organisationId, id: id("drl"), kind, slug, version, state: "running", scheduled };
    await guarded({ unique: () => conflict(`A drill of ${kind} ${slug} is running. Wait until it is over.`) }, () =>
      tx.drill.create({ data: { ...row, startedAt: new Date(now), startedBy: actorRecord(actor) } }),
    );
    const subject = `drill/${row.id}`;
    return {
      result: { id: row.id, version },
      entries: [{ kind: "drill.begun", subject, payload: { [kind]: slug, version, scheduled } }],
      effect: "none",
    };
  },
});
