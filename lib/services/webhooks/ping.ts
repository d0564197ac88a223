import { z } from "zod";
import { deliveryView, holdWebhook, wakeDeliverers } from "@/lib/db/webhooks";
import { conflict } from "@/lib/domain/errors";
import { PING } from "@/lib/domain/webhook";
import { verb } from "../verb";
import { hostOf } from "./shared";

/**
 * Has a message sent to try the receiver with, once. If it arrives, what waits for its next attempt is sent at once.
 * @throws SuretyError not_found, conflict where the webhook is disabled
 */
export const pingWebhook = verb({
  name: "webhook.ping",
  permission: "webhook.write",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, now, id: newId, organisationId }, { id }) {
    const webhook = await holdWebhook(tx, organisationId, id);
    if (!webhook.enabled) throw conflict("This webhook is disabled. Enable it first.");
    const [subject, at] = [`webhook/${id}`, new Date(now)];
    const row = await tx.webhookDelivery.create({
      data: {
        ...{ organisationId, id: newId("whd"), webhook: id, event: newId("out"), seq: 0n, kind: PING, subject },
        ...{ payload: { webhook: id }, at, since: at, nextAt: at },
      },
    });
    await wakeDeliverers(tx, organisationId);
    return {
      result: deliveryView(row),
      entries: [{ kind: "webhook.pinged", subject, payload: { host: hostOf(webhook) } }],
      effect: "none",
    };
  },
});
