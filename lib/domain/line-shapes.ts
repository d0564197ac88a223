/** What `applyEvidence` takes and gives: shared by `line.ts` and `line-triggers.ts`. */
import type { EvidenceRecord } from "./evidence.ts";
import type { Clause, PactDocument } from "./pact.ts";
import type { ClauseLine, Latch } from "./state.ts";

/** What happened to a line, for the ledger and for those who watch. */
interface LineEvent {
  kind: "renewed" | "failures" | "suspected" | "subsided" | "alarm" | "lifted" | "method";
  at: number;
  says: string;
  /** Drift stage of an `alarm`. */
  stage?: number;
  /** Id of the latch that came (failures, alarm) or went (lifted). */
  latch?: string;
}

export interface EvidenceInput {
  line: ClauseLine;
  record: EvidenceRecord;
  clause: Clause;
  document: PactDocument;
  /** Latches in force of this agent, pact and clause key. */
  latches: readonly Latch[];
  /** Whether `record.evidenceHash` is the live clause's: evidence for a draft latches nothing. */
  live: boolean;
  now: number;
  /** Ids for new latches. */
  newId: () => string;
}

export interface Applied {
  line: ClauseLine;
  /** New ones only. */
  latches: Latch[];
  /** Latches that this record alone restored (`restore: auto`). */
  lifted: Latch[];
  passing: boolean;
  /** It may renew the window (it did if it is also the newest). */
  counting: boolean;
  /** An answer may be stricter than before: the revision is a lowering one. */
  lowered: boolean;
  events: LineEvent[];
  /** The odds of drift that this record led to, before the monitor started anew; null where it is not watched for drift. */
  odds: number | null;
}
