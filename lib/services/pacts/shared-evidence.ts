import { carries, countingFor } from "@/lib/db/carry";
import { readLineEntries } from "@/lib/db/line-entries";
import { writeLines } from "@/lib/db/lines";
import { evidenceHash } from "@/lib/domain/canonical";
import { lineRelease } from "@/lib/domain/evidence";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { needsReplay, replayLine } from "@/lib/domain/replay";
import type { VerbContext } from "../verb";

/** Whether records that are stored for a clause as worded here were read under other rules than its own. */
function readsAnew(next: PactDocument, clause: Clause, live: PactDocument | null): boolean {
  const before = live?.agent === next.agent ? live.clauses.find(({ key }) => key === clause.key) : undefined;
  // Not in force until now: what is stored was recorded for a draft, which may have said otherwise at the time.
  if (!live || !before || evidenceHash(live, before) !== evidenceHash(next, clause)) return true;
  return needsReplay(before, clause);
}

/**
 * Reads the stored evidence of a version that is about to be live under its own rules: a version may change what renews a
 * window or counts as a failure while the evidence still counts. The caller holds the clauses (`lockClauses`).
 */
export async function rereadEvidence(
  context: VerbContext,
  next: PactDocument,
  live: PactDocument | null,
): Promise<void> {
  const { tx, organisationId, now } = context;
  const { agent, pact } = next;
  const carried = await carries(tx, organisationId, pact);
  for (const clause of next.clauses) {
    if (!clause.evidence || !readsAnew(next, clause, live)) continue;
    const of = { agent, pact, clause: clause.key, evidenceHash: evidenceHash(next, clause) };
    const hashes = countingFor(carried, clause.key, of.evidenceHash);
    const where = { organisationId, ...of, evidenceHash: { in: hashes } };
    const releases = await tx.evidence.groupBy({ by: ["release"], where });
    for (const release of new Set(releases.map((one) => lineRelease(clause, one.release)))) {
      const key = { ...of, release };
      const entries = await readLineEntries(tx, organisationId, key);
      await writeLines(tx, organisationId, [replayLine(key, entries, clause, next)], now);
    }
  }
}
