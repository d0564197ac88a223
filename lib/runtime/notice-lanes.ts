import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/db/mail";
import {
  type Addressee,
  dueRecipients,
  mailNotices,
  type NoticeRow,
  tellEvents,
  untoldOrganisations,
} from "@/lib/db/notices";
import { renderLetter } from "@/lib/domain/mail";
import { noticeLetter, readerLetter } from "@/lib/domain/notice-letter";
import { consoleUrl } from "./console-url";
import type { Look } from "./lanes";
import { ownMailSettings } from "./smtp";
import type { DeliveryParts } from "./webhook-lanes";

/** Taken up at a look. */
const MOST = 100;

/** Events become notices of everybody whom they concern: each organisation goes its own way. */
export function tellingLanes({ db, clock, ids }: DeliveryParts): Look {
  const serve = async (organisation: string, stopped: () => boolean): Promise<void> => {
    while (!stopped() && (await tellEvents(db, organisation, clock.now(), (prefix) => ids.next(prefix))));
  };
  return async () =>
    mailless()
      ? []
      : (await untoldOrganisations(db, MOST)).map((organisation) => ({
          key: `notices ${organisation}`,
          serve: (stopped) => serve(organisation, stopped),
        }));
}

/** Notices that are due leave as one mail to each recipient. */
export function noticeLanes({ db, clock, ids, url }: DeliveryParts): Look {
  const send = async (
    tx: Tx,
    { to, reader }: Addressee,
    organisation: string,
    notices: readonly NoticeRow[],
  ): Promise<string> => {
    const [first] = notices as [NoticeRow];
    const all = notices.map(({ at, ...rest }) => ({ ...rest, at: at.getTime() }));
    const letter = reader
      ? readerLetter(organisation, reader.audience, all, `${url}/r/subscriptions/${reader.token}`)
      : noticeLetter(organisation, all, consoleUrl(url), !first.recipient.includes("@"));
    const about = notices.length === 1 ? `event/${first.kind}` : `digest/${notices.length}`;
    const now = clock.now();
    const [id, { organisationId }] = [ids.next("mal"), first];
    await queueMail(tx, { organisationId, id, to, about, now, until: null, ...renderLetter(letter) });
    return id;
  };
  return async () =>
    mailless()
      ? []
      : (await dueRecipients(db, clock.now(), MOST)).map((name) => ({
          key: `notice ${name.organisationId} ${name.recipient}`,
          serve: () => mailNotices(db, name, clock.now(), send),
        }));
}

/** Without a mail server nothing is written down to be sent: nothing pretends. */
const mailless = () => ownMailSettings().problem !== null;
