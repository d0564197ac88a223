import type { Tx } from "@/lib/db/client";
import type { LineKey } from "@/lib/db/lines";
import { type DriftView, driftView } from "@/lib/db/standing-rows";
import { notFound } from "@/lib/domain/errors";
import { tolerance } from "@/lib/domain/evidence";
import type { Clause, ConsequenceKind, PactDocument } from "@/lib/domain/pact";
import { cleanChecksLeft, restoration, restorationEvidence } from "@/lib/domain/restore";
import type { Actor } from "@/lib/domain/roles";
import type { ClauseLine } from "@/lib/domain/state";
import { type CoursePoint, courseOf, methodChanges } from "./drift-course";
import { type Exposure, exposureOf } from "./exposure";
import { readAt } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

/** Marks above the curve. */
interface CourseMark {
  at: number;
  kind: "release" | "method";
  text: string;
}

export interface DriftDetail extends DriftView {
  /** Of the clause, in the version that is live or was last. */
  title: string;
  pactTitle: string;
  workflow: string;
  owner: string;
  critical: boolean;
  signoff: boolean;
  within: string | null;
  runbook: string | null;
  p0: number;
  /** What the clause does at which odds. */
  levels: { at: number; does: ConsequenceKind }[];
  /** The odds record by record, the release before its own included; null: too many records to draw. */
  course: CoursePoint[] | null;
  marks: CourseMark[];
  /** The release that its line is of came into use; null where none is known. */
  released: { release: string; at: string; by: string | null; number: number | null } | null;
  restoring: { odds: number; says: string; clean: number } | null;
  exposure: Exposure;
  timeline: TimelineEntry[];
  /** The revision from which every answer obeys it. */
  enforcedRevision: number | null;
}

const MOST_EXPOSED = 500;

/** One drift: how it came about, what it changed, what was permitted meanwhile. @throws SuretyError not_found */
export async function driftDetail(actor: Actor, id: string, most = MOST_EXPOSED): Promise<DriftDetail> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const row = await tx.drift.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const latches = await tx.latch.findMany({ where: { organisationId, driftId: id } });
    const view = driftView(row, now, latches);
    const { document, clause } = await wordingOf(tx, organisationId, row);
    const key = { agent: row.agent, pact: row.pact, clause: row.clause, evidenceHash: row.evidenceHash };
    const { line, course } = await pastOf(tx, organisationId, { ...key, release: row.release }, { clause, document });
    const releases = await tx.agentRelease.findMany({
      where: { organisationId, agent: row.agent },
      orderBy: { since: "asc" },
    });
    const methods = await methodChanges(tx, organisationId, key);
    return {
      ...view,
      title: clause.title,
      pactTitle: document.title,
      workflow: document.workflow,
      owner: clause.owner,
      critical: clause.severity === "critical",
      signoff: clause.restore === "signoff",
      within: clause.respond?.within ?? null,
      runbook: clause.respond?.runbook ?? null,
      p0: tolerance(clause.evidence?.target ?? 1),
      levels: (clause.on.drift ?? []).map(({ at, do: does }) => ({ at, does })),
      course,
      marks: [
        ...releases.map(({ release, since }) => ({ at: since.getTime(), kind: "release" as const, text: release })),
        ...methods.map(({ at, to }) => ({ at, kind: "method" as const, text: `method ${to}` })),
      ],
      released: await releasedBefore(tx, row, releases),
      restoring: view.state === "verified" ? wayBack(line, clause) : null,
      exposure: await exposureOf(tx, organisationId, scopeOf(view, row, { document, clause }, now), most),
      timeline: (await timelineOf(tx, organisationId, [`clause/${row.pact}/${row.clause}`, `drift/${id}`], 200)).filter(
        ({ subject, drift }) => drift === id || subject === `drift/${id}`,
      ),
      enforcedRevision: row.enforcedRevision,
    };
  });
}

/** When the release that a drift is of came into use, and who made it so. */
async function releasedBefore(
  tx: Tx,
  drift: { organisationId: string; agent: string; release: string; suspectedAt: Date },
  releases: readonly { release: string; since: Date }[],
): Promise<DriftDetail["released"]> {
  const own = releases.findLast(({ release, since }) => release === drift.release && since <= drift.suspectedAt);
  if (!own) return null;
  const at = { from: own.since, to: own.since };
  const [made] = await timelineOf(tx, drift.organisationId, [`agent/${drift.agent}`], 1, at);
  return {
    release: own.release,
    at: own.since.toISOString(),
    by: made?.by.name ?? null,
    number: made?.number ?? null,
  };
}

/** What was permitted while a drift was not enforced. */
export async function exposureOfDrift(
  tx: Tx,
  organisationId: string,
  row: Parameters<typeof driftView>[0],
  now: number,
  most: number,
): Promise<Exposure> {
  const wording = await wordingOf(tx, organisationId, row);
  return exposureOf(tx, organisationId, scopeOf(driftView(row, now, []), row, wording, now), most);
}

function scopeOf(
  view: DriftView,
  { enforcedRevision }: { enforcedRevision: number | null },
  of: { document: PactDocument; clause: Clause },
  now: number,
) {
  const at = (instant: string | null) => (instant === null ? null : Date.parse(instant));
  const enforced = view.state === "suspected" ? null : at(view.verifiedAt);
  return {
    subject: `drift/${view.id}`,
    agent: view.agent,
    from: at(view.onsetAt) ?? Date.parse(view.suspectedAt),
    to: Math.min(now, enforced ?? at(view.clearedAt) ?? now),
    enforcedRevision: enforced === null ? null : enforcedRevision,
    open: enforced === null && view.clearedAt === null,
    clause: { document: of.document, key: of.clause.key, release: view.release },
    documents: [of.document],
  };
}

/** The clause as the live version words it, else as the newest version that has it does. */
async function wordingOf(tx: Tx, organisationId: string, { pact, clause: key }: Pick<LineKey, "pact" | "clause">) {
  const versions = await tx.pactVersion.findMany({
    where: { organisationId, pact, state: { in: ["live", "superseded"] } },
    orderBy: { version: "desc" },
    select: { document: true },
  });
  for (const version of versions) {
    const document = version.document as unknown as PactDocument;
    const clause = document.clauses.find((one) => one.key === key);
    if (clause) return { document, clause };
  }
  throw notFound();
}

/** The line now, and its curve behind that of the release before. */
async function pastOf(
  tx: Tx,
  organisationId: string,
  key: LineKey,
  of: { document: PactDocument; clause: Clause },
): Promise<{ line: ClauseLine | null; course: CoursePoint[] | null }> {
  const past = await courseOf(tx, organisationId, key, of);
  const first = past?.points[0];
  if (!past || !first || key.release === "") return { line: past?.line ?? null, course: past?.points ?? null };
  const before = await tx.evidence.findFirst({
    where: {
      organisationId,
      agent: key.agent,
      pact: key.pact,
      clause: key.clause,
      evidenceHash: key.evidenceHash,
      release: { not: key.release },
      observedAt: { lt: new Date(first.at) },
    },
    orderBy: { observedAt: "desc" },
    select: { release: true },
  });
  const earlier = before ? await courseOf(tx, organisationId, { ...key, release: before.release }, of) : null;
  const points = (earlier?.points ?? []).filter(({ at }) => at < first.at);
  return { line: past.line, course: [...points, ...past.points] };
}

/** How far the evidence for restoring has come. */
function wayBack(line: ClauseLine | null, clause: Clause): DriftDetail["restoring"] {
  if (!line) return null;
  const p0 = tolerance(clause.evidence?.target ?? 1);
  const since = line.restoring ?? { passed: 0, failed: 0 };
  return {
    odds: restorationEvidence(p0, since),
    says: restoration({ trigger: "drift" }, line, clause).says,
    clean: cleanChecksLeft(p0, since),
  };
}
