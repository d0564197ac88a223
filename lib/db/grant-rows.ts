import type { GrantShown } from "@/lib/domain/grant-change";
import type { Measured } from "@/lib/domain/grant-criteria";
import type { ProbationEnd } from "@/lib/domain/probation";
import type { Authority, GrantState } from "@/lib/domain/state";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOf, actorOrNull, approvalCounts, iso, isoOrNull } from "./rows";

export interface GrantView {
  id: string;
  agent: string;
  /** null: every workflow of the agent. */
  workflow: string | null;
  level: Authority;
  /** `ended`: its `until` has passed. `fell_back`: its probation ended without a confirmation, or early. */
  state: GrantShown;
  reason: string;
  /** Approvals that it needs, none of them by who asked. */
  quorum: number;
  /** `counts` is false where the member has left or may no longer grant. */
  approvals: { member: { id: string; name: string }; at: string; counts: boolean }[];
  requestedBy: ActorRecord;
  decidedBy: ActorRecord | null;
  createdAt: string;
  decidedAt: string | null;
  since: string | null;
  until: string | null;
  endedAt: string | null;
  note: string | null;
  /** null: none. `until` is null until it is granted. */
  probation: {
    for: string;
    on: ProbationEnd[];
    until: string | null;
    confirmedAt: string | null;
    confirmedBy: ActorRecord | null;
  } | null;
  /** Why it fell back. */
  fell: { kind: ProbationEnd | "unconfirmed"; says: string } | null;
}

/** What a grant is read with, so that `grantView` finds its approvals. */
export const WITH_GRANT_APPROVALS = {
  approvals: {
    include: { member: { select: { name: true, role: true, workflows: true, removedAt: true } } },
    orderBy: { at: "asc" },
  },
} as const satisfies Prisma.GrantInclude;

export type GrantRow = Prisma.GrantGetPayload<{ include: typeof WITH_GRANT_APPROVALS }>;

/** That nobody confirmed a probation in time. */
export const UNCONFIRMED: NonNullable<GrantView["fell"]> = {
  kind: "unconfirmed",
  says: "Nobody confirmed it before its probation ended.",
};

/** A grant row as the API gives it. @param now ms: the clock ends what has an end */
export function grantView(row: GrantRow, now: number): GrantView {
  const over = row.state === "active" && row.endsAt !== null && row.endsAt.getTime() <= now;
  const lapsed = over && row.endsAt?.getTime() === row.probationUntil?.getTime() && row.confirmedAt === null;
  return {
    id: row.id,
    agent: row.agent,
    workflow: row.workflow,
    level: row.level as Authority,
    state: lapsed ? "fell_back" : over ? "ended" : (row.state as GrantView["state"]),
    reason: row.reason,
    quorum: row.quorum,
    approvals: row.approvals.map(({ memberId, member, at }) => ({
      member: { id: memberId, name: member.name },
      at: iso(at),
      counts: approvalCounts(member, row.workflow, "grant.approve"),
    })),
    requestedBy: actorOf(row.requestedBy),
    decidedBy: actorOrNull(row.decidedBy),
    createdAt: iso(row.createdAt),
    decidedAt: isoOrNull(row.decidedAt),
    since: isoOrNull(row.since),
    until: isoOrNull(row.until),
    endedAt: over ? isoOrNull(row.endsAt) : isoOrNull(row.endedAt),
    note: row.note,
    probation: row.probationFor === null ? null : probationOf(row, row.probationFor),
    fell: lapsed ? UNCONFIRMED : (row.fellBecause as GrantView["fell"]),
  };
}

function probationOf({ probationOn, probationUntil, confirmedAt, confirmedBy }: GrantRow, lasts: string) {
  return {
    for: lasts,
    on: probationOn as ProbationEnd[],
    until: isoOrNull(probationUntil),
    confirmedAt: isoOrNull(confirmedAt),
    confirmedBy: actorOrNull(confirmedBy),
  };
}

/** A grant row as the rules judge it: it ends with a probation that nobody has confirmed. */
export function grantState(row: Prisma.GrantGetPayload<object>): GrantState {
  return {
    id: row.id,
    agent: row.agent,
    workflow: row.workflow,
    level: row.level as Authority,
    reason: row.reason,
    since: row.since?.getTime() ?? 0,
    until: row.endsAt?.getTime() ?? null,
  };
}

/** The criteria as they were measured when a request was settled; null: it waits, or is older than criteria. */
export const weighedOf = (row: Prisma.GrantGetPayload<object>): Measured[] | null =>
  row.weighed as unknown as Measured[] | null;
