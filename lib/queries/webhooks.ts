import { type DeliveryView, deliveryView, type WebhookView, webhookView } from "@/lib/db/webhooks";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Every webhook of the organisation, those of readers of its reports apart, the latest first; addresses may hold secrets, so only for those who may change them. */
export async function listWebhooks(actor: Actor): Promise<WebhookView[]> {
  const { organisationId } = actor;
  const rows = await read(
    actor,
    (tx) => tx.webhook.findMany({ where: { organisationId, subscriber: null }, orderBy: { id: "desc" } }),
    "webhook.write",
  );
  return rows.map(webhookView);
}

export interface WebhookLoad {
  waiting: number;
  dead: number;
  /** The newest attempt; null before the first. */
  last: { at: string; ok: boolean; says: string } | null;
}

/** What became of each webhook's messages: those that wait or died, and the newest attempt. */
export async function webhookLoads(actor: Actor): Promise<Map<string, WebhookLoad>> {
  const { organisationId } = actor;
  return read(
    actor,
    async (tx) => {
      const own = { organisationId, webhookRow: { subscriber: null } };
      const where = { ...own, state: { in: ["waiting", "dead"] } };
      const counts = await tx.webhookDelivery.groupBy({ by: ["webhook", "state"], where, _count: true });
      const tried = await tx.webhookDelivery.findMany({
        where: { ...own, triedAt: { not: null } },
        orderBy: [{ webhook: "asc" }, { triedAt: "desc" }],
        distinct: ["webhook"],
        select: { webhook: true, triedAt: true, state: true, status: true, problem: true },
      });
      const loads = new Map<string, WebhookLoad>();
      const of = (webhook: string) => {
        const load = loads.get(webhook) ?? { waiting: 0, dead: 0, last: null };
        loads.set(webhook, load);
        return load;
      };
      for (const { webhook, state, _count } of counts) of(webhook)[state as "waiting" | "dead"] = _count;
      for (const { webhook, triedAt, state, status, problem } of tried) {
        const says = problem ?? `it answered ${status}`;
        of(webhook).last = { at: triedAt?.toISOString() ?? "", ok: state === "delivered", says };
      }
      return loads;
    },
    "webhook.write",
  );
}

/** One webhook. @throws SuretyError not_found */
export async function getWebhook(actor: Actor, id: string): Promise<WebhookView> {
  const { organisationId } = actor;
  const where = { organisationId, id, subscriber: null };
  const row = await read(actor, (tx) => tx.webhook.findFirst({ where }), "webhook.write");
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
