import { z } from "zod";
import { deliveryView, holdWebhook, wakeDeliverers } from "@/lib/db/webhooks";
import { conflict, notFound } from "@/lib/domain/errors";
import { verb } from "../verb";
import { hostOf } from "./shared";

/**
 * Has a message sent again, under the same id, tried anew for three days: one that is dead, or one that arrived before.
 * @throws SuretyError not_found, conflict where it is waiting already
 */
export const replayDelivery = verb({
  name: "webhook.replay",
  permission: "webhook.write",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, now, organisationId }, { id }) {
    const where = { organisationId_id: { organisationId, id } };
    const found = await tx.webhookDelivery.findUnique({ where });
    if (!found) throw notFound();
    const webhook = await holdWebhook(tx, organisationId, found.webhook);
    const at = new Date(now);
    const { count } = await tx.webhookDelivery.updateMany({
      where: { organisationId, id, state: { not: "waiting" } },
      data: { state: "waiting", attempts: 0, since: at, nextAt: at, status: null, problem: null },
    });
    if (count === 0) throw conflict("It is waiting to be sent already.");
    const row = await tx.webhookDelivery.findUniqueOrThrow({ where });
    await wakeDeliverers(tx, organisationId);
    const payload = { host: hostOf(webhook), event: row.kind, delivery: id };
    return {
      result: deliveryView(row),
      entries: [{ kind: "webhook.replayed", subject: `webhook/${row.webhook}`, payload }],
      effect: "none",
    };
  },
});
