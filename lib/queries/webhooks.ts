import { type DeliveryView, deliveryView, type WebhookView, webhookView } from "@/lib/db/webhooks";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Every webhook of the organisation, the latest first; addresses may hold secrets, so only for those who may change them. */
export async function listWebhooks(actor: Actor): Promise<WebhookView[]> {
  const { organisationId } = actor;
  const rows = await read(
    actor,
    (tx) => tx.webhook.findMany({ where: { organisationId }, orderBy: { id: "desc" } }),
    "webhook.write",
  );
  return rows.map(webhookView);
}

/** One webhook. @throws SuretyError not_found */
export async function getWebhook(actor: Actor, id: string): Promise<WebhookView> {
  const { organisationId } = actor;
  const where = { organisationId_id: { organisationId, id } };
  const row = await read(actor, (tx) => tx.webhook.findUnique({ where }), "webhook.write");
  if (!row) throw notFound();
  return webhookView(row);
}

/**
 * A webhook's deliveries, the latest first, one more than `limit`.
 * @param before id of the last one of the page before
 * @throws SuretyError not_found
 */
export async function deliveryPage(
  actor: Actor,
  webhook: string,
  state: string | undefined,
  limit: number,
  before?: string,
): Promise<DeliveryView[]> {
  const { organisationId } = actor;
  await getWebhook(actor, webhook);
  const id = before === undefined ? undefined : { lt: before };
  const where = { organisationId, webhook, state, id };
  const rows = await read(
    actor,
    (tx) => tx.webhookDelivery.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 }),
    "webhook.write",
  );
  return rows.map(deliveryView);
}
