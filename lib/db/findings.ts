import type { FindingGroup, FindingKind, FindingOutcome } from "@/lib/domain/finding";
import type { Finding, Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { ownersOf } from "./review-team";
import { type ActorRecord, actorOrNull } from "./rows";

export type { Finding as FindingRow };
/** A finding as it is opened. */
export type NewFindingRow = Prisma.FindingCreateManyInput;

export interface FindingView {
  id: string;
  kind: FindingKind;
  agent: string;
  action: string;
  workflow: string | null;
  at: string;
  says: string;
  /** The action had never been seen of the agent before. */
  firstSeen: boolean;
  /** Slug of the team whose it is; null: nobody's. */
  owner: string | null;
  state: "open" | "closed";
  openedAt: string;
  observation: string;
  exception: string | null;
  assignedBy: ActorRecord | null;
  closedAt: string | null;
  closedBy: ActorRecord | null;
  outcome: FindingOutcome | null;
  reason: string | null;
}

export function findingView(row: Finding): FindingView {
  const { id, agent, action, workflow, says, owner, reason } = row;
  return {
    ...{ id, agent, action, workflow, says, owner, reason },
    kind: row.kind as FindingKind,
    at: row.at.toISOString(),
    firstSeen: row.first,
    state: row.state as FindingView["state"],
    openedAt: row.openedAt.toISOString(),
    observation: row.observationId,
    exception: row.exceptionId,
    assignedBy: actorOrNull(row.assignedBy),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedBy: actorOrNull(row.closedBy),
    outcome: row.outcome as FindingOutcome | null,
  };
}

/** What was never seen before of these agents; and which of them were observed before at all. */
export async function noteSeen(
  tx: Tx,
  organisationId: string,
  calls: readonly { agent: string; action: string; at: number }[],
): Promise<{ anew: Set<string>; known: Set<string> }> {
  const agents = [...new Set(calls.map(({ agent }) => agent))];
  const before = await tx.seenAction.findMany({ where: { organisationId, agent: { in: agents } } });
  const seen = new Set(before.map(seenKey));
  const anew = new Map(calls.filter((call) => !seen.has(seenKey(call))).map((call) => [seenKey(call), call]));
  await tx.seenAction.createMany({
    data: [...anew.values()].map(({ agent, action, at }) => ({ organisationId, agent, action, firstAt: new Date(at) })),
    skipDuplicates: true,
  });
  return { anew: new Set(anew.keys()), known: new Set(before.map(({ agent }) => agent)) };
}

/** An agent and an action as one text. */
export const seenKey = ({ agent, action }: { agent: string; action: string }): string => `${agent}\n${action}`;

/** Whose an agent's findings are: the team that owns it, else the first that owns a clause of its live pacts; null: nobody's. */
export async function findingOwner(tx: Tx, organisationId: string, agent: string): Promise<string | null> {
  const row = await tx.agent.findUnique({ where: { organisationId_slug: { organisationId, slug: agent } } });
  const candidates = [...(row ? [row.owner] : []), ...(await ownersOf(tx, organisationId, { agent }))];
  for (const slug of candidates) if (await tx.team.count({ where: { organisationId, slug } })) return slug;
  return null;
}

/** Open findings, alike ones as one, the most first. */
export async function openFindingGroups(tx: Tx, organisationId: string, most: number): Promise<FindingGroup[]> {
  const rows = await tx.finding.groupBy({
    by: ["kind", "agent", "action", "workflow", "owner"],
    where: { organisationId, state: "open" },
    _count: true,
    _min: { at: true },
    _max: { at: true, id: true },
    orderBy: { _count: { id: "desc" } },
    take: most,
  });
  return rows.map(({ kind, agent, action, workflow, owner, _count, _min, _max }) => ({
    ...{ kind: kind as FindingKind, agent, action, workflow, owner, count: _count },
    firstAt: _min.at?.toISOString() ?? "",
    lastAt: _max.at?.toISOString() ?? "",
    newest: _max.id ?? "",
  }));
}
