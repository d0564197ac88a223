import { z } from "zod";
import { identifier } from "@/lib/domain/fields";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { endProbations, told } from "../probations";
import { verb } from "../verb";
import { clauseOf, concernedBy, findOverride } from "./shared";

/**
 * Writes down that nobody ratified a break-glass in its day: it counts as a breach and opens an incident. Surety itself
 * does this, once.
 */
const reportUnratified = verb({
  name: "override.unratified",
  permission: "incident.open",
  input: z.strictObject({ id: identifier }),
  async work({ tx, now, id: newId, actor, organisationId }, { id }) {
    const { row, document } = await findOverride(tx, organisationId, id);
    const at = new Date(now);
    const { count } = await tx.override.updateMany({
      where: { organisationId, id, breakGlass: true, ratifiedAt: null, unratifiedAt: null, ratifyBy: { lt: at } },
      data: { unratifiedAt: at },
    });
    if (count === 0) return { unchanged: true, result: null };
    const { agent, pact, clause } = row;
    const known = clause === null || !document ? null : (clauseOf(document, clause) ?? null);
    const severity = known?.severity === "critical" ? "critical" : "high";
    const incident = newId("inc");
    const title = `Break-glass ${id} was not ratified within 24 hours`;
    await tx.incident.create({
      data: {
        ...{ organisationId, id: incident, agent, severity, title, detail: row.reason, state: "open", openedAt: at },
        openedBy: { type: actor.type, id: actor.id, name: actor.name },
      },
    });
    const says = `The incident "${title}" was opened.`;
    const fallen = await endProbations({ tx, organisationId, now }, [
      { kind: "incident", agent, workflow: null, says },
    ]);
    const concerned = document ? await concernedBy(tx, organisationId, document, known) : [];
    const opened = {
      kind: "incident.opened",
      subject: `incident/${incident}`,
      payload: { agent, severity, title, override: id },
    };
    const payload = { agent, pact, clause, incident, ratifyBy: row.ratifyBy?.toISOString() ?? null };
    return {
      result: { incident },
      entries: [{ kind: "override.unratified", subject: `override/${id}`, payload }, opened, ...fallen],
      effect: "lowers",
      outbox: [
        { kind: "override.unratified", subject: `override/${id}`, payload: { ...payload, concerned } },
        opened,
        ...told(fallen),
      ],
    };
  },
});

const MOST = 200;

/** Finds every break-glass whose day is over and that nobody ratified, in all organisations, and has each written down. */
export async function watchBreakGlass(): Promise<void> {
  const { db, clock } = runtime();
  const late = new Date(clock.now());
  const due = await db.system((tx) =>
    tx.override.findMany({
      where: { breakGlass: true, ratifiedAt: null, unratifiedAt: null, ratifyBy: { lt: late } },
      select: { organisationId: true, id: true },
      take: MOST,
    }),
  );
  await eachAlone(
    due,
    ({ organisationId, id }) => reportUnratified(systemActor(organisationId), { id }),
    "some break-glass waits for the next sweep",
  );
}
