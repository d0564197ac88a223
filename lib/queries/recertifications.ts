import { clauseReviews } from "@/lib/db/recertify";
import type { Severity } from "@/lib/domain/pact";
import type { RecertifyState } from "@/lib/domain/recertify";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

export interface RecertificationItem {
  pact: string;
  title: string;
  version: number;
  /** Of the version in force: what a word that it is still right is about. */
  hash: string;
  clause: string;
  clauseTitle: string;
  severity: Severity;
  agent: string;
  workflow: string;
  owner: string;
  /** ISO 8601: how often. */
  recertify: string;
  since: string;
  dueAt: string;
  state: RecertifyState;
  /** Who said last that it is right; null: nobody since it went live. */
  by: string | null;
  /** Whether the reader is of the owning team. */
  mine: boolean;
}

/** Every clause in force with its owner and its review, what is due first. */
export async function recertifications(actor: Actor, state?: RecertifyState): Promise<RecertificationItem[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const teams = await tx.teamMember.findMany({
      where: { organisationId, memberId: actor.id },
      select: { team: true },
    });
    const own = new Set(teams.map(({ team }) => team));
    return (await clauseReviews(tx, organisationId, now))
      .filter((one) => state === undefined || one.state === state)
      .sort((a, b) => a.dueAt - b.dueAt)
      .map(({ clause, since, dueAt, ...one }) => ({
        pact: one.pact,
        title: one.title,
        version: one.version,
        hash: one.hash,
        clause: clause.key,
        clauseTitle: clause.title,
        severity: clause.severity,
        agent: one.agent,
        workflow: one.workflow,
        owner: clause.owner,
        recertify: clause.recertify,
        since: new Date(since).toISOString(),
        dueAt: new Date(dueAt).toISOString(),
        state: one.state,
        by: one.by,
        mine: own.has(clause.owner),
      }));
  });
}
