/** A line rebuilt from what is stored: the records, and what people did about its latches, in order of arrival. */
import type { EvidenceRecord } from "./evidence.ts";
import { type Applied, applyEvidence, newLine } from "./line.ts";
import type { Clause, PactDocument } from "./pact.ts";
import { liftTrigger, verifyDrift } from "./restore.ts";
import type { ClauseLine, Latch } from "./state.ts";

/**
 * One stored fact about a line: a record (`live`: its clause was), a sign-off that lifted, a person's word on a drift; or that
 * a latch of another line of the clause (an earlier version's) came to bind this one, or ceased to.
 */
export type LineEntry =
  | { kind: "record"; record: EvidenceRecord; live: boolean }
  | { kind: "lifted"; trigger: Latch["trigger"] }
  | { kind: "verified"; at: number }
  | { kind: "inherited"; latch: Latch }
  | { kind: "released"; latch: string };

/**
 * The line that these entries amount to under a clause. Needed also when a version changes `freshness`, `minChecks`, `from`,
 * `perRelease`, `failures` or `drift` of a clause whose evidence hash stays: then the stored records are read anew.
 * @param seen told of each record and what it brought about: for what is drawn of a line's past
 */
export function replayLine(
  key: Pick<ClauseLine, "agent" | "pact" | "clause" | "evidenceHash" | "release">,
  entries: readonly LineEntry[],
  clause: Clause,
  document: PactDocument,
  seen: (record: EvidenceRecord, applied: Applied) => void = () => {},
): ClauseLine {
  let line = newLine(key);
  let latches: Latch[] = [];
  const foreign = new Set<string>();
  let made = 0;
  const newId = () => `replayed-${++made}`;
  for (const entry of entries) {
    if (entry.kind === "record") {
      const now = entry.record.recordedAt;
      const applied = applyEvidence({
        line,
        record: entry.record,
        clause,
        document,
        latches,
        live: entry.live,
        now,
        newId,
      });
      line = applied.line;
      seen(entry.record, applied);
      latches = [...latches.filter((latch) => !applied.lifted.includes(latch)), ...applied.latches];
    } else if (entry.kind === "lifted") {
      line = liftTrigger(line, entry.trigger);
      latches = latches.filter(({ id, trigger }) => trigger !== entry.trigger || foreign.has(id));
    } else if (entry.kind === "inherited") {
      foreign.add(entry.latch.id);
      latches = [...latches, entry.latch];
    } else if (entry.kind === "released") {
      latches = latches.filter(({ id }) => id !== entry.latch);
    } else {
      const own = latches.filter(({ id, trigger }) => trigger === "drift" && !foreign.has(id));
      const verified = verifyDrift({ line, clause, document, latches: own, now: entry.at, newId });
      line = verified.line;
      latches = [
        ...latches.filter((latch) => !verified.latches.some(({ id }) => id === latch.id)),
        ...verified.latches,
      ];
    }
  }
  return line;
}

/** Whether a version reads the stored records of a clause differently although they still count (the evidence hash stays). */
export function needsReplay(before: Clause, after: Clause): boolean {
  const read = ({ evidence, failures, drift, on }: Clause) => [
    evidence?.freshness,
    evidence?.perRelease,
    evidence?.minChecks,
    evidence?.from,
    failures,
    drift,
    on.drift?.map((stage) => stage.at),
  ];
  return JSON.stringify(read(before)) !== JSON.stringify(read(after));
}
