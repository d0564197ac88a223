import { isLate, type Voucher } from "@/lib/domain/evidence";
import type { ConsequenceKind, Level } from "@/lib/domain/pact";
import { type DriftShown, driftShown } from "@/lib/domain/shown";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOf, actorOrNull, iso, isoOrNull } from "./rows";

export type NewEvidence = Prisma.EvidenceCreateManyInput;
export type EvidenceRow = Prisma.EvidenceGetPayload<object>;
export type DriftRow = Prisma.DriftUncheckedCreateInput;
export type NewDrift = Prisma.DriftCreateManyInput;

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
interface DriftStage {
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

/** When every node obeyed a verified drift: those that knew it before it was due, from that instant on; null: not all do yet. */
export function enforcedSince(
  { verifiedAt, enforcedAt }: { verifiedAt: Date | null; enforcedAt: Date | null },
  now: number,
): Date | null {
  if (!enforcedAt || !verifiedAt || verifiedAt.getTime() > now) return null;
  return enforcedAt > verifiedAt ? enforcedAt : verifiedAt;
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
    enforcedAt: isoOrNull(enforcedSince(row, now)),
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
