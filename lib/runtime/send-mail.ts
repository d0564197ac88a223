import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/db/mail";
import { wakeDeliverers } from "@/lib/db/webhooks";
import type { IdPrefix } from "@/lib/domain/identity";
import { type Letter, renderLetter } from "@/lib/domain/mail";
import { ownMailSettings } from "./smtp";

/** What a verb has at hand. */
interface UnitOfWork {
  tx: Tx;
  organisationId: string;
  /** ms */
  now: number;
  id(prefix: IdPrefix): string;
}

/** A mail to one address. */
export interface NewLetter {
  /** An e-mail address. */
  to: string;
  letter: Letter;
  /** What it is about, for the list of mail: `report/rpt_…`. No secret. */
  about: string;
  /** After it nobody wants it (a code has expired), ms. It is then forgotten. */
  until?: number;
}

/**
 * Queues a mail in the unit of work that it tells of: if that is undone, it is never sent. Tried for three days; once it has
 * arrived, what it said is forgotten.
 * @returns the mail's id; null where this installation sends no mail: then nothing is queued, and the caller has to say so
 */
export async function sendMail(
  { tx, organisationId, now, id }: UnitOfWork,
  { to, letter, about, until }: NewLetter,
): Promise<string | null> {
  if (ownMailSettings().problem !== null) return null;
  const mail = id("mal");
  await queueMail(tx, { organisationId, id: mail, to, about, now, until: until ?? null, ...renderLetter(letter) });
  await wakeDeliverers(tx, organisationId);
  return mail;
}
