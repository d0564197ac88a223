import { z } from "zod";
import { personBehind } from "@/lib/db/behind";
import type { Effect } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { holdOverride } from "@/lib/db/locks";
import { type OverrideRow, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { actorOf } from "@/lib/db/rows";
import { conflict, forbidden, notFound } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import type { Reach } from "@/lib/domain/override-life";
import type { Clause, PactDocument, Severity } from "@/lib/domain/pact";
import { ROLES, roleMay } from "@/lib/domain/roles";
import { lapsesAt, type OverrideShown, overrideShown } from "@/lib/domain/shown";

/** Approvals that an override needs: two where the clause is critical, else one. */
export function quorumOf(severity: Severity): number {
  return severity === "critical" ? 2 : 1;
}

/** The override, held, with the document that is or was last live of its pact. @throws SuretyError not_found */
export async function findOverride(
  tx: Tx,
  organisationId: string,
  id: string,
): Promise<{ row: OverrideRow; workflow: string | null; document: PactDocument | null }> {
  await holdOverride(tx, organisationId, id);
  const row = await tx.override.findUnique({
    where: { organisationId_id: { organisationId, id } },
    include: WITH_OVERRIDE_APPROVALS,
  });
  if (!row) throw notFound();
  const version = await tx.pactVersion.findFirst({
    where: { organisationId, pact: row.pact, state: { in: ["live", "superseded"] } },
    orderBy: { version: "desc" },
    select: { workflow: true, document: true },
  });
  const document = (version?.document ?? null) as unknown as PactDocument | null;
  return { row, workflow: version?.workflow ?? null, document };
}

/** What it is now, by the clock. */
export function stateOf(row: OverrideRow, now: number): OverrideShown {
  const { state, createdAt, startsAt, endsAt, used, maxUses } = row;
  const times = { createdAt: createdAt.getTime(), startsAt: startsAt.getTime(), endsAt: endsAt.getTime() };
  return overrideShown({ state, ...times, used, maxUses }, now);
}

/** Refuses what is no longer a request that can be answered. */
export function requireRequested(row: OverrideRow, now: number): void {
  const shown = stateOf(row, now);
  if (shown === "requested") return;
  if (shown === "lapsed") {
    const at = lapsesAt({ createdAt: row.createdAt.getTime(), endsAt: row.endsAt.getTime() });
    throw conflict(`This request lapsed at ${new Date(at).toISOString()} without an answer. Ask anew.`);
  }
  if (shown === "stale") throw conflict(republished);
  throw conflict(`This override is ${shown}: only a request is approved or denied.`);
}

const republished = "The clause was published anew since this was asked for. Ask again for what stands there now.";
export const staleRequest = () => conflict(republished);
export const answered = () => conflict("This override was answered at this very moment.");

/** Refuses who asked, also where they asked through a service key of their own making, and who widened the request last. */
export async function refuseWhoAsked(
  tx: Tx,
  organisationId: string,
  row: OverrideRow,
  memberId: string,
): Promise<void> {
  const asked = await personBehind(tx, organisationId, actorOf(row.requestedBy));
  if (asked === memberId || row.widenedById === memberId) throw whoAsked();
}

const whoAsked = () =>
  forbidden("Whoever asked for an override, or widened it last, never approves it. Another approver must.");

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
    SY012: answered,
    SY013: whoAsked,
  };
  await guarded(words, () =>
    tx.overrideApproval.create({ data: { organisationId, overrideId, memberId, at: new Date(now) } }),
  );
}

/** Approvals by members who still may approve in this workflow. */
export async function countApprovals(
  tx: Tx,
  organisationId: string,
  overrideId: string,
  workflow: string | null,
): Promise<number> {
  const roles = ROLES.filter((role) => roleMay(role, "override.approve"));
  const there = [{ workflows: { isEmpty: true } }, ...(workflow === null ? [] : [{ workflows: { has: workflow } }])];
  return tx.overrideApproval.count({
    where: { organisationId, overrideId, member: { removedAt: null, role: { in: roles }, OR: there } },
  });
}

/** What a request asks for, as the rules speak of it. */
export const reachOf = ({ startsAt, endsAt, triggers, actions, when, maxUses }: OverrideRow): Reach => ({
  ...{ startsAt: startsAt.getTime(), endsAt: endsAt.getTime(), triggers, actions, when, maxUses },
});

/** And back, as it is stored. */
export const asRow = ({ startsAt, endsAt, triggers, actions, when, maxUses }: Reach) => ({
  ...{ startsAt: new Date(startsAt), endsAt: new Date(endsAt) },
  ...{ triggers: [...triggers], actions: [...new Set(actions)], when, maxUses },
});

/** What a denial, a withdrawal or a revocation says. */
export const overrideEnding = z.strictObject({ reason: text(2000).optional() });
export const endOverrideInput = z.strictObject({ id: identifier, ...overrideEnding.shape });

export const clauseOf = (document: PactDocument, key: string): Clause | undefined =>
  document.clauses.find((clause) => clause.key === key);

/** An override loosens; one more than the clause's budget has lowers it. */
export function takingEffect(document: PactDocument | null, clause: unknown): Effect {
  return document?.overrides?.budget && clause !== null ? "lowers" : "loosens";
}

/** Whom a break-glass concerns: the team that owns the clause (all of the pact's, for its scope), its deputy and escalation. */
export async function concernedBy(
  tx: Tx,
  organisationId: string,
  document: PactDocument,
  clause: Clause | null,
): Promise<{ team: string; members: string[]; deputy: string | null; escalation: string | null }[]> {
  const owners = new Set(clause ? [clause.owner] : document.clauses.map(({ owner }) => owner));
  const teams = await tx.team.findMany({
    where: { organisationId, slug: { in: [...owners] } },
    include: { members: { select: { memberId: true } } },
    orderBy: { slug: "asc" },
  });
  return teams.map(({ slug, members, deputy, escalation }) => ({
    ...{ team: slug, members: members.map(({ memberId }) => memberId), deputy, escalation },
  }));
}
