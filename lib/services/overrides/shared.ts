import { personBehind } from "@/lib/db/behind";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { actorOf } from "@/lib/db/rows";
import { type OverrideRow, WITH_OVERRIDE_APPROVALS } from "@/lib/db/standing-rows";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import type { Clause, PactDocument, Severity } from "@/lib/domain/pact";
import { ROLES, roleMay } from "@/lib/domain/roles";
import { type OverrideShown, overrideShown } from "@/lib/domain/shown";

/** Approvals that an override needs: two where the clause is critical, else one. */
export function quorumOf(severity: Severity): number {
  return severity === "critical" ? 2 : 1;
}

/** The override and the workflow of its pact. @throws SuretyError not_found */
export async function findOverride(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<{ row: OverrideRow; workflow: string | null }> {
  const row = await tx.override.findUnique({
    where: { organisationId_id: { organisationId, id } },
    include: WITH_OVERRIDE_APPROVALS,
  });
  if (!row) throw notFound();
  const version = await tx.pactVersion.findFirst({
    where: { organisationId, pact: row.pact, state: { in: ["live", "superseded"] } },
    orderBy: { version: "desc" },
    select: { workflow: true },
  });
  return { row, workflow: version?.workflow ?? null };
}

/** What it is now, by the clock. */
export function stateOf(row: OverrideRow, now: number): OverrideShown {
  const { state, startsAt, endsAt, used, maxUses } = row;
  return overrideShown({ state, startsAt: startsAt.getTime(), endsAt: endsAt.getTime(), used, maxUses }, now);
}

/** Refuses what is no longer a request that can be answered. */
export function requireRequested(row: OverrideRow, now: number): void {
  const shown = stateOf(row, now);
  if (shown === "requested") return;
  if (row.state === "requested")
    throw conflict(`This request ended at ${row.endsAt.toISOString()} without an answer. Ask anew.`);
  throw conflict(`This override is ${shown}: only a request is approved or denied.`);
}

/** Refuses who asked, also where they asked through a service key of their own making. */
export async function refuseWhoAsked(
  tx: Tx,
  organisationId: string,
  row: OverrideRow,
  memberId: string,
): Promise<void> {
  const asked = await personBehind(tx, organisationId, actorOf(row.requestedBy));
  if (asked === memberId) throw whoAsked();
}

const whoAsked = () => forbidden("Whoever asked for an override never approves it. Another approver must.");

/** Adds an approval; what the database refuses is said in words. */
export async function addApproval(
  tx: Tx,
  organisationId: string,
  overrideId: string,
  memberId: string,
  now: number,
): Promise<void> {
  const words = {
    unique: () => conflict("You have approved this override already; it waits for another approver."),
    SY012: () => conflict("This override was answered at this very moment."),
    SY013: whoAsked,
  };
  await guarded(words, () =>
    tx.overrideApproval.create({ data: { organisationId, overrideId, memberId, at: new Date(now) } }),
  );
}

/** Approvals by members who still may approve. */
export async function countApprovals(tx: Tx, organisationId: string, overrideId: string): Promise<number> {
  const roles = ROLES.filter((role) => roleMay(role, "override.approve"));
  return tx.overrideApproval.count({
    where: { organisationId, overrideId, member: { removedAt: null, role: { in: roles } } },
  });
}

export const clauseOf = (document: PactDocument, key: string): Clause | undefined =>
  document.clauses.find((clause) => clause.key === key);
