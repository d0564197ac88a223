import type { Tx } from "@/lib/db/client";
import { actorOf } from "@/lib/db/rows";
import { driftView, type EvidenceRow, type EvidenceView, evidenceView } from "@/lib/db/standing-rows";
import { evidenceHash } from "@/lib/domain/canonical";
import { notFound } from "@/lib/domain/errors";
import { evidenceWeight } from "@/lib/domain/evidence";
import type { IssuerKind } from "@/lib/domain/issuer";
import type { ConsequenceKind, PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { DriftShown } from "@/lib/domain/shown";
import type { SuiteComparison } from "@/lib/domain/state";
import { saySuite } from "@/lib/domain/suite";
import { type EvidenceFreshness, freshnessOf, type MonitorMove, moveOf, type Tested } from "./evidence-effect";
import { readAt } from "./read";

/** One record, whole: what it says, who vouches for it, what it changed, where it stands in the ledger. */
export interface EvidenceDetail extends EvidenceView {
  title: string;
  pactTitle: string;
  /** The version whose clause it tested; the clause may have gone since. */
  version: number;
  target: number;
  evidenceHash: string;
  /** The clause is of the live version. */
  inForce: boolean;
  /** Of one check in the score, before it decays: 1, 0.5 or 0.25. */
  weight: number;
  signer: { slug: string; name: string; kind: IssuerKind; revokedAt: string | null } | null;
  /** What was signed, as it came: a DSSE envelope, or a JWS. */
  envelope: unknown;
  freshness: EvidenceFreshness;
  /** null: the clause has no monitor, or its line has too many records to replay here. */
  monitor: MonitorMove | null;
  /** Of an eval suite: what it says beside the same cases under an earlier release. */
  suite: (SuiteComparison & { says: string }) | null;
  /** What it latched. */
  latches: { id: string; trigger: string; at: number | null; does: ConsequenceKind; liftedAt: string | null }[];
  /** The drift of its line that was open, or opened, as it came. */
  drift: { id: string; state: DriftShown } | null;
  /** The entry that says that it came; the number is null until the sequencer has given one. */
  ledger: { entry: string; number: number | null; by: string; at: string } | null;
}

/** One record of evidence. @throws SuretyError not_found */
export async function evidenceDetail(actor: Actor, id: string): Promise<EvidenceDetail> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const row = await tx.evidence.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const tested = await testedBy(tx, row);
    const { document, clause, version } = tested;
    const view = evidenceView(row);
    const suite = row.suite as unknown as SuiteComparison | null;
    const live = await tx.pactVersion.count({ where: { organisationId, pact: row.pact, version, state: "live" } });
    const latches = await tx.latch.findMany({ where: { organisationId, evidenceId: id }, orderBy: { at: "asc" } });
    return {
      ...view,
      title: clause.title,
      pactTitle: document.title,
      version,
      target: clause.evidence?.target ?? 1,
      evidenceHash: row.evidenceHash,
      inForce: live > 0,
      weight: clause.evidence ? evidenceWeight(view.vouchedBy, clause.evidence) : 0,
      signer: await signerOf(tx, row),
      envelope: (row.signature as { envelope?: unknown } | null)?.envelope ?? null,
      freshness: await freshnessOf(tx, row, tested),
      monitor: clause.drift ? await moveOf(tx, row, tested) : null,
      suite: suite && { ...suite, says: saySuite(suite) },
      latches: latches.map((one) => ({
        ...{ id: one.id, trigger: one.trigger, at: one.at, liftedAt: one.liftedAt?.toISOString() ?? null },
        does: (one.consequence as { do?: ConsequenceKind } | null)?.do ?? "review",
      })),
      drift: await driftOf(tx, row, now),
      ledger: await entryOf(tx, row),
    };
  });
}

/** The newest version whose clause has the evidence hash that the record is bound to: of those published, else a draft. */
async function testedBy(
  tx: Tx,
  { organisationId, pact, clause: key, evidenceHash: hash }: EvidenceRow,
): Promise<Tested> {
  const versions = await tx.pactVersion.findMany({
    where: { organisationId, pact },
    orderBy: { version: "desc" },
    select: { document: true, version: true, state: true },
  });
  const all = versions.flatMap(({ document: written, version, state }) => {
    const document = written as unknown as PactDocument;
    const clause = document.clauses.find((one) => one.key === key);
    return clause?.evidence
      ? [{ document, clause, version, published: state === "live" || state === "superseded" }]
      : [];
  });
  const own = all.filter(({ document, clause }) => evidenceHash(document, clause) === hash);
  // A draft that was edited since is kept by nothing but its hash: then the clause's newest wording stands for it.
  const found = own.find(({ published }) => published) ?? own[0] ?? all[0];
  if (!found) throw notFound();
  return found;
}

async function signerOf(tx: Tx, { organisationId, issuer }: EvidenceRow): Promise<EvidenceDetail["signer"]> {
  if (issuer === null) return null;
  const row = await tx.issuer.findUnique({ where: { organisationId_slug: { organisationId, slug: issuer } } });
  if (!row) return null;
  const { slug, name, kind, revokedAt } = row;
  return { slug, name, kind: kind as IssuerKind, revokedAt: revokedAt?.toISOString() ?? null };
}

async function driftOf(tx: Tx, row: EvidenceRow, now: number): Promise<EvidenceDetail["drift"]> {
  const { organisationId, agent, pact, clause, evidenceHash: hash, line: release, recordedAt } = row;
  const found = await tx.drift.findFirst({
    where: {
      ...{ organisationId, agent, pact, clause, evidenceHash: hash, release },
      suspectedAt: { lte: recordedAt },
      OR: [{ clearedAt: null }, { clearedAt: { gte: recordedAt } }],
    },
    orderBy: { id: "desc" },
  });
  return found && { id: found.id, state: driftView(found, now, []).state };
}

/** As many records as one entry speaks of at most: one call's, or those of one key that came together. */
const MOST_IN_ENTRY = 1000;

/** The entry of what one actor brought at that instant is named after its first record; an outcome's after its decision. */
async function entryOf(tx: Tx, row: EvidenceRow): Promise<EvidenceDetail["ledger"]> {
  const { organisationId, decisionId, seq } = row;
  const together = await tx.evidence.findMany({
    where: { organisationId, seq: { lte: seq } },
    orderBy: { seq: "desc" },
    take: MOST_IN_ENTRY,
    select: { id: true, recordedAt: true, recordedBy: true },
  });
  const by = actorOf(row.recordedBy).id;
  const own = together
    .filter((one) => one.recordedAt.getTime() === row.recordedAt.getTime() && actorOf(one.recordedBy).id === by)
    .map(({ id }) => `evidence/${id}`);
  const entries = await tx.ledgerEntry.findMany({
    where: decisionId
      ? { organisationId, kind: "decision.outcome", subject: `decision/${decisionId}` }
      : { organisationId, kind: "evidence.recorded", subject: { in: own } },
    select: { id: true, index: true, subject: true, at: true, actor: true },
  });
  const place = ({ subject }: { subject: string }) => own.indexOf(subject);
  const [entry] = entries.sort((a, b) => place(a) - place(b));
  if (!entry) return null;
  const { id, index, at, actor } = entry;
  return { entry: id, number: index === null ? null : Number(index), by: actorOf(actor).name, at: at.toISOString() };
}
