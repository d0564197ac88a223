/** What time alone makes of an answer: the same request at every instant at which it changes, the organisation as it is. */
import { decide } from "./decide.ts";
import type { Answer, DecisionRequest } from "./decision.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * The answers from `now` on, each until the next one: `decide` at each `validUntil`.
 * @param horizon ms after `now` beyond which nobody looks
 * @param most steps
 * @returns in order; the first is the answer now
 */
export function timelineOf(
  snapshot: Snapshot,
  request: DecisionRequest,
  now: number,
  horizon: number,
  most: number,
): Answer[] {
  const steps: Answer[] = [];
  for (let at: number | null = now; at !== null && at <= now + horizon && steps.length < most; ) {
    const answer: Answer = decide(snapshot, request, at);
    steps.push(answer);
    at = answer.validUntil;
  }
  return steps;
}
