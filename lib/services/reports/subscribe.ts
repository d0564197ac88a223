import { z } from "zod";
import type { Change } from "@/lib/db/change";
import { guarded } from "@/lib/db/guards";
import { outboxHead } from "@/lib/db/outbox";
import { newWebhookSecret, randomText } from "@/lib/db/secrets";
import { wakeDeliverers } from "@/lib/db/webhooks";
import { conflict, invalidField, notFound } from "@/lib/domain/errors";
import { email, identifier, slug, webhookUrl } from "@/lib/domain/fields";
import { REPORT_CHANGED } from "@/lib/domain/report-news";
import { PING } from "@/lib/domain/webhook";
import { runtime } from "@/lib/runtime/runtime";
import { sendMail } from "@/lib/runtime/send-mail";
import { ownMailSettings } from "@/lib/runtime/smtp";
import { linkClosed } from "../link-closed";
import { type VerbContext, verb } from "../verb";
import { CONFIRM_MS, readerActor } from "./shared";

/** Addresses that one link tells. */
const MOST = 20;
/** How soon another mail that asks to confirm is sent, ms. */
const APART_MS = 60_000;
const TOKEN = 32;

const readersUrl = webhookUrl.refine((url) => /^https:/i.test(url) || process.env.SURETY_PRIVATE_WEBHOOKS === "1", {
  error: "must begin with https://",
});

const subscribeInput = z.strictObject({
  report: identifier,
  pact: slug,
  /** The reader's address, where the link knows it. */
  recipient: z.string().nullable(),
  /** Either one. */
  email: email.optional(),
  url: readersUrl.optional(),
});

/** Where a subscription is confirmed and ended. */
const subscriptionUrl = (token: string): string => `${runtime().url}/r/subscriptions/${token}`;

/** What the reader is shown, once: the webhook's secret, and where it is ended. null: it is all in the mail. */
export type Subscribed = { secret: string; url: string } | null;

interface Wanted {
  report: string;
  pact: string;
  recipient: string | null;
  kind: "email" | "webhook";
  address: string;
  audience: string;
}

/**
 * Has a reader told when the report behind their link changes: by mail, once they confirmed it by a link that is mailed to them;
 * by a webhook, once a signed ping arrived there. An address that is told already is answered as any other.
 * @throws SuretyError invalid; conflict where no mail is sent, the link is closed or tells 20 addresses already
 */
export const subscribe = verb({
  name: "report.subscribe",
  permission: "read",
  input: subscribeInput,
  async work(context, { report, email: address, url, ...who }): Promise<Change<Subscribed>> {
    const { tx, now, organisationId } = context;
    const where = { organisationId_id: { organisationId, id: report } };
    const link = await tx.report.findUnique({ where, select: { audience: true } });
    if (!link) throw notFound();
    if (url !== undefined) return byWebhook(context, { ...who, report, kind: "webhook", address: url, ...link });
    if (address === undefined) throw invalidField("email", "must be an e-mail address such as ana@example.com");
    if (who.recipient !== null && who.recipient !== address)
      throw invalidField("email", `must be your own: this link is ${who.recipient}'s`);
    const { problem } = ownMailSettings();
    if (problem !== null) throw conflict("This installation sends no mail: name a webhook.", "no_mail");
    const wanted: Wanted = { ...who, report, kind: "email", address, ...link };
    const found = await existing(context, wanted);
    const fresh = found && (found.confirmedAt !== null || found.askedAt.getTime() > now - APART_MS);
    if (fresh) return { unchanged: true, result: null };
    const token = found?.token ?? (await addSubscriber(context, wanted)).token;
    if (found)
      await tx.reportSubscriber.updateMany({
        where: { organisationId, id: found.id, confirmedAt: null },
        data: { askedAt: new Date(now) },
      });
    await askToConfirm(context, wanted, token);
    return { result: null, entries: [subscribedEntry(wanted, address)], effect: "none" };
  },
});

const existing = ({ tx, organisationId }: VerbContext, { report, kind, address }: Wanted) =>
  tx.reportSubscriber.findFirst({ where: { organisationId, report, kind, address, endedAt: null } });

async function addSubscriber({ tx, now, id, organisationId }: VerbContext, { audience: _, ...wanted }: Wanted) {
  const { report } = wanted;
  // One that nobody confirmed in time tells nobody, and takes no place.
  const alive = [{ confirmedAt: { not: null } }, { askedAt: { gt: new Date(now - CONFIRM_MS) } }];
  const told = await tx.reportSubscriber.count({ where: { organisationId, report, endedAt: null, OR: alive } });
  if (told >= MOST) throw conflict(`This link tells ${MOST} addresses already. One has to end first.`, "too_many");
  const at = new Date(now);
  const row = { organisationId, id: id("sub"), ...wanted, token: randomText(TOKEN), at, askedAt: at };
  return guarded({ SY013: linkClosed }, () => tx.reportSubscriber.create({ data: row }));
}

const subscribedEntry = ({ report, kind, audience, recipient }: Wanted, to: string) => ({
  kind: "report.subscribed",
  subject: `report/${report}`,
  payload: { audience, by: kind, to, recipient },
  actor: readerActor(report, { recipient }),
});

async function askToConfirm(context: VerbContext, { report, address, audience }: Wanted, token: string): Promise<void> {
  const { tx, now, organisationId } = context;
  const { name } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId }, select: { name: true } });
  const letter = {
    subject: `Confirm: be told when the trust report of ${name} changes`,
    parts: [
      `Somebody, probably you, asked that this address be told when the trust report changes that ${name} shared with ${audience}.`,
      "Nothing is sent here before you confirm it, within a day. If it was not you, do nothing.",
    ],
    link: { label: "Confirm it", href: subscriptionUrl(token) },
  };
  await sendMail(context, { to: address, letter, about: `report/${report}`, until: now + CONFIRM_MS });
}

/** A webhook of the reader's own, which is told of nothing until its ping has arrived. */
async function byWebhook(context: VerbContext, wanted: Wanted): Promise<Change<Subscribed>> {
  const { tx, now, id, organisationId } = context;
  if (await existing(context, wanted)) throw conflict("This address is told already.", "subscribed");
  const { id: subscriber, token } = await addSubscriber(context, wanted);
  const [webhook, secret, at] = [id("whk"), newWebhookSecret(), new Date(now)];
  const after = await outboxHead(tx, organisationId);
  await tx.webhook.create({
    data: {
      ...{ organisationId, id: webhook, url: wanted.address, events: [REPORT_CHANGED], format: "standard" },
      ...{ secret, after, subscriber, createdAt: at, updatedAt: at },
    },
  });
  const ping = { kind: PING, subject: `report/${wanted.report}`, payload: { report: wanted.report } };
  const times = { at, since: at, nextAt: at };
  await tx.webhookDelivery.create({
    data: { organisationId, id: id("whd"), webhook, event: id("out"), seq: 0n, ...ping, ...times },
  });
  await wakeDeliverers(tx, organisationId);
  return {
    result: { secret, url: subscriptionUrl(token) },
    entries: [subscribedEntry(wanted, new URL(wanted.address).host)],
    effect: "none",
  };
}
