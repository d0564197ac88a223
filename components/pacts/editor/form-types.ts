/** What the parts of the form are given. */
import type { PactDocument, PactInput } from "@/lib/domain/pact";
import type { JudgedPact } from "@/lib/domain/pact-judge";
import type { WrittenClause } from "@/lib/domain/written";
import type { KnownFact } from "./known-facts";

/** What is wrong with one field of the clause. */
export type ProblemOf = (path: string) => string | undefined;

/** Sets a part of the clause: `["on", "stale"]`. */
export type SetPart = (path: readonly (string | number)[], value: unknown) => void;

export interface ConsequencesProps {
  clause: WrittenClause;
  /** The pact around it, as it last read: what `degrade` means unless it says otherwise. */
  document: PactDocument | null;
  facts: readonly KnownFact[];
  set: SetPart;
  /** Triggers without a consequence. */
  holes: readonly { path: string; message: string }[];
}

export interface EvidenceFieldsProps {
  clause: WrittenClause;
  set: SetPart;
  problem: ProblemOf;
}

export interface TermsFormProps {
  written: PactInput;
  judgedPact: JudgedPact;
  agents: readonly string[];
  workflows: readonly string[];
  facts: readonly KnownFact[];
  /** What recorded requests carried and no fact declares yet. */
  seen: readonly { name: string; type: NonNullable<KnownFact["type"]>; count: number }[];
  set: SetPart;
}

export type TermsPart = TermsFormProps & { problem: ProblemOf };
