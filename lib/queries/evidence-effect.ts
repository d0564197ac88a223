import type { Tx } from "@/lib/db/client";
import { readLineEntries } from "@/lib/db/line-entries";
import type { EvidenceRow } from "@/lib/db/standing-rows";
import { explainDrift } from "@/lib/domain/drift";
import { durationMs } from "@/lib/domain/duration";
import { passes, sourceCounts, tolerance, type Voucher } from "@/lib/domain/evidence";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";

/** The clause as the version worded it that a record tested. */
export interface Tested {
  document: PactDocument;
  clause: Clause;
  version: number;
}

/** What a record did to the window of its clause. */
export interface EvidenceFreshness {
  /** It renewed the window; until when, by itself. */
  renewed: boolean;
  until: string | null;
  /** When the window would have ended without it; null: there was none. */
  before: string | null;
  /** What renewed the window after it. */
  next: { id: string; observedAt: string } | null;
  /** Why it renewed nothing; empty where it did. */
  because: string[];
}

/** What a record did to the monitor of its line. */
export interface MonitorMove {
  /** Odds against the promise before it, with it, and after it (a monitor that alarmed at its highest stage starts anew). */
  before: number;
  odds: number;
  after: number;
  /** Of the line so far, this record included. */
  checks: number;
  /** The method version that the monitor before it was of, where this record changed it. */
  changedFrom: { method: string | null } | null;
  says: string;
}

const lineOf = ({ organisationId, agent, pact, clause, evidenceHash, line }: EvidenceRow) => ({
  ...{ organisationId, agent, pact, clause, evidenceHash, line },
});

/** Whether a record renewed its window, until when, and if not why. */
export async function freshnessOf(tx: Tx, row: EvidenceRow, { clause }: Tested): Promise<EvidenceFreshness> {
  const window = clause.evidence ? durationMs(clause.evidence.freshness) : 0;
  const until = (observedAt: Date) => new Date(observedAt.getTime() + window).toISOString();
  const [earlier] = await tx.evidence.findMany({
    where: { ...lineOf(row), counts: true, seq: { lt: row.seq } },
    orderBy: { observedAt: "desc" },
    take: 1,
    select: { observedAt: true },
  });
  const next = await tx.evidence.findFirst({
    where: { ...lineOf(row), counts: true, seq: { gt: row.seq }, observedAt: { gt: row.observedAt } },
    orderBy: { seq: "asc" },
    select: { id: true, observedAt: true },
  });
  const renewed = row.counts && (!earlier || earlier.observedAt < row.observedAt);
  return {
    renewed,
    until: renewed ? until(row.observedAt) : null,
    before: earlier ? until(earlier.observedAt) : null,
    next: renewed && next ? { id: next.id, observedAt: next.observedAt.toISOString() } : null,
    because: renewed ? [] : await reasonsOf(tx, row, clause),
  };
}

async function reasonsOf(tx: Tx, row: EvidenceRow, clause: Tested["clause"]): Promise<string[]> {
  const { evidence } = clause;
  if (!evidence) return ["the clause takes no evidence any more"];
  if (row.counts) return ["what was observed later had renewed it already"];
  const reasons: string[] = [];
  const checks = row.passed + row.failed;
  if (!passes(row, evidence.target)) reasons.push("it does not meet the target");
  if (checks < evidence.minChecks)
    reasons.push(`it has ${checks} ${checks === 1 ? "check" : "checks"}, and ${evidence.minChecks} are asked for`);
  if (!sourceCounts({ source: row.source, vouchedBy: row.standing as Voucher }, evidence))
    reasons.push(
      evidence.from ? `only ${evidence.from.join(", ")} may renew it` : "the agent’s own word renews nothing",
    );
  const { organisationId, agent, pact, artifactSha256, seq } = row;
  const used =
    artifactSha256 === null
      ? 0
      : await tx.evidence.count({
          where: { organisationId, agent, pact, clause: row.clause, artifactSha256, counts: true, seq: { lt: seq } },
        });
  if (used > 0) reasons.push("its artifact had renewed it once already");
  return reasons;
}

/** Lines longer than this are not replayed for one record. */
const LONGEST = 50_000;

/** What a record did to its monitor, as a replay of what is stored gives it. */
export async function moveOf(tx: Tx, row: EvidenceRow, { document, clause }: Tested): Promise<MonitorMove | null> {
  if ((await tx.evidence.count({ where: lineOf(row) })) > LONGEST) return null;
  const { organisationId, agent, pact, evidenceHash, line: release } = row;
  const key = { agent, pact, clause: row.clause, evidenceHash, release };
  const p0 = tolerance(clause.evidence?.target ?? 1);
  let last = { e: 0, method: undefined as string | null | undefined };
  let move: MonitorMove | null = null;
  replayLine(
    key,
    await readLineEntries(tx, organisationId, key),
    clause,
    document,
    (record, { line, odds, events }) => {
      const after = line.monitor?.e ?? 0;
      if (record.id === row.id) {
        const told = events.find(({ kind }) => kind === "alarm" || kind === "suspected");
        const changed = last.method !== undefined && last.method !== (line.method ?? null);
        move = {
          before: changed ? 0 : last.e,
          odds: odds ?? after,
          after,
          checks: line.monitor?.checks ?? 0,
          changedFrom: changed ? { method: last.method ?? null } : null,
          says: told?.says ?? explainDrift(line, p0),
        };
      }
      last = { e: after, method: line.method ?? null };
    },
  );
  return move;
}
