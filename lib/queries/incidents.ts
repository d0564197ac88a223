import { type IncidentView, incidentView } from "@/lib/db/standing-rows";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Incidents, the latest first, one more than `limit`. @param before id of the last one of the page before */
export async function incidentPage(
  actor: Actor,
  filter: { agent?: string; status?: "open" | "resolved" },
  limit: number,
  before?: string,
): Promise<IncidentView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return read(actor, async (tx) => {
    const where = { organisationId, id, agent: filter.agent, state: filter.status };
    const rows = await tx.incident.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
    return rows.map(incidentView);
  });
}

/** One incident. @throws SuretyError not_found */
export async function incidentById(actor: Actor, id: string): Promise<IncidentView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.incident.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    return incidentView(row);
  });
}
