import type { Entry } from "@/lib/db/change";
import { type GrantView, grantState } from "@/lib/db/grant-rows";
import { forbidden } from "@/lib/domain/errors";
import { outlived } from "@/lib/domain/grant-change";
import type { GrantState } from "@/lib/domain/state";
import type { VerbContext } from "../verb";

interface Scope {
  agent: string;
  workflow: string | null;
}

/** Grants of one agent in one scope that hold now or will hold again. */
export async function grantsOf(
  { tx, organisationId, now }: VerbContext,
  { agent, workflow }: Scope,
): Promise<GrantState[]> {
  const rows = await tx.grant.findMany({ where: { organisationId, agent, workflow, state: "active", endedAt: null } });
  return rows.map(grantState).filter(({ until }) => until === null || until > now);
}

/** A role that is narrowed to some workflows has no say over all of them. */
export function requireScope({ actor, requireWorkflow }: VerbContext, workflow: string | null): void {
  requireWorkflow(workflow);
  if (workflow !== null || actor.type !== "member" || actor.workflows.length === 0) return;
  throw forbidden(`Your role is narrowed to ${actor.workflows.join(", ")}. Name one of them as \`workflow\`.`);
}

/** Ends the grants that the new one leaves nothing to say. The clock's own endings need no entry. */
export async function supersede(
  { tx, organisationId, now }: VerbContext,
  scope: GrantState[],
  until: number | null,
): Promise<string[]> {
  const over = outlived(scope, until).map(({ id }) => id);
  await tx.grant.updateMany({
    where: { organisationId, id: { in: over }, state: "active", endedAt: null },
    data: { state: "superseded", endedAt: new Date(now) },
  });
  return over;
}

/**
 * What is to rule begins no earlier than what stays beneath it, whatever the clocks of two nodes say.
 * @param after 1: strictly later, since of two that begin together the lower rules
 */
export function beginning(scope: GrantState[], superseded: string[], now: number, after: 0 | 1): Date {
  const beneath = scope.filter(({ id }) => !superseded.includes(id));
  return new Date(Math.max(now, ...beneath.map(({ since }) => since + after)));
}

export function grantEntry(
  kind: string,
  { agent, workflow, ...grant }: GrantView,
  more: Record<string, unknown> = {},
): Entry {
  const { id, level, reason, until, note, probation } = grant;
  const tried = probation && { for: probation.for, on: probation.on, until: probation.until };
  return {
    kind,
    subject: `agent/${agent}`,
    payload: { grant: id, agent, workflow, level, reason, until, probation: tried, note, ...more },
  };
}
