import { notFound } from "@/lib/domain/errors";
import { shownUrl, type WebhookFormat } from "@/lib/domain/webhook";
import type { Webhook, WebhookDelivery } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";

/** A webhook as it is shown: never its secret. */
export const webhookView = (row: Webhook) => ({
  id: row.id,
  url: shownUrl(row.format, row.url),
  events: row.events,
  description: row.description,
  format: row.format as WebhookFormat,
  enabled: row.enabled,
  /** Until when the former secret signs too; null once it is over, as of the next rotation. */
  formerSecretUntil: row.formerUntil?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
export type WebhookView = ReturnType<typeof webhookView>;

/** A delivery as the log shows it. */
export const deliveryView = (row: WebhookDelivery) => ({
  id: row.id,
  webhook: row.webhook,
  event: row.event,
  kind: row.kind,
  subject: row.subject,
  at: row.at.toISOString(),
  state: row.state as "waiting" | "delivered" | "dead",
  attempts: row.attempts,
  triedAt: row.triedAt?.toISOString() ?? null,
  nextAt: row.state === "waiting" ? row.nextAt.toISOString() : null,
  status: row.status,
  problem: row.problem,
});
export type DeliveryView = ReturnType<typeof deliveryView>;

/** An own webhook's row, held until the unit of work ends; readers of reports see to theirs. @throws SuretyError not_found */
export async function holdWebhook(tx: Tx, organisationId: string, id: string): Promise<Webhook> {
  await tx.$queryRaw`SELECT 1 FROM webhook WHERE organisation_id = ${organisationId} AND id = ${id} FOR UPDATE`;
  const row = await tx.webhook.findFirst({ where: { organisationId, id, subscriber: null } });
  if (!row) throw notFound();
  return row;
}

/** Wakes whoever delivers, at commit. */
export async function wakeDeliverers(tx: Tx, organisationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('surety_outbox', ${organisationId})`;
}
