import type { Tone } from "@/components/trust/mark";
import { count, plural } from "@/components/trust/words";

export type DriftState = "suspected" | "verified" | "cleared";

export const DRIFT_NAME: Record<DriftState, string> = {
  suspected: "Suspected",
  verified: "Verified",
  cleared: "Cleared",
};
export const DRIFT_TONE: Record<DriftState, Tone> = { suspected: "unproven", verified: "breached", cleared: "met" };

/** Odds as words: "15,800 to 1". */
export const toOne = (odds: number): string =>
  odds >= 1e9 ? "more than 1,000,000,000 to 1" : `${count(Math.floor(odds))} to 1`;

/** The page's answer: who has drifted, who is watched. */
export function driftSentence(verified: number, suspected: number): string {
  if (verified === 0 && suspected === 0) return "No promise is known to be broken, and none is suspected to be.";
  const watched =
    suspected === 0
      ? ""
      : `${plural(suspected, "more clause", "more clauses")} ${suspected === 1 ? "is" : "are"} watched`;
  if (verified === 0)
    return `No promise is known to be broken; ${plural(suspected, "clause")} ${suspected === 1 ? "is" : "are"} watched.`;
  return `${plural(verified, "promise is", "promises are")} broken${watched ? `; ${watched}` : ", by all that the evidence says"}.`;
}

/** What the monitor said, as a sentence around the clause's name: what stands before it and after. */
export function aroundName(says: string): { before: string; after: string } | null {
  const told = /^since check ([\d,]+), ([\d,]+) of ([\d,]+) failed \(([^)]*)\); the pact allows ([^;]*);/.exec(says);
  if (!told) return null;
  const [, check, failed, checks, , allows] = told;
  return {
    before: `Since check ${check}, `,
    after: ` failed ${failed} of ${checks} times; the pact allows ${allows}.`,
  };
}
