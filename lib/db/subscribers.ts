import type { PactDocument } from "@/lib/domain/pact";
import {
  LAST_NEWS,
  type LinkScope,
  NEWS_KINDS,
  REPORT_CHANGED,
  type ReportNews,
  reportNews,
} from "@/lib/domain/report-news";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";
import type { OutboxEvent } from "./outbox";
import { iso, isoOrNull } from "./rows";

/** Readers of trust reports who are told when one changes: what of the outbox is theirs. */

/** What a list of subscribers reads beside each row. */
export const WITH_WEBHOOK = {
  reportRow: { select: { audience: true, expiresAt: true, revokedAt: true } },
  webhook: {
    select: { deliveries: { select: { problem: true }, orderBy: { id: "desc" as const }, take: 1 } },
  },
} satisfies Prisma.ReportSubscriberInclude;

type Row = Prisma.ReportSubscriberGetPayload<{ include: typeof WITH_WEBHOOK }>;

/** A subscriber as lists show it: of a webhook only where it leads, the rest may be a secret. */
export interface SubscriberView {
  id: string;
  report: string;
  pact: string;
  audience: string;
  kind: "email" | "webhook";
  address: string;
  recipient: string | null;
  state: "waiting" | "active" | "ended";
  at: string;
  confirmedAt: string | null;
  endedAt: string | null;
  /** Why the last message to a webhook did not arrive; null where it did. */
  problem: string | null;
}

export function subscriberView(row: Row): SubscriberView {
  const { id, report, pact, kind, address, recipient, confirmedAt, endedAt } = row;
  return {
    ...{ id, report, pact, audience: row.reportRow.audience, kind: kind as SubscriberView["kind"], recipient },
    address: kind === "email" ? address : `${new URL(address).origin}/…`,
    state: endedAt ? "ended" : confirmedAt ? "active" : "waiting",
    ...{ at: iso(row.at), confirmedAt: isoOrNull(confirmedAt), endedAt: isoOrNull(endedAt) },
    problem: row.webhook?.deliveries[0]?.problem ?? null,
  };
}

/** The subscription that a mailed link leads to, of whichever organisation; `over`: the report's link opens nothing any more. */
export async function subscriptionOf(
  db: Units,
  token: string,
  now: number,
): Promise<(SubscriberView & { organisationId: string; over: boolean }) | null> {
  const row = await db.system((tx) => tx.reportSubscriber.findUnique({ where: { token }, include: WITH_WEBHOOK }));
  if (!row) return null;
  const { revokedAt, expiresAt } = row.reportRow;
  const over = revokedAt !== null || expiresAt.getTime() <= now;
  return { ...subscriberView(row), organisationId: row.organisationId, over };
}

const WITH_REPORT = { reportRow: true } as const;
type Subscriber = Prisma.ReportSubscriberGetPayload<{ include: typeof WITH_REPORT }>;

/** What events are for one subscriber. */
export interface OwnNews {
  event: OutboxEvent;
  kind: typeof REPORT_CHANGED;
  subject: string;
  payload: ReportNews & { report: string };
}

/** News of an organisation's next events for those whom it tells by mail, each with their id. */
export async function newsByMail(
  tx: Tx,
  organisationId: string,
  events: readonly OutboxEvent[],
): Promise<{ subscriber: string; news: OwnNews }[]> {
  const news = events.filter(({ kind }) => NEWS_KINDS.has(kind));
  if (news.length === 0) return [];
  const subscribers = await tx.reportSubscriber.findMany({
    where: { organisationId, kind: "email", confirmedAt: { not: null }, endedAt: null },
    include: WITH_REPORT,
  });
  const found: { subscriber: string; news: OwnNews }[] = [];
  for (const one of subscribers)
    for (const own of await newsFor(tx, one, news)) found.push({ subscriber: one.id, news: own });
  return found;
}

/** News of events for the reader whose webhook this is; none before its ping has arrived. */
export async function newsByWebhook(
  tx: Tx,
  organisationId: string,
  id: string,
  events: readonly OutboxEvent[],
): Promise<OwnNews[]> {
  const news = events.filter(({ kind }) => NEWS_KINDS.has(kind));
  if (news.length === 0) return [];
  const where = { organisationId_id: { organisationId, id } };
  const subscriber = await tx.reportSubscriber.findUnique({ where, include: WITH_REPORT });
  return subscriber ? newsFor(tx, subscriber, news) : [];
}

async function newsFor(tx: Tx, subscriber: Subscriber, events: readonly OutboxEvent[]): Promise<OwnNews[]> {
  const { organisationId, report, confirmedAt, endedAt, reportRow } = subscriber;
  if (confirmedAt === null || endedAt !== null) return [];
  const end = Math.min(reportRow.expiresAt.getTime(), reportRow.revokedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const due = events.filter(({ at, kind }) => at >= confirmedAt && (at.getTime() < end || LAST_NEWS.has(kind)));
  if (due.length === 0) return [];
  const scope = await scopeOf(tx, organisationId, reportRow);
  return due.flatMap((event) => {
    const news = reportNews(scope, event);
    const told = { event, kind: REPORT_CHANGED, subject: `report/${report}` } as const;
    return news ? [{ ...told, payload: { report, ...news } }] : [];
  });
}

async function scopeOf(
  tx: Tx,
  organisationId: string,
  { id, pact, also }: { id: string; pact: string; also: string[] },
): Promise<LinkScope> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, pact: { in: [pact, ...also] }, state: "live" },
    select: { pact: true, agent: true, workflow: true, document: true },
  });
  const pacts = rows.map(({ pact: slug, agent, workflow, document }) => {
    const { title, clauses } = document as unknown as PactDocument;
    return { slug, title, agent, workflow, clauses: new Map(clauses.map((one) => [one.key, one.title])) };
  });
  return { report: id, pacts };
}
