import { z } from "zod";
import { incidentView } from "@/lib/db/standing-rows";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, reason } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

/** What a PATCH of an incident says. */
export const incidentChange = z.strictObject({
  status: z.literal("resolved", { error: "must be resolved: an incident is opened by POST /api/v1/incidents" }),
  note: reason,
});

export const resolveIncidentInput = z.strictObject({ id: identifier, ...incidentChange.shape });

/**
 * A person says that an incident is over, and why; what it caused is lifted with it.
 * @throws SuretyError not_found, conflict where it is resolved already
 */
export const resolveIncident = verb({
  name: "incident.resolve",
  permission: "incident.resolve",
  input: resolveIncidentInput,
  async work({ tx, now, actor, organisationId }, { id, note }) {
    const { count } = await tx.incident.updateMany({
      where: { organisationId, id, state: "open" },
      data: { state: "resolved", resolvedAt: new Date(now), resolvedBy: actorRecord(actor), note },
    });
    const row = await tx.incident.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    if (count === 0) throw conflict(`This incident was resolved at ${row.resolvedAt?.toISOString()}.`);
    const subject = `incident/${id}`;
    const payload = { agent: row.agent, severity: row.severity, note };
    return {
      result: incidentView(row),
      entries: [{ kind: "incident.resolved", subject, payload }],
      effect: "loosens",
      outbox: [{ kind: "incident.resolved", subject, payload: { agent: row.agent } }],
    };
  },
});
