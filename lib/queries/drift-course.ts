import type { Tx } from "@/lib/db/client";
import { readLineEntries } from "@/lib/db/line-entries";
import type { LineKey } from "@/lib/db/lines";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";
import type { ClauseLine } from "@/lib/domain/state";

/** One record on the curve: what the odds came to, before the monitor started anew. */
export interface CoursePoint {
  id: string;
  at: number;
  release: string;
  source: string;
  passed: number;
  failed: number;
  /** Of one check that was measured, 0..1. */
  loss: number | null;
  odds: number;
  /** Checks of its line so far, this record included. */
  checks: number;
}

/** Lines longer than this are not replayed for a drawing. */
const LONGEST = 50_000;

/** The odds record by record, as a replay of what is stored gives them; null where there are too many records to draw. */
export async function courseOf(
  tx: Tx,
  organisationId: string,
  line: LineKey,
  { clause, document }: { clause: Clause; document: PactDocument },
): Promise<{ points: CoursePoint[]; line: ClauseLine } | null> {
  const { agent, pact, clause: key, evidenceHash, release } = line;
  const of = { organisationId, agent, pact, clause: key, evidenceHash };
  const records = await tx.evidence.count({ where: release === "" ? of : { ...of, release } });
  if (records > LONGEST) return null;
  const points: CoursePoint[] = [];
  const rebuilt = replayLine(
    line,
    await readLineEntries(tx, organisationId, line),
    clause,
    document,
    (record, done) => {
      const { id, observedAt: at, source, passed, failed, loss = null } = record;
      const checks = done.line.monitor?.checks ?? 0;
      points.push({ id, at, release: record.release, source, passed, failed, loss, odds: done.odds ?? 0, checks });
    },
  );
  return { points, line: rebuilt };
}

/** Where the method that tested a clause changed: another yardstick, not another agent. */
export async function methodChanges(
  tx: Tx,
  organisationId: string,
  { agent, pact, clause }: Pick<LineKey, "agent" | "pact" | "clause">,
): Promise<{ at: number; from: string; to: string }[]> {
  const rows = await tx.$queryRaw<{ at: Date; from: string; to: string }[]>`
    SELECT at, before AS from, method AS to FROM (
      SELECT observed_at AS at, method, lag(method) OVER (PARTITION BY source ORDER BY seq) AS before FROM evidence
      WHERE organisation_id = ${organisationId} AND agent = ${agent} AND pact = ${pact} AND clause = ${clause} AND method IS NOT NULL
    ) AS told WHERE before IS DISTINCT FROM method AND before IS NOT NULL ORDER BY at`;
  return rows.map(({ at, from, to }) => ({ at: at.getTime(), from, to }));
}
