import type { Effect, Entry } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import { insertEvidence } from "@/lib/db/evidence-rows";
import {
  artifactKey,
  type HeldLatch,
  insertLatches,
  liftLatches,
  openLatches,
  readLinesNamed,
  taskOf,
  usedArtifacts,
  writeLines,
} from "@/lib/db/lines";
import { type ActorRecord, asJson } from "@/lib/db/rows";
import { type EvidenceView, evidenceView, type NewEvidence } from "@/lib/db/standing-rows";
import { type EvidenceRecord, lineRelease, type Voucher } from "@/lib/domain/evidence";
import type { IdPrefix } from "@/lib/domain/identity";
import { type Applied, applyEvidence, newLine } from "@/lib/domain/line";
import type { Signed } from "@/lib/domain/signed-evidence";
import type { ClauseLine } from "@/lib/domain/state";
import { endProbations, told } from "../probations";
import type { Tested } from "./shared-clauses";
import { DriftBook, ENOUGH } from "./shared-drifts";
import { setbacksOf } from "./shared-setbacks";
import { SuiteBook } from "./shared-suites";

/** A record that was understood: what is stored, and what it tested. */
export interface NewRecord extends Tested {
  agent: string;
  pact: string;
  release: string;
  passed: number;
  failed: number;
  /** Of one check that is measured. */
  loss?: number;
  observedAt: number;
  source: string;
  vouchedBy: Voucher;
  method?: string;
  artifact?: { uri?: string; sha256: string };
  attributes?: Record<string, unknown>;
  decisionId?: string;
  /** What an issuer signed, verified. */
  signed?: Signed & { issuer: string; keyId: string; sha256: string };
  recordedBy: ActorRecord;
}

interface Unit {
  tx: Tx;
  organisationId: string;
  now: number;
  id(prefix: IdPrefix): string;
}

export interface Stored {
  views: EvidenceView[];
  /** What followed from the records: one entry for each failing, drifting or restored clause, and each probation ended. */
  entries: Entry[];
  effect: Effect;
  outbox: { kind: string; subject: string; payload: Record<string, unknown> }[];
  /** Of these records: the lines that they moved, before and after, for the entry that says what arrived. */
  linesOf(records: readonly NewRecord[]): Record<string, unknown>[];
}

const keyOf = (record: NewRecord) => ({ agent: record.agent, pact: record.pact, clause: record.clause.key });
const isOf = (latch: HeldLatch, record: NewRecord) =>
  latch.agent === record.agent && latch.pact === record.pact && latch.clause === record.clause.key;
const lineKeyOf = (record: NewRecord) => ({
  ...keyOf(record),
  evidenceHash: record.evidenceHash,
  release: lineRelease(record.clause, record.release),
});
const nameOf = (line: ReturnType<typeof lineKeyOf>) =>
  JSON.stringify([line.agent, line.pact, line.clause, line.evidenceHash, line.release]);

/**
 * Stores records in the order given, and what they amount to: lines, latches, drifts. The caller holds the clauses
 * (`lockClauses`), so nobody else rewrites their lines meanwhile.
 */
export async function storeRecords(unit: Unit, records: readonly NewRecord[]): Promise<Stored> {
  const { tx, organisationId, now, id } = unit;
  const keys = records.map(keyOf);
  const lines = [...new Map(records.map((record) => [nameOf(lineKeyOf(record)), lineKeyOf(record)])).values()];
  const artifacts = records.flatMap((record) =>
    record.artifact ? [{ ...keyOf(record), sha256: record.artifact.sha256 }] : [],
  );
  const used = await usedArtifacts(tx, organisationId, artifacts);
  const before = new Map((await readLinesNamed(tx, organisationId, lines)).map((line) => [nameOf(line), line]));
  let latches = await openLatches(tx, organisationId, keys);
  const drifts = await DriftBook.open(unit, keys);
  const suites = await SuiteBook.open(tx, organisationId, records);
  const after = new Map<string, ClauseLine>();
  const rows: NewEvidence[] = [];
  const fresh: HeldLatch[] = [];
  const lifted = new Map<string, ActorRecord>();
  let lowered = false;
  for (const record of records) {
    const name = nameOf(lineKeyOf(record));
    const line = after.get(name) ?? before.get(name) ?? newLine(lineKeyOf(record));
    const artifact = record.artifact && artifactKey(keyOf(record), record.artifact.sha256);
    const evidence = recordOf(record, {
      id: id("evd"),
      now,
      artifactUsed: artifact !== undefined && used.has(artifact),
      suite: suites.compare(record),
    });
    const own = latches.filter((latch) => isOf(latch, record));
    const applied = applyEvidence({ ...record, line, record: evidence, latches: own, now, newId: () => id("lat") });
    after.set(name, applied.line);
    if (artifact && applied.counting) used.add(artifact);
    rows.push(rowOf(unit, record, evidence, applied));
    const made = drifts.note(record.clause, applied, record.recordedBy);
    fresh.push(...made);
    for (const latch of applied.lifted) lifted.set(latch.id, record.recordedBy);
    latches = [...latches, ...made].filter((latch) => !lifted.has(latch.id));
    lowered ||= applied.lowered;
  }
  await insertEvidence(tx, rows);
  await writeLines(tx, organisationId, [...after.values()], now);
  await drifts.write();
  const fallen = await endProbations(unit, setbacksOf(records, rows, drifts.entries));
  await insertLatches(tx, organisationId, fresh);
  for (const [latch, by] of lifted) await liftLatches(tx, organisationId, [latch], { at: now, by, reason: ENOUGH });
  return {
    views: rows.map((row) => evidenceView(row as Parameters<typeof evidenceView>[0])),
    entries: [...drifts.entries, ...fallen],
    effect: lowered || fallen.length > 0 ? "lowers" : lifted.size > 0 ? "loosens" : "standing",
    outbox: told([...drifts.entries, ...fallen]),
    linesOf: (some) =>
      [...new Set(some.map((record) => nameOf(lineKeyOf(record))))].map((name) =>
        changeOf(before.get(name) ?? null, after.get(name) as ClauseLine),
      ),
  };
}

function recordOf(
  record: NewRecord,
  { id, now, ...known }: Pick<EvidenceRecord, "id" | "artifactUsed" | "suite"> & { now: number },
): EvidenceRecord {
  const { release, passed, failed, loss = null, observedAt, source, vouchedBy, evidenceHash } = record;
  const task = taskOf(record.attributes);
  return {
    id,
    ...keyOf(record),
    evidenceHash,
    release,
    passed,
    failed,
    loss,
    observedAt,
    recordedAt: now,
    source,
    vouchedBy,
    task,
    method: record.method ?? null,
    ...known,
  };
}

function rowOf({ organisationId }: Unit, given: NewRecord, record: EvidenceRecord, applied: Applied): NewEvidence {
  const { id, agent, pact, clause, evidenceHash, release, passed, failed, source, vouchedBy } = record;
  return {
    organisationId,
    id,
    agent,
    pact,
    clause,
    evidenceHash,
    release,
    passed,
    failed,
    source,
    loss: given.loss ?? null,
    line: applied.line.release,
    observedAt: new Date(record.observedAt),
    recordedAt: new Date(record.recordedAt),
    standing: vouchedBy,
    method: given.method ?? null,
    artifactUri: given.artifact?.uri ?? null,
    artifactSha256: given.artifact?.sha256 ?? null,
    attributes: given.attributes && asJson(given.attributes),
    suite: record.suite && asJson(record.suite),
    decisionId: given.decisionId ?? null,
    issuer: given.signed?.issuer ?? null,
    signature:
      given.signed && asJson({ form: given.signed.form, keyId: given.signed.keyId, envelope: given.signed.envelope }),
    signedSha256: given.signed?.sha256 ?? null,
    recordedBy: { ...given.recordedBy },
    passing: applied.passing,
    counts: applied.counting,
    live: given.live,
  };
}

/** What a line was and is, in the numbers that a reader of history asks for. */
function changeOf(before: ClauseLine | null, line: ClauseLine): Record<string, unknown> {
  const { agent, pact, clause, release } = line;
  const said = (one: ClauseLine | null) =>
    one && {
      provenAt: one.newest ? new Date(one.newest.observedAt).toISOString() : null,
      checks: one.monitor?.checks ?? null,
      odds: one.monitor?.e ?? null,
      drift: one.drift.state,
    };
  return { agent, pact, clause, release, before: said(before), after: said(line) };
}
