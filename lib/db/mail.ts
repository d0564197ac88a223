import type { Rendered } from "@/lib/domain/mail";
import type { Mail } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";

export type { Mail as MailRow };

/** The queue of mail: written by verbs in their own transaction, read by the node that sends. */

/** A mail that is due, as it is queued. */
export interface NewMail extends Rendered {
  organisationId: string;
  id: string;
  to: string;
  about: string;
  now: number;
  /** After it nobody wants it, ms; null: three days of trying. */
  until: number | null;
}

export async function queueMail(tx: Tx, { now, until, ...mail }: NewMail): Promise<void> {
  const at = new Date(now);
  const times = { createdAt: at, since: at, nextAt: at, until: until === null ? null : new Date(until) };
  await tx.mail.create({ data: { ...mail, ...times } });
}

/**
 * Takes what is due for one attempt, so that no other node does: it is due again after `heldMs` if nothing is noted until then.
 * @param most at most so many
 */
export async function takeMail(db: Units, now: number, heldMs: number, most: number): Promise<Mail[]> {
  return db.system(async (tx) => {
    const taken = await tx.$queryRaw<{ organisation_id: string; id: string }[]>`
      UPDATE mail SET next_at = ${new Date(now + heldMs)}, attempts = attempts + 1
      WHERE (organisation_id, id) IN (
        SELECT organisation_id, id FROM mail WHERE state = 'waiting' AND next_at <= ${new Date(now)}
        ORDER BY next_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
      RETURNING organisation_id, id`;
    const names = taken.map(({ organisation_id: organisationId, id }) => ({ organisationId, id }));
    return names.length === 0 ? [] : tx.mail.findMany({ where: { OR: names }, orderBy: { id: "asc" } });
  });
}

/** What came of an attempt. `over`: nobody wants it any more, so that what it said is forgotten. */
export interface MailAttempt {
  state: "waiting" | "delivered" | "dead";
  at: number;
  nextAt: number;
  problem: string | null;
  over: boolean;
}

/** Notes an attempt; what has arrived, or is over, is forgotten. */
export async function noteMail(db: Units, { organisationId, id }: Mail, attempt: MailAttempt): Promise<void> {
  const { state, problem, over } = attempt;
  const forgotten = state === "delivered" || over ? { text: null, html: null } : {};
  const times = { triedAt: new Date(attempt.at), nextAt: new Date(attempt.nextAt) };
  await db.system((tx) =>
    tx.mail.updateMany({
      where: { organisationId, id, state: "waiting" },
      data: { state, problem, ...times, ...forgotten },
    }),
  );
}

/** A mail as it is listed: never what it says. */
export const mailView = (row: Omit<Mail, "text" | "html">) => ({
  id: row.id,
  to: row.to,
  about: row.about,
  subject: row.subject,
  state: row.state as "waiting" | "delivered" | "dead",
  attempts: row.attempts,
  createdAt: row.createdAt.toISOString(),
  triedAt: row.triedAt?.toISOString() ?? null,
  nextAt: row.state === "waiting" ? row.nextAt.toISOString() : null,
  problem: row.problem,
});
export type MailView = ReturnType<typeof mailView>;
