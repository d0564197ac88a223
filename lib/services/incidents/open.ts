import { z } from "zod";
import { incidentView } from "@/lib/db/standing-rows";
import { invalidField } from "@/lib/domain/errors";
import { agentOrTwin, text, time } from "@/lib/domain/fields";
import { LEVELS } from "@/lib/domain/pact";
import { actorRecord } from "@/lib/domain/roles";
import { endProbations, told } from "../probations";
import { verb } from "../verb";

export const openIncidentInput = z.strictObject({
  agent: agentOrTwin,
  severity: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(", ")}` }),
  title: text(200),
  detail: text(4000).optional(),
  /** When it began, where that was before it is opened: exposure is counted from there. */
  startedAt: time.optional(),
});

/**
 * Opens an incident of an agent: from the next decision on, clauses with the trigger `incident` act at its severity.
 * @throws SuretyError invalid where the agent is not registered
 */
export const openIncident = verb({
  name: "incident.open",
  permission: "incident.open",
  input: openIncidentInput,
  async work({ tx, now, id, actor, organisationId }, { agent, severity, title, detail, startedAt }) {
    const known = await tx.agent.count({ where: { organisationId, slug: agent } });
    if (!known) throw invalidField("agent", "must be a registered agent");
    const began = startedAt === undefined ? null : new Date(startedAt);
    if (began && began.getTime() > now)
      throw invalidField("startedAt", "must not lie ahead: it began before it was opened");
    const row = await tx.incident.create({
      data: {
        organisationId,
        id: id("inc"),
        agent,
        severity,
        title,
        detail,
        state: "open",
        startedAt: began,
        openedAt: new Date(now),
        openedBy: actorRecord(actor),
      },
    });
    const subject = `incident/${row.id}`;
    const says = `The incident "${title}" was opened.`;
    const fallen = await endProbations({ tx, organisationId, now }, [
      { kind: "incident", agent, workflow: null, says },
    ]);
    return {
      result: incidentView(row),
      entries: [
        {
          kind: "incident.opened",
          subject,
          payload: { agent, severity, title, detail: detail ?? null, startedAt: began?.toISOString() ?? null },
        },
        ...fallen,
      ],
      effect: "lowers",
      outbox: [{ kind: "incident.opened", subject, payload: { agent, severity, title } }, ...told(fallen)],
    };
  },
});
