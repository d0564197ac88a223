import { boundTo } from "@/lib/domain/override-life";
import type { PactDocument } from "@/lib/domain/pact";
import type { VerbContext } from "../verb";

/**
 * Overrides and requests of a pact follow it to its new version where that leaves their clause as it is; the others are
 * stale: nobody approved them for what stands there now.
 * @returns ids of those that went stale
 */
export async function rebindOverrides(
  { tx, now, organisationId }: VerbContext,
  version: number,
  after: PactDocument,
  before: PactDocument,
): Promise<string[]> {
  const open = {
    organisationId,
    pact: after.pact,
    state: { in: ["requested", "approved"] },
    endsAt: { gt: new Date(now) },
  };
  const rows = await tx.override.findMany({ where: open, select: { id: true, clause: true, agent: true } });
  const stands = ({ clause, agent }: { clause: string | null; agent: string }) =>
    agent === after.agent && boundTo(after, clause) !== null && boundTo(after, clause) === boundTo(before, clause);
  const kept = rows.filter(stands).map(({ id }) => id);
  const stale = rows.filter((row) => !stands(row)).map(({ id }) => id);
  await tx.override.updateMany({ where: { ...open, id: { in: kept } }, data: { pactVersion: version } });
  await tx.override.updateMany({ where: { ...open, id: { in: stale } }, data: { state: "stale" } });
  return stale;
}
