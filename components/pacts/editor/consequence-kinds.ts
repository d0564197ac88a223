import { CONSEQUENCES, type ConsequenceKind, type Level, type Limits } from "@/lib/domain/pact";

/** A consequence as it is written, its short form opened. */
export interface Written {
  do: ConsequenceKind;
  limits?: Limits;
  at?: number;
  atLeast?: Level;
}

const NAMES: Record<ConsequenceKind, string> = {
  block: "Block",
  review: "Review",
  degrade: "Degrade",
  settle: "Settle",
};

/** For choosing one. */
export const KINDS = CONSEQUENCES.map((value) => ({ value, label: NAMES[value] }));

/** Short forms say only what is done. */
export const whole = (written: unknown): Written | undefined =>
  written === undefined
    ? undefined
    : typeof written === "string"
      ? { do: written as ConsequenceKind }
      : (written as Written);
