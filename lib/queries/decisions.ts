import type { Tx } from "@/lib/db/client";
import type { DecisionFilter } from "@/lib/db/decision-filter";
import { findDecision, listDecisions } from "@/lib/db/decisions";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Answer } from "@/lib/domain/decision";
import { notFound } from "@/lib/domain/errors";
import { type ListedDecision, presentDecision, type ReviewStanding } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { read } from "./read";

export type { DecisionFilter } from "@/lib/db/decision-filter";

/** Reviews of these decisions, by decision. */
async function reviewsOf(tx: Tx, organisationId: string, decisionIds: string[]): Promise<Map<string, ReviewStanding>> {
  if (decisionIds.length === 0) return new Map();
  const rows = await tx.review.findMany({ where: { organisationId, decisionId: { in: decisionIds } } });
  return new Map(
    rows.map((row) => [
      row.decisionId,
      {
        id: row.id,
        state: row.state as ReviewStanding["state"],
        expiresAt: row.expiresAt.getTime(),
        answer: row.answer as unknown as Answer | null,
      },
    ]),
  );
}

const listed = (
  { id, request, answer }: DecisionRecord,
  review: ReviewStanding | undefined,
  now: number,
): ListedDecision => ({
  ...presentDecision(id, answer, review ?? null, now),
  request,
  workflow: answer.workflow,
});

/** One decision as it stands now: with its review, where one was held. @throws SuretyError not_found */
export async function decisionById(actor: Actor, id: string, now: number): Promise<ListedDecision> {
  const one = async (tx: Tx) => {
    const record = await findDecision(tx, actor.organisationId, id);
    if (!record) throw notFound();
    const reviews = await reviewsOf(tx, actor.organisationId, record.review ? [id] : []);
    return listed(record, reviews.get(id), now);
  };
  return read(actor, one, "decision.follow");
}

/**
 * Newest first, one more than `limit` so that the caller knows whether there is a next page.
 * @param before id of the last decision of the page before
 */
export async function decisionPage(
  actor: Actor,
  filter: DecisionFilter,
  limit: number,
  before: string | undefined,
  now: number,
): Promise<ListedDecision[]> {
  return read(actor, async (tx) => {
    const records = await listDecisions(tx, actor.organisationId, filter, limit + 1, before, runtime().search);
    const reviews = await reviewsOf(
      tx,
      actor.organisationId,
      records.filter((r) => r.review).map((r) => r.id),
    );
    return records.map((record) => listed(record, reviews.get(record.id), now));
  });
}
