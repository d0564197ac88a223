import type { Tx } from "@/lib/db/client";
import { holdFence } from "@/lib/db/fence";
import { reviewView } from "@/lib/db/review-rows";
import { asJson } from "@/lib/db/rows";
import { canonicalHash } from "@/lib/domain/canonical";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { conflict } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { runtime } from "@/lib/runtime/runtime";
import { verb } from "../verb";
import { findPending, refuseClaimed, settle, settleReviewInput } from "./shared";

/**
 * A person approves a held decision. It is decided anew at this moment with its review triggers satisfied: blocks, limits and
 * suspension still hold, so an approved decision may yet not be permitted.
 * @throws SuretyError not_found, conflict where it is settled or expired
 */
export const approveReview = verb({
  name: "review.approve",
  permission: "review.settle",
  input: settleReviewInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, reason }) {
    const pending = await findPending(tx, organisationId, id, now);
    requireWorkflow(pending.workflow);
    refuseClaimed(pending, actor, now);
    const request = pending.request as unknown as DecisionRequest;
    if (canonicalHash(request) !== pending.requestHash)
      throw new Error(`review ${id} holds another request than it is bound to`);
    const spent = await spentUses(tx, organisationId, pending.decisionId);
    const answer = await decideAnew(tx, organisationId, { request, spent, now });
    await spend(tx, { organisationId, decisionId: pending.decisionId, now, spent, answer });
    const row = await settle(tx, pending, now, {
      state: "approved",
      settledBy: actorRecord(actor),
      reason: reason ?? null,
      answer: asJson(answer),
    });
    const subject = `review/${id}`;
    const { decisionId: decision, agent, action, requestHash } = row;
    const { verdict, permitted, limits, useBy, revision } = answer;
    const payload = {
      decision,
      agent,
      action,
      requestHash,
      reason: reason ?? null,
      verdict,
      permitted,
      limits,
      useBy,
      revision,
    };
    return {
      result: reviewView(row, now),
      entries: [{ kind: "review.approved", subject, payload }],
      // No other answer changes; a new revision wakes those who wait for this one, on every node.
      effect: "standing",
      outbox: [{ kind: "review.settled", subject, payload: { decision, state: "approved", permitted } }],
    };
  },
});

/** Overrides whose use this decision has already counted: approving it does not use them a second time. */
async function spentUses(tx: Tx, organisationId: string, decisionId: string): Promise<Set<string>> {
  const uses = await tx.overrideUse.findMany({ where: { organisationId, decisionId }, select: { overrideId: true } });
  return new Set(uses.map(({ overrideId }) => overrideId));
}

/** Decides on a revision that nothing stricter can overtake before this commits. */
async function decideAnew(
  tx: Tx,
  organisationId: string,
  { request, spent, now }: { request: DecisionRequest; spent: ReadonlySet<string>; now: number },
): Promise<Answer> {
  const { snapshots } = runtime();
  await snapshots.reach(organisationId, await holdFence(tx, organisationId));
  const snapshot = await snapshots.get(organisationId);
  return decide(givenBack(snapshot, request.agent, spent), request, now, { reviewApproved: true });
}

/** The snapshot with one use of these overrides given back: the one that this very decision has spent. */
function givenBack(snapshot: Snapshot, agent: string, spent: ReadonlySet<string>): Snapshot {
  const own = snapshot.agents.get(agent);
  if (!own || spent.size === 0) return snapshot;
  const overrides = own.overrides.map((one) =>
    spent.has(one.state.id) ? { ...one, state: { ...one.state, used: Math.max(0, one.state.used - 1) } } : one,
  );
  return { ...snapshot, agents: new Map(snapshot.agents).set(agent, { ...own, overrides }) };
}

/** Counts the uses that only the new answer makes. */
async function spend(
  tx: Tx,
  {
    organisationId,
    decisionId,
    now,
    spent,
    answer,
  }: { organisationId: string; decisionId: string; now: number; spent: ReadonlySet<string>; answer: Answer },
): Promise<void> {
  const used = new Set(
    answer.because.flatMap(({ override }) => (override === null || spent.has(override) ? [] : [override])),
  );
  for (const overrideId of [...used].sort()) {
    const { maxUses } = await tx.override.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id: overrideId } },
      select: { maxUses: true },
    });
    const left = maxUses === null ? {} : { used: { lt: maxUses } };
    const { count } = await tx.override.updateMany({
      where: { organisationId, id: overrideId, state: "approved", ...left },
      data: { used: { increment: 1 } },
    });
    if (count === 0)
      throw conflict(
        "An override that this decision rests on has no uses left. Approve again to have it decided without.",
      );
    await tx.overrideUse.create({ data: { organisationId, overrideId, decisionId, at: new Date(now) } });
  }
}
