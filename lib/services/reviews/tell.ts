import { z } from "zod";
import type { Entry } from "@/lib/db/change";
import { organisationsWithReviews, untoldReviews } from "@/lib/db/untold-reviews";
import { TURNS, type Turn, turnOf } from "@/lib/domain/review-turn";
import { systemActor } from "@/lib/domain/roles";
import type { Look } from "@/lib/runtime/lanes";
import { runtime } from "@/lib/runtime/runtime";
import { verb } from "../verb";

/** Told at a time. */
const MOST = 200;

/**
 * Tells that decisions are held, once for each turn: of the owning team, of its deputy once a third of the time has passed,
 * then of its escalation. What people hand on themselves is told of by `review.escalated`.
 */
const tellReviews = verb({
  name: "review.tell",
  permission: "review.settle",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const due = (await untoldReviews(tx, organisationId, now, MOST)).map((row) => {
      const times = { createdAt: row.createdAt.getTime(), expiresAt: row.expiresAt.getTime() };
      return { row, at: turnOf({ ...times, escalated: row.escalated }, now) };
    });
    const entries: Entry[] = [];
    const outbox: Entry[] = [];
    for (const [step, turn] of TURNS.entries()) {
      const mine = due.filter(({ row, at }) => at.turn === turn && row.told <= step);
      const told = await tx.review.updateManyAndReturn({
        where: { organisationId, id: { in: mine.map(({ row }) => row.id) }, state: "pending", told: { lte: step } },
        data: { told: step + 1 },
        select: { id: true },
      });
      const reviews = told.map(({ id }) => id);
      if (reviews.length === 0) continue;
      entries.push({ kind: "review.waiting", subject: "organisation", payload: { turn, reviews } });
      for (const { row, at } of mine) if (reviews.includes(row.id)) outbox.push(waiting(row, turn, at.until));
    }
    const [first, ...others] = entries;
    if (!first) return { unchanged: true, result: 0 };
    return { result: outbox.length, entries: [first, ...others], effect: "none", outbox };
  },
});

type Row = Awaited<ReturnType<typeof untoldReviews>>[number];

function waiting({ id, decisionId: decision, agent, action, workflow }: Row, turn: Turn, until: number): Entry {
  const payload = { decision, agent, action, workflow, turn, until: new Date(until).toISOString() };
  return { kind: "review.waiting", subject: `review/${id}`, payload };
}

/** Finds organisations where a review waits that was not told to whose turn it is. */
export const lookAfterReviews: Look = async () => {
  const { db, clock } = runtime();
  const found = await organisationsWithReviews(db, clock.now(), MOST);
  return found.map((organisation) => ({
    key: `reviews ${organisation}`,
    async serve(stopped) {
      while (!stopped() && (await tellReviews(systemActor(organisation), {})).result === MOST);
    },
  }));
};
