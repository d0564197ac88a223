import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import { CLAIM_MS, claimHolds, type Turn, turnOf } from "@/lib/domain/review-turn";
import { type ReviewShown, reviewShown } from "@/lib/domain/shown";
import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOf, actorOrNull, iso, isoOrNull } from "./rows";

export type ReviewRow = Prisma.ReviewGetPayload<object>;
export type ReviewChange = Prisma.ReviewUpdateManyMutationInput;

export interface ReviewView {
  id: string;
  decision: string;
  agent: string;
  action: string;
  workflow: string | null;
  request: DecisionRequest;
  state: ReviewShown;
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  settledBy: ActorRecord | null;
  reason: string | null;
  /** Who has taken it up, until when it keeps others from answering. */
  claim: { by: ActorRecord; until: string } | null;
  /** Of a pending one: whose turn it is and until when; then the next one's, at last the default answer, which is no. */
  turn: { turn: Turn; until: string; overdue: boolean } | null;
  /** The decision as decided anew when it was approved. */
  answer: DecisionJson | null;
}

export function reviewView(row: Prisma.ReviewGetPayload<object>, now: number): ReviewView {
  const { id, agent, action, workflow, reason, escalated } = row;
  const [createdAt, expiresAt] = [row.createdAt.getTime(), row.expiresAt.getTime()];
  const state = reviewShown({ state: row.state, expiresAt }, now);
  const claimedAt = row.claimedAt?.getTime() ?? null;
  const claimed = state === "pending" && claimedAt !== null && claimHolds({ claimedAt }, now);
  const turn = turnOf({ createdAt, expiresAt, escalated }, now);
  return {
    id,
    decision: row.decisionId,
    agent,
    action,
    workflow,
    request: row.request as unknown as DecisionRequest,
    state,
    createdAt: iso(row.createdAt),
    expiresAt: iso(row.expiresAt),
    settledAt: isoOrNull(row.settledAt),
    settledBy: actorOrNull(row.settledBy),
    reason,
    claim: claimed ? { by: actorOf(row.claimedBy), until: new Date(claimedAt + CLAIM_MS).toISOString() } : null,
    turn: state === "pending" ? { ...turn, until: new Date(turn.until).toISOString() } : null,
    answer: row.answer === null ? null : presentDecision(row.decisionId, row.answer as unknown as Answer, null, now),
  };
}
