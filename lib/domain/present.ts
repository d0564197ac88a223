import type { Answer, Because, DecisionRequest, Verdict } from "./decision.ts";
import { isoInstant } from "./instant.ts";
import type { Limits, Mode } from "./pact.ts";
import type { Authority } from "./state.ts";

/** A person's word on a held decision, as far as it has been given. */
export interface ReviewStanding {
  id: string;
  state: "pending" | "approved" | "denied";
  /** ms */
  expiresAt: number;
  /** The answer as decided anew at approval. */
  answer: Answer | null;
}

/** A decision as the API shows it (CONTRACT.md 4). */
export interface DecisionJson {
  id: string | null;
  verdict: Verdict;
  permitted: boolean;
  status: "final" | "pending";
  mode: Mode;
  authority: Authority;
  because: Because[];
  limits: Limits | null;
  settlements: Answer["settlements"];
  shadow: Answer["shadow"];
  review: { id: string; state: "pending" | "approved" | "denied" | "expired"; expiresAt: string } | null;
  warnings: string[];
  pacts: Answer["pacts"];
  governed: boolean;
  decidedAt: string;
  validUntil: string | null;
  useBy: string | null;
  revision: number;
  /** Only where it was given while the database was away. */
  degradedMode?: true;
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoInstant(ms));

/**
 * A decision as the outside sees it. A held one is pending until a person speaks or its time is over; an approved one
 * shows the answer that was decided anew at that moment.
 * @param now ms; a review past its expiry reads as expired
 */
export function presentDecision(
  id: string | null,
  answer: Answer,
  review: ReviewStanding | null,
  now: number,
): DecisionJson {
  const state = review && (review.state === "pending" && now >= review.expiresAt ? "expired" : review.state);
  const final = state === "approved" && review?.answer ? review.answer : answer;
  return {
    id,
    verdict: answer.verdict,
    permitted: state === "approved" ? final.permitted : answer.permitted,
    status: state === "pending" ? "pending" : "final",
    mode: answer.mode,
    authority: answer.authority,
    because: final.because,
    limits: final.limits,
    settlements: answer.settlements,
    shadow: answer.shadow,
    review: review && state ? { id: review.id, state, expiresAt: isoInstant(review.expiresAt) } : null,
    warnings: answer.warnings,
    pacts: answer.pacts,
    governed: answer.governed,
    decidedAt: isoInstant(answer.decidedAt),
    validUntil: isoOrNull(final.validUntil),
    useBy: isoOrNull(final.useBy),
    revision: final.revision,
    ...(answer.away && { degradedMode: true as const }),
  };
}

/** A listed decision: with what was asked. */
export interface ListedDecision extends DecisionJson {
  request: DecisionRequest;
  workflow: string | null;
}
