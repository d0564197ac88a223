import type { Entry } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import { grantState } from "@/lib/db/grant-rows";
import { holdAgent } from "@/lib/db/locks";
import { asJson } from "@/lib/db/rows";
import { grantedLevel } from "@/lib/domain/grant-change";
import { endsProbation, type Setback } from "@/lib/domain/probation";
import { actorRecord, systemActor } from "@/lib/domain/roles";

interface Unit {
  tx: Tx;
  organisationId: string;
  /** ms */
  now: number;
}

const open = (now: number) => ({
  state: "active",
  endedAt: null,
  confirmedAt: null,
  probationUntil: { gt: new Date(now) },
});

/**
 * Ends the probations that these setbacks end, in the transaction that records the setbacks: what was granted before holds
 * from this instant on. Whoever calls it with a result that is not empty makes the whole change one that lowers.
 * @returns an entry for each probation that ended
 */
export async function endProbations(unit: Unit, setbacks: readonly Setback[]): Promise<Entry[]> {
  const { tx, organisationId, now } = unit;
  const agents = [...new Set(setbacks.map(({ agent }) => agent))].sort();
  if (agents.length === 0) return [];
  const where = { organisationId, agent: { in: agents }, ...open(now) };
  if ((await tx.grant.count({ where })) === 0) return [];
  // Held as whoever changes grants holds them: what is granted meanwhile comes before this or after.
  for (const agent of agents) await holdAgent(tx, organisationId, agent);
  const rows = await tx.grant.findMany({ where, orderBy: { id: "asc" } });
  const entries: Entry[] = [];
  for (const row of rows) {
    const setback = endsProbation(row, setbacks);
    if (!setback) continue;
    const because = { kind: setback.kind, says: setback.says };
    const { count } = await tx.grant.updateMany({
      where: { organisationId, id: row.id, ...open(now) },
      data: { state: "fell_back", endedAt: new Date(now), fellBecause: asJson(because) },
    });
    if (count > 0) entries.push(await fallEntry(unit, row, because));
  }
  return entries;
}

/** History's word of a probation that is over: what it was of, what holds again, and why. */
export async function fallEntry(
  { tx, organisationId, now }: Unit,
  { id, agent, workflow, level }: { id: string; agent: string; workflow: string | null; level: string },
  because: { kind: string; says: string },
): Promise<Entry> {
  const left = await tx.grant.findMany({ where: { organisationId, agent, workflow, state: "active", endedAt: null } });
  const to = grantedLevel(left.map(grantState), now);
  return {
    kind: "grant.fell_back",
    subject: `agent/${agent}`,
    payload: { grant: id, agent, workflow, level, to, because: because.kind, says: because.says },
    actor: actorRecord(systemActor(organisationId)),
  };
}

/** The same as messages to those who watch. */
export const told = (entries: readonly Entry[]) =>
  entries.map(({ kind, subject, payload }) => ({ kind, subject, payload }));
