/** What people say to decisions that were held for them. */
import type { DecisionRecord } from "@/lib/db/segment";
import { approveReview } from "@/lib/services/reviews/approve";
import { denyReview } from "@/lib/services/reviews/deny";
import type { Chance } from "./random";
import type { Scene } from "./scenes";

const MINUTE = 60_000;

interface Word {
  does: "approves" | "denies";
  reason: string;
}

function wordOn({ request }: DecisionRecord, c: Chance): Word {
  const { mismatch, amount } = (request.context ?? {}) as { mismatch?: number; amount?: number };
  if (request.agent === "invoice-clerk") {
    return (mismatch ?? 0) > 5
      ? { does: "denies", reason: `The goods receipt is ${mismatch} % short: the supplier is asked for a credit note.` }
      : { does: "approves", reason: `${mismatch} % apart because of freight; the order allows it.` };
  }
  if (request.agent === "expense-auditor") {
    return (amount ?? 0) > 420
      ? { does: "denies", reason: "Above what the travel policy allows without a superior's word." }
      : { does: "approves", reason: "Within the travel policy in force; read by hand." };
  }
  return c.happens(0.8)
    ? { does: "approves", reason: "Read by the treasury desk." }
    : { does: "denies", reason: "Leaves out the tax date; asked for anew." };
}

/**
 * When and how a held decision is settled; null: nobody gets to it in time, and it expires.
 * @param end the story's end: nothing waits beyond it by accident
 */
export function settlement(record: DecisionRecord, c: Chance, end: number): Scene | null {
  const { review, answer } = record;
  if (!review) return null;
  const { does, reason } = wordOn(record, c);
  const who = c.pick(["operator", "operator", "approver", "second"] as const);
  const delay = Math.round((6 + 38 * c.next()) * MINUTE);
  const short = review.expiresAt - answer.decidedAt <= 60 * MINUTE;
  if (c.happens(0.12) && short && answer.decidedAt + 60 * MINUTE < end) return null;
  const at = Math.max(answer.decidedAt + 20_000, Math.min(answer.decidedAt + delay, end - 2 * MINUTE));
  return {
    at,
    play: ({ people }) =>
      does === "approves"
        ? approveReview(people[who], { id: review.id, reason })
        : denyReview(people[who], { id: review.id, reason }),
  };
}
