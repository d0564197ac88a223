import { type MailRow, noteMail, takeMail } from "@/lib/db/mail";
import { nextAttempt } from "@/lib/domain/webhook";
import type { Look } from "./lanes";
import { ownMailSettings, sendBySmtp } from "./smtp";
import type { DeliveryParts } from "./webhook-lanes";

/** Mails that are on their way at once. */
const AT_ONCE = 8;
/** Longer than an attempt may take (smtp.ts); after it another node takes over from one that died, ms. */
const HELD_MS = 120_000;

/** Mail by SMTP: at least once, tried for three days. What is logged never says more than what a mail is about. */
export function mailLane(parts: DeliveryParts): Look {
  const { db, clock } = parts;
  const serve = async (stopped: () => boolean): Promise<void> => {
    while (!stopped()) {
      const taken = await takeMail(db, clock.now(), HELD_MS, AT_ONCE);
      if (taken.length === 0) return;
      await Promise.all(taken.map((mail) => attempt(parts, mail)));
    }
  };
  return async () => (ownMailSettings().problem === null ? [{ key: "mail", serve }] : []);
}

async function attempt({ db, clock, log }: DeliveryParts, mail: MailRow): Promise<void> {
  const { organisationId, id, to, subject, text, html, about, attempts, since, until } = mail;
  const at = clock.now();
  const dead = (problem: string, over: boolean) => {
    log.warn({ organisation: organisationId, mail: id, about, problem }, "a mail was not delivered");
    return noteMail(db, mail, { at, nextAt: at, state: "dead", problem, over });
  };
  if (text === null || html === null) return dead("nothing is left of it", true);
  if (until !== null && at >= until.getTime()) return dead("its time was over before it could be sent", true);
  const came = await sendBySmtp({ id, to, subject, text, html });
  if (came.ok) return noteMail(db, mail, { at, nextAt: at, state: "delivered", problem: null, over: true });
  const next = came.final ? null : nextAttempt(attempts, since.getTime(), at);
  if (next === null) return dead(came.problem, false);
  return noteMail(db, mail, { at, nextAt: next, state: "waiting", problem: came.problem, over: false });
}
