import { canonicalHash } from "@/lib/domain/canonical";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { isLate, type Voucher } from "@/lib/domain/evidence";
import type { ConsequenceKind, Level, Trigger } from "@/lib/domain/pact";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import { CLAIM_MS, claimHolds, type Turn, turnOf } from "@/lib/domain/review-turn";
import { type Role, roleMay } from "@/lib/domain/roles";
import {
  type DriftShown,
  driftShown,
  lapsesAt,
  type OverrideShown,
  overrideShown,
  type ReviewShown,
  reviewShown,
} from "@/lib/domain/shown";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOf, actorOrNull, iso, isoOrNull } from "./rows";

export type NewEvidence = Prisma.EvidenceCreateManyInput;
export type EvidenceRow = Prisma.EvidenceGetPayload<object>;
export type DriftRow = Prisma.DriftUncheckedCreateInput;
export type NewDrift = Prisma.DriftCreateManyInput;
export type ReviewRow = Prisma.ReviewGetPayload<object>;
export type ReviewChange = Prisma.ReviewUpdateManyMutationInput;

/** Rows about standing as verbs, read models and the API speak of them: states read with the clock, instants RFC 3339. */

export interface EvidenceView {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  release: string;
  passed: number;
  failed: number;
  /** Of one check that is measured: how badly it failed, 0..1. */
  loss: number | null;
  /** It met the target. */
  passing: boolean;
  /** It renewed, or could renew, the window. */
  counts: boolean;
  /** It tested a draft of the clause. */
  draft: boolean;
  observedAt: string;
  recordedAt: string;
  source: string;
  method: string | null;
  artifact: { uri: string | null; sha256: string } | null;
  attributes: Record<string, unknown> | null;
  /** The decision whose outcome it is. */
  decision: string | null;
  recordedBy: ActorRecord;
  /** It became known long after it was observed. */
  late: boolean;
  vouchedBy: Voucher;
  /** Whose signature was verified. */
  issuer: string | null;
  signature: { form: "dsse" | "jws"; keyId: string; sha256: string } | null;
}

export function evidenceView(row: Omit<Prisma.EvidenceGetPayload<object>, "seq">): EvidenceView {
  const { id, agent, pact, clause, release, passed, failed, loss, passing, counts, source, method } = row;
  return {
    id,
    agent,
    pact,
    clause,
    release,
    passed,
    failed,
    loss,
    passing,
    counts,
    draft: !row.live,
    observedAt: iso(row.observedAt),
    recordedAt: iso(row.recordedAt),
    source,
    method,
    artifact: row.artifactSha256 === null ? null : { uri: row.artifactUri, sha256: row.artifactSha256 },
    attributes: (row.attributes ?? null) as Record<string, unknown> | null,
    decision: row.decisionId,
    recordedBy: actorOf(row.recordedBy),
    late: isLate(row.observedAt.getTime(), row.recordedAt.getTime()),
    vouchedBy: row.standing as Voucher,
    issuer: row.issuer,
    signature: signatureOf(row),
  };
}

function signatureOf({
  signature,
  signedSha256: sha256,
}: Pick<Prisma.EvidenceGetPayload<object>, "signature" | "signedSha256">) {
  if (!signature || sha256 === null) return null;
  const { form, keyId } = signature as { form: "dsse" | "jws"; keyId: string };
  return { form, keyId, sha256 };
}

export interface IncidentView {
  id: string;
  agent: string;
  severity: Level;
  title: string;
  detail: string | null;
  status: "open" | "resolved";
  /** When it began, as people know it. */
  startedAt: string;
  openedAt: string;
  openedBy: ActorRecord;
  resolvedAt: string | null;
  resolvedBy: ActorRecord | null;
  note: string | null;
}

export function incidentView(row: Prisma.IncidentGetPayload<object>): IncidentView {
  const { id, agent, title, detail, note } = row;
  return {
    id,
    agent,
    severity: row.severity as Level,
    title,
    detail,
    status: row.state as IncidentView["status"],
    startedAt: iso(row.startedAt ?? row.openedAt),
    openedAt: iso(row.openedAt),
    openedBy: actorOf(row.openedBy),
    resolvedAt: isoOrNull(row.resolvedAt),
    resolvedBy: actorOrNull(row.resolvedBy),
    note,
  };
}

/** One stage that a drift reached. */
export interface DriftStage {
  /** At most one false alarm in so many checks. */
  at: number;
  does: ConsequenceKind;
  since: string;
  /** From when on it acts. */
  verifiedAt: string;
  liftedAt: string | null;
  /** The record that reached it. */
  evidence: string | null;
}

export interface DriftView {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  /** "" where the clause is not per release. */
  release: string;
  state: DriftShown;
  /** Odds against the promise when it was last written. */
  odds: number;
  onsetAt: string | null;
  suspectedAt: string;
  alarmAt: string | null;
  /** Where it lies ahead, the instant at which silence verifies the alarm. */
  verifiedAt: string | null;
  verifiedBy: ActorRecord | null;
  /** When every node was known to decide by it; null: decided, and not yet acknowledged by all. */
  enforcedAt: string | null;
  clearedAt: string | null;
  clearedBy: ActorRecord | null;
  reason: string | null;
  says: string;
  /** The lowest first. */
  stages: DriftStage[];
}

/** @param latches of this drift, lifted ones included */
export function driftView(
  row: Prisma.DriftGetPayload<object>,
  now: number,
  latches: readonly Prisma.LatchGetPayload<object>[],
): DriftView {
  const { id, agent, pact, clause, release, reason, says } = row;
  return {
    id,
    agent,
    pact,
    clause,
    release,
    state: driftShown({ state: row.state, verifiedAt: row.verifiedAt?.getTime() ?? null }, now),
    odds: row.e,
    onsetAt: isoOrNull(row.onsetAt),
    suspectedAt: iso(row.suspectedAt),
    alarmAt: isoOrNull(row.alarmAt),
    verifiedAt: isoOrNull(row.verifiedAt),
    verifiedBy: actorOrNull(row.verifiedBy),
    enforcedAt: isoOrNull(row.enforcedAt),
    clearedAt: isoOrNull(row.clearedAt),
    clearedBy: actorOrNull(row.clearedBy),
    reason,
    says,
    stages: latches
      .filter(({ driftId }) => driftId === id)
      .map(stageView)
      .sort((a, b) => a.at - b.at),
  };
}

const stageView = (row: Prisma.LatchGetPayload<object>): DriftStage => ({
  at: row.at ?? 0,
  does: (row.consequence as { do?: ConsequenceKind } | null)?.do ?? "review",
  since: iso(row.since),
  verifiedAt: iso(row.verifiedAt),
  liftedAt: isoOrNull(row.liftedAt),
  evidence: row.evidenceId,
});

export interface OverrideView {
  id: string;
  agent: string;
  pact: string;
  /** null: the pact's scope. */
  clause: string | null;
  triggers: Trigger[];
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
  /** `counts` is false where the member has left or may no longer approve. */
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
    include: { member: { select: { name: true, role: true, removedAt: true } } },
    orderBy: { at: "asc" },
  },
} as const satisfies Prisma.OverrideInclude;

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
    triggers: row.triggers as Trigger[],
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
      counts: member.removedAt === null && roleMay(member.role as Role, "override.approve"),
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

export interface ReviewView {
  id: string;
  decision: string;
  agent: string;
  action: string;
  workflow: string | null;
  request: DecisionRequest;
  state: ReviewShown;
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  settledBy: ActorRecord | null;
  reason: string | null;
  /** Who has taken it up, until when it keeps others from answering. */
  claim: { by: ActorRecord; until: string } | null;
  /** Of a pending one: whose turn it is and until when; then the next one's, at last the default answer, which is no. */
  turn: { turn: Turn; until: string; overdue: boolean } | null;
  /** The decision as decided anew when it was approved. */
  answer: DecisionJson | null;
}

export function reviewView(row: Prisma.ReviewGetPayload<object>, now: number): ReviewView {
  const { id, agent, action, workflow, reason, escalated } = row;
  const [createdAt, expiresAt] = [row.createdAt.getTime(), row.expiresAt.getTime()];
  const state = reviewShown({ state: row.state, expiresAt }, now);
  const claimedAt = row.claimedAt?.getTime() ?? null;
  const claimed = state === "pending" && claimedAt !== null && claimHolds({ claimedAt }, now);
  const turn = turnOf({ createdAt, expiresAt, escalated }, now);
  return {
    id,
    decision: row.decisionId,
    agent,
    action,
    workflow,
    request: row.request as unknown as DecisionRequest,
    state,
    createdAt: iso(row.createdAt),
    expiresAt: iso(row.expiresAt),
    settledAt: isoOrNull(row.settledAt),
    settledBy: actorOrNull(row.settledBy),
    reason,
    claim: claimed ? { by: actorOf(row.claimedBy), until: new Date(claimedAt + CLAIM_MS).toISOString() } : null,
    turn: state === "pending" ? { ...turn, until: new Date(turn.until).toISOString() } : null,
    answer: row.answer === null ? null : presentDecision(row.decisionId, row.answer as unknown as Answer, null, now),
  };
}
