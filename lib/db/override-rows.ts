import { canonicalHash } from "@/lib/domain/canonical";
import type { ClauseTrigger } from "@/lib/domain/pact";
import { LAPSE_MS, lapsesAt, type OverrideShown, overrideShown } from "@/lib/domain/shown";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOf, actorOrNull, approvalCounts, iso, isoOrNull } from "./rows";

export interface OverrideView {
  id: string;
  agent: string;
  pact: string;
  /** null: the pact's scope. */
  clause: string | null;
  triggers: (ClauseTrigger | "scope")[];
  actions: string[];
  when: string | null;
  maxUses: number | null;
  used: number;
  startsAt: string;
  endsAt: string;
  reason: string;
  ticket: string | null;
  state: OverrideShown;
  /** Approvals that it needs, none of them by who asked. */
  quorum: number;
  /** `counts` is false where the member has left or may no longer approve in the pact's workflow. */
  approvals: { member: { id: string; name: string }; at: string; counts: boolean }[];
  requestedBy: ActorRecord;
  createdAt: string;
  /** When an unanswered request lapses. */
  lapsesAt: string;
  decidedAt: string | null;
  /** Who denied, withdrew or revoked it. */
  endedBy: ActorRecord | null;
  note: string | null;
  /** Of what it asks for and why: an approval that names it is given to nothing else. */
  hash: string;
  /** The version of the pact that it is bound to. */
  version: number | null;
  /** null: not a break-glass. */
  breakGlass: {
    ratification: "due" | "ratified" | "overdue";
    ratifyBy: string;
    ratifiedAt: string | null;
    ratifiedBy: ActorRecord | null;
  } | null;
}

/** What an override is read with, so that `overrideView` finds its approvals. */
export const WITH_OVERRIDE_APPROVALS = {
  approvals: {
    include: { member: { select: { name: true, role: true, workflows: true, removedAt: true } } },
    orderBy: { at: "asc" },
  },
  pactRow: { select: { versions: { where: { state: "live" }, select: { workflow: true } } } },
} as const satisfies Prisma.OverrideInclude;

/** Requests that can still be answered at `now` (ms). */
export const openRequests = (now: number) =>
  ({
    state: "requested",
    endsAt: { gt: new Date(now) },
    createdAt: { gt: new Date(now - LAPSE_MS) },
  }) satisfies Prisma.OverrideWhereInput;

/** Break-glass that another person has still time to ratify at `now` (ms), whether it holds or is over. */
export const toBeRatified = (now: number) =>
  ({
    ...{ breakGlass: true, ratifiedAt: null, unratifiedAt: null },
    ratifyBy: { gt: new Date(now) },
  }) satisfies Prisma.OverrideWhereInput;

export type OverrideRow = Prisma.OverrideGetPayload<{ include: typeof WITH_OVERRIDE_APPROVALS }>;

export function overrideView(row: OverrideRow, now: number): OverrideView {
  const { id, agent, pact, clause, actions, when, maxUses, used, reason, ticket, quorum, note } = row;
  const [createdAt, endsAt] = [row.createdAt.getTime(), row.endsAt.getTime()];
  const times = { state: row.state, createdAt, startsAt: row.startsAt.getTime(), endsAt, used, maxUses };
  return {
    id,
    agent,
    pact,
    clause,
    triggers: row.triggers as OverrideView["triggers"],
    actions,
    when,
    maxUses,
    used,
    startsAt: iso(row.startsAt),
    endsAt: iso(row.endsAt),
    reason,
    ticket,
    state: overrideShown(times, now),
    quorum,
    approvals: row.approvals.map(({ memberId, member, at }) => ({
      member: { id: memberId, name: member.name },
      at: iso(at),
      counts: approvalCounts(member, row.pactRow.versions[0]?.workflow ?? null, "override.approve"),
    })),
    requestedBy: actorOf(row.requestedBy),
    createdAt: iso(row.createdAt),
    lapsesAt: new Date(lapsesAt({ createdAt, endsAt })).toISOString(),
    decidedAt: isoOrNull(row.decidedAt),
    endedBy: actorOrNull(row.endedBy),
    note,
    hash: canonicalHash({
      triggers: row.triggers,
      actions,
      when,
      maxUses,
      startsAt: iso(row.startsAt),
      endsAt: iso(row.endsAt),
      reason,
    }),
    version: row.pactVersion,
    breakGlass: ratificationOf(row, now),
  };
}

function ratificationOf(row: OverrideRow, now: number): OverrideView["breakGlass"] {
  const { breakGlass, ratifyBy, ratifiedAt } = row;
  if (!breakGlass || !ratifyBy) return null;
  const overdue = row.unratifiedAt !== null || now >= ratifyBy.getTime();
  return {
    ratification: ratifiedAt ? "ratified" : overdue ? "overdue" : "due",
    ratifyBy: iso(ratifyBy),
    ratifiedAt: isoOrNull(ratifiedAt),
    ratifiedBy: actorOrNull(row.ratifiedBy),
  };
}
