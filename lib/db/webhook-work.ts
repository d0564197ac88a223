import type { IdPrefix } from "@/lib/domain/identity";
import { concerns, PING } from "@/lib/domain/webhook";
import type { Prisma, Webhook, WebhookDelivery } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";
import { type OutboxEvent, outboxAfter } from "./outbox";
import { newsByWebhook } from "./subscribers";

export type { Webhook as WebhookRow, WebhookDelivery as DeliveryRow };

/** What the node that delivers reads and writes: the book-keeping of messages, which changes nothing of the product. */

export interface WebhookName {
  organisationId: string;
  id: string;
}

/** How many events become deliveries at a time. */
const PAGE = 500;

/**
 * Webhooks with something due that no other node holds. Of a subject only the earliest waiting message is ever due.
 * @param most at most so many
 */
export async function dueWebhooks(db: Units, now: number, most: number): Promise<WebhookName[]> {
  const at = new Date(now);
  return db.system(
    (tx) => tx.$queryRaw<WebhookName[]>`
      SELECT w.organisation_id AS "organisationId", w.id FROM webhook w
      WHERE w.enabled AND (w.held_until IS NULL OR w.held_until <= ${at}) AND (
        EXISTS (SELECT 1 FROM outbox o WHERE o.organisation_id = w.organisation_id AND o.seq > w.after)
        OR EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.organisation_id = w.organisation_id AND d.webhook = w.id
          AND d.state = 'waiting' AND d.next_at <= ${at} AND NOT EXISTS (
            SELECT 1 FROM webhook_delivery e WHERE e.organisation_id = d.organisation_id AND e.webhook = d.webhook
            AND e.subject = d.subject AND e.state = 'waiting' AND (e.seq, e.id) < (d.seq, d.id))))
      ORDER BY w.held_until NULLS FIRST LIMIT ${most}`,
  );
}

/** Takes or keeps a webhook for one node until `until`. @returns whether this node has it */
export async function holdForNode(
  db: Units,
  { organisationId, id }: WebhookName,
  node: string,
  now: number,
  until: number,
): Promise<boolean> {
  const free = [{ heldUntil: null }, { heldUntil: { lte: new Date(now) } }, { heldBy: node }];
  const { count } = await db.system((tx) =>
    tx.webhook.updateMany({
      where: { organisationId, id, enabled: true, OR: free },
      data: { heldBy: node, heldUntil: new Date(until) },
    }),
  );
  return count === 1;
}

/** Gives a webhook back. */
export async function release(db: Units, { organisationId, id }: WebhookName, node: string): Promise<void> {
  await db.system((tx) =>
    tx.webhook.updateMany({
      where: { organisationId, id, heldBy: node },
      data: { heldBy: null, heldUntil: null },
    }),
  );
}

/**
 * Makes deliveries of new events, in the order of commits, and reads what is due: the earliest message of each subject.
 * @returns null where the webhook is gone or disabled; `more`: there are events beyond
 */
export async function dueDeliveries(
  db: Units,
  { organisationId, id }: WebhookName,
  now: number,
  newId: (prefix: IdPrefix) => string,
  most: number,
): Promise<{ webhook: Webhook; due: WebhookDelivery[]; more: boolean } | null> {
  return db.system(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM webhook WHERE organisation_id = ${organisationId} AND id = ${id} FOR UPDATE`;
    const webhook = await tx.webhook.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!webhook?.enabled) return null;
    const more = await fanOut(tx, webhook, now, newId);
    const ids = await tx.$queryRaw<{ id: string }[]>`
      SELECT d.id FROM webhook_delivery d WHERE d.organisation_id = ${organisationId} AND d.webhook = ${id}
        AND d.state = 'waiting' AND d.next_at <= ${new Date(now)} AND NOT EXISTS (
          SELECT 1 FROM webhook_delivery e WHERE e.organisation_id = d.organisation_id AND e.webhook = d.webhook
          AND e.subject = d.subject AND e.state = 'waiting' AND (e.seq, e.id) < (d.seq, d.id))
      ORDER BY d.next_at, d.seq LIMIT ${most}`;
    const due = await tx.webhookDelivery.findMany({
      where: { organisationId, id: { in: ids.map((row) => row.id) } },
      orderBy: { seq: "asc" },
    });
    return { webhook, due, more };
  });
}

async function fanOut(tx: Tx, webhook: Webhook, now: number, newId: (prefix: IdPrefix) => string): Promise<boolean> {
  const { organisationId, id } = webhook;
  const events = await outboxAfter(tx, organisationId, webhook.after, PAGE);
  const last = events.at(-1);
  if (!last) return false;
  const at = new Date(now);
  const rows = await messagesFor(tx, webhook, events);
  await tx.webhookDelivery.createMany({
    data: rows.map(({ event, kind, subject, payload }) => ({
      ...{ organisationId, id: newId("whd"), webhook: id, event: event.id, seq: event.seq, kind, subject },
      ...{ payload: payload as Prisma.InputJsonValue, at: event.at, since: at, nextAt: at },
    })),
    skipDuplicates: true,
  });
  await tx.webhook.update({ where: { organisationId_id: { organisationId, id } }, data: { after: last.seq } });
  return events.length === PAGE;
}

/** Events as this webhook is told of them: one's own whole, a reader's in the words that are theirs. */
async function messagesFor(tx: Tx, { organisationId, subscriber, events: asked }: Webhook, events: OutboxEvent[]) {
  if (subscriber !== null) return newsByWebhook(tx, organisationId, subscriber, events);
  return events
    .filter(({ kind }) => concerns(asked, kind))
    .map((event) => ({ event, kind: event.kind, subject: event.subject, payload: event.payload }));
}

/** What came of an attempt. */
export interface Attempt {
  state: "waiting" | "delivered" | "dead";
  at: number;
  nextAt: number;
  status: number | null;
  problem: string | null;
}

/**
 * Notes an attempt. A ping that arrived says that the receiver is back: whatever waits for its next attempt is due at once; it
 * confirms a reader's webhook.
 */
export async function noteAttempt(db: Units, row: WebhookDelivery, attempt: Attempt): Promise<void> {
  const { organisationId, id, webhook, kind } = row;
  const { state, status, problem } = attempt;
  const [triedAt, nextAt] = [new Date(attempt.at), new Date(attempt.nextAt)];
  await db.system(async (tx) => {
    await tx.webhookDelivery.updateMany({
      where: { organisationId, id },
      data: { state, status, problem, triedAt, nextAt, attempts: row.attempts + 1 },
    });
    if (state === "waiting")
      // What waits behind it is not looked at before.
      await tx.webhookDelivery.updateMany({
        where: { organisationId, webhook, subject: row.subject, state, nextAt: { lt: nextAt } },
        data: { nextAt },
      });
    if (state !== "delivered" || kind !== PING) return;
    await tx.reportSubscriber.updateMany({
      where: { organisationId, webhook: { id: webhook }, confirmedAt: null, endedAt: null },
      data: { confirmedAt: triedAt },
    });
    await tx.webhookDelivery.updateMany({
      where: { organisationId, webhook, state: "waiting", nextAt: { gt: triedAt } },
      data: { nextAt: triedAt },
    });
  });
}
