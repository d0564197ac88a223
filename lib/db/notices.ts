import { sortOf } from "@/lib/domain/event-kinds";
import type { IdPrefix } from "@/lib/domain/identity";
import { dueAt, parseNoticeSettings, storedNoticeSettings } from "@/lib/domain/notice-settings";
import { parseSettings } from "@/lib/domain/settings";
import type { Notice, Prisma } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";
import { audienceOf, directoryOf } from "./notice-audience";
import { type OutboxEvent, outboxAfter } from "./outbox";
import { newsByMail } from "./subscribers";

export type { Notice as NoticeRow };

/** Events become notices, and notices that are due leave together as one mail: the book-keeping of telling people. */

/** Events that become notices at a time. */
const PAGE = 200;
/** Nobody is told by mail of what is older: an installation that gets its mail server late does not tell its past, ms. */
const NEWS_MS = 24 * 3_600_000;
/** Between two mails to one recipient, ms: a flood becomes one mail a minute. */
const APART_MS = 60_000;

/** Organisations with events that are no notices yet. */
export async function untoldOrganisations(db: Units, most: number): Promise<string[]> {
  const rows = await db.system(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT o.id FROM organisation o LEFT JOIN notice_cursor c ON c.organisation_id = o.id
      WHERE EXISTS (SELECT 1 FROM outbox x WHERE x.organisation_id = o.id AND x.seq > coalesce(c.after, 0)) LIMIT ${most}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Makes notices of an organisation's next events, each once for everybody it concerns and who wants it. One node at a time.
 * @returns whether there are events beyond
 */
export async function tellEvents(
  db: Units,
  organisationId: string,
  now: number,
  newId: (prefix: IdPrefix) => string,
): Promise<boolean> {
  return db.system(async (tx) => {
    await tx.noticeCursor.createMany({ data: [{ organisationId }], skipDuplicates: true });
    const held = await tx.$queryRaw<{ after: bigint }[]>`
      SELECT after FROM notice_cursor WHERE organisation_id = ${organisationId} FOR UPDATE SKIP LOCKED`;
    if (!held[0]) return false;
    const events = await outboxAfter(tx, organisationId, held[0].after, PAGE);
    const last = events.at(-1);
    if (!last) return false;
    const news = events.filter(({ at }) => at.getTime() > now - NEWS_MS);
    const told = news.filter(({ kind }) => sortOf(kind)?.topic);
    if (told.length > 0) await tell(tx, organisationId, told, now, newId);
    await tellReaders(tx, organisationId, news, now, newId);
    await tx.noticeCursor.update({ where: { organisationId }, data: { after: last.seq } });
    return events.length === PAGE;
  });
}

async function tell(
  tx: Tx,
  organisationId: string,
  events: readonly OutboxEvent[],
  now: number,
  newId: (prefix: IdPrefix) => string,
): Promise<void> {
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const { urgentPassesQuiet = false } = parseSettings(organisation.settings);
  const directory = await directoryOf(tx, organisationId);
  const own = await tx.noticeSettings.findMany({ where: { organisationId } });
  const settings = new Map(own.map((row) => [row.memberId, storedNoticeSettings(row.settings)]));
  const usual = parseNoticeSettings(null);
  const rows: Prisma.NoticeCreateManyInput[] = [];
  for (const event of events) {
    const { id, seq, kind, subject, at } = event;
    const payload = event.payload as Prisma.InputJsonValue;
    for (const recipient of await audienceOf(tx, organisationId, event, directory)) {
      const due = dueAt(settings.get(recipient) ?? usual, kind, now, urgentPassesQuiet);
      if (due === null) continue;
      const told = { event: id, seq, kind, subject, payload, at, dueAt: new Date(due) };
      rows.push({ organisationId, id: newId("ntc"), recipient, ...told });
    }
  }
  await tx.notice.createMany({ data: rows, skipDuplicates: true });
}

/** Readers of trust reports have no settings: what concerns their report is told at once. */
async function tellReaders(
  tx: Tx,
  organisationId: string,
  events: readonly OutboxEvent[],
  now: number,
  newId: (prefix: IdPrefix) => string,
): Promise<void> {
  const found = await newsByMail(tx, organisationId, events);
  const rows = found.map(({ subscriber, news: { event, kind, subject, payload } }) => ({
    ...{ organisationId, id: newId("ntc"), recipient: subscriber, event: event.id, seq: event.seq, kind, subject },
    ...{ payload: { ...payload }, at: event.at, dueAt: new Date(now) },
  }));
  await tx.notice.createMany({ data: rows, skipDuplicates: true });
}

export interface Recipient {
  organisationId: string;
  recipient: string;
}

/** Whoever has notices due, and got no mail within the last minute. */
export async function dueRecipients(db: Units, now: number, most: number): Promise<Recipient[]> {
  const [at, since] = [new Date(now), new Date(now - APART_MS)];
  return db.system(
    (tx) => tx.$queryRaw<Recipient[]>`
      SELECT n.organisation_id AS "organisationId", n.recipient FROM notice n
      WHERE n.mailed_at IS NULL AND n.due_at <= ${at} AND NOT EXISTS (
        SELECT 1 FROM notice m WHERE m.organisation_id = n.organisation_id AND m.recipient = n.recipient AND m.mailed_at > ${since})
      GROUP BY n.organisation_id, n.recipient LIMIT ${most}`,
  );
}

/**
 * Takes all notices that one recipient is due, and makes one mail of them by `send`, in the same transaction.
 * @param send returns the mail's id
 */
export async function mailNotices(
  db: Units,
  { organisationId, recipient }: Recipient,
  now: number,
  send: (tx: Tx, addressee: Addressee, organisation: string, notices: readonly Notice[]) => Promise<string>,
): Promise<void> {
  await db.system(async (tx) => {
    const ids = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM notice WHERE organisation_id = ${organisationId} AND recipient = ${recipient}
        AND mailed_at IS NULL AND due_at <= ${new Date(now)} FOR UPDATE SKIP LOCKED`;
    const mine = { organisationId, id: { in: ids.map(({ id }) => id) } };
    const notices = await tx.notice.findMany({ where: mine, orderBy: { seq: "asc" } });
    if (notices.length === 0) return;
    const to = await addressOf(tx, organisationId, recipient);
    // Whoever has left meanwhile is told nothing any more.
    if (to === null) return void (await tx.notice.deleteMany({ where: mine }));
    const { name } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId }, select: { name: true } });
    const mail = await send(tx, to, name, notices);
    await tx.notice.updateMany({ where: mine, data: { mailedAt: new Date(now), mail } });
  });
}

/** Where notices go. */
export interface Addressee {
  /** An e-mail address. */
  to: string;
  /** Where it is the reader of a trust report: what was shared with whom, and the token by which they end it. */
  reader: { audience: string; token: string } | null;
}

async function addressOf(tx: Tx, organisationId: string, recipient: string): Promise<Addressee | null> {
  if (recipient.includes("@")) return { to: recipient, reader: null };
  if (recipient.startsWith("sub_")) {
    const where = { organisationId, id: recipient, endedAt: null };
    const found = await tx.reportSubscriber.findFirst({
      where,
      include: { reportRow: { select: { audience: true } } },
    });
    return found && { to: found.address, reader: { audience: found.reportRow.audience, token: found.token } };
  }
  const where = { organisationId, id: recipient, removedAt: null };
  const member = await tx.member.findFirst({ where, select: { email: true } });
  return member && { to: member.email, reader: null };
}
