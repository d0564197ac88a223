import type { EvidenceRecord, Voucher } from "@/lib/domain/evidence";
import type { LineEntry } from "@/lib/domain/replay";
import type { Latch } from "@/lib/domain/state";
import type { SuiteComparison } from "@/lib/domain/suite";
import type { Prisma } from "@/lib/generated/prisma/client";
import { carries, countingFor } from "./carry";
import type { Tx } from "./client";
import { type LineKey, latchOf, taskOf } from "./lines";

type EvidenceRow = Prisma.EvidenceGetPayload<object>;

/** A stored record as the rules read it. */
function recordOf(row: EvidenceRow, artifactUsed: boolean): EvidenceRecord {
  return {
    id: row.id,
    agent: row.agent,
    pact: row.pact,
    clause: row.clause,
    evidenceHash: row.evidenceHash,
    release: row.release,
    passed: row.passed,
    failed: row.failed,
    loss: row.loss,
    observedAt: row.observedAt.getTime(),
    recordedAt: row.recordedAt.getTime(),
    source: row.source,
    vouchedBy: row.standing as Voucher,
    artifactUsed,
    task: taskOf(row.attributes),
    method: row.method,
    suite: (row.suite as unknown as SuiteComparison | null) ?? undefined,
  };
}

/** A stored fact with its place: number of arrival, and the instant (ms) at which it was written. */
interface Placed {
  seq: bigint;
  at: number;
  entry: LineEntry;
}

/**
 * Everything a line was made of, in order of arrival, for `replayLine`; what was carried over to it (lib/db/carry.ts) is
 * of it. Records of other releases are left out where
 * `release` is not "". Latches that it inherited from earlier versions of the clause stand among the records.
 */
export async function readLineEntries(tx: Tx, organisationId: string, line: LineKey): Promise<LineEntry[]> {
  const { agent, pact, clause, release } = line;
  const hashes = countingFor(await carries(tx, organisationId, pact), clause, line.evidenceHash);
  const where = { organisationId, agent, pact, clause, evidenceHash: { in: hashes } };
  const rows = await tx.evidence.findMany({
    where: { ...where, ...(release === "" ? {} : { release }) },
    orderBy: { seq: "asc" },
  });
  const acts = await tx.lineAct.findMany({ where: { ...where, release }, orderBy: { seq: "asc" } });
  const renewals = await tx.evidence.groupBy({
    by: ["artifactSha256"],
    where: { organisationId, agent, pact, clause, counts: true, artifactSha256: { not: null } },
    _min: { seq: true },
  });
  const renewedBy = new Map(renewals.map((one) => [one.artifactSha256, one._min.seq]));
  const used = (row: EvidenceRow) => {
    const by = row.artifactSha256 === null ? undefined : renewedBy.get(row.artifactSha256);
    return by != null && by < row.seq;
  };
  const own: Placed[] = [
    ...rows.map((row) => ({
      seq: row.seq,
      at: row.recordedAt.getTime(),
      entry: {
        kind: "record",
        record: { ...recordOf(row, used(row)), evidenceHash: line.evidenceHash },
        live: row.live,
      } as LineEntry,
    })),
    ...acts.map((act) => ({ seq: act.seq, at: act.at.getTime(), entry: actEntry(act) })),
  ];
  own.sort((a, b) => (a.seq < b.seq ? -1 : 1));
  const inherited = await inheritedBy(tx, organisationId, line, hashes);
  return weave(own, inherited);
}

function actEntry(act: { kind: string; trigger: string; at: Date }): LineEntry {
  return act.kind === "verified"
    ? { kind: "verified", at: act.at.getTime() }
    : { kind: "lifted", trigger: act.trigger as Latch["trigger"] };
}

/** A latch's coming or going: the number of the record that brought it about, where that is known, else the instant alone. */
interface Moment {
  seq: bigint | null;
  at: number;
  entry: LineEntry;
}

/** Latches that bind a line and come from another one of its clause: an earlier version's, by its evidence hash. */
async function inheritedBy(tx: Tx, organisationId: string, line: LineKey, hashes: string[]): Promise<Moment[]> {
  const { agent, pact, clause, release } = line;
  const latches = await tx.latch.findMany({
    where: { organisationId, agent, pact, clause, release: { in: [release, ""] } },
    orderBy: [{ since: "asc" }, { id: "asc" }],
  });
  const causes = await tx.evidence.findMany({
    where: { organisationId, id: { in: latches.flatMap(({ evidenceId }) => evidenceId ?? []) } },
    select: { id: true, seq: true, evidenceHash: true, line: true, recordedAt: true },
  });
  const byId = new Map(causes.map((cause) => [cause.id, cause]));
  return latches.flatMap((row): Moment[] => {
    const cause = byId.get(row.evidenceId ?? "");
    if (!cause || (hashes.includes(cause.evidenceHash) && cause.line === release)) return [];
    const latch = latchOf(row);
    const seq = cause.recordedAt.getTime() === latch.since ? cause.seq : null;
    const came: Moment = { seq, at: latch.since, entry: { kind: "inherited", latch } };
    if (!row.liftedAt) return [came];
    return [came, { seq: null, at: row.liftedAt.getTime(), entry: { kind: "released", latch: latch.id } }];
  });
}

/** Puts each moment before the first own entry that is later than it. */
function weave(own: readonly Placed[], moments: readonly Moment[]): LineEntry[] {
  const rest = [...moments].sort((a, b) => a.at - b.at);
  const woven: LineEntry[] = [];
  for (const { seq, at, entry } of own) {
    while (rest[0] && (rest[0].seq !== null ? rest[0].seq < seq : rest[0].at < at))
      woven.push((rest.shift() as Moment).entry);
    woven.push(entry);
  }
  return [...woven, ...rest.map(({ entry }) => entry)];
}
