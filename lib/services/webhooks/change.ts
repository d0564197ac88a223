import { z } from "zod";
import { holdWebhook, wakeDeliverers, webhookView } from "@/lib/db/webhooks";
import { invalidField } from "@/lib/domain/errors";
import { verb } from "../verb";
import { hostOf, webhookFields } from "./shared";

const { url, events, format, enabled, description } = webhookFields;

export const webhookChange = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  format: format.optional(),
  enabled: enabled.optional(),
  description: description.unwrap().nullable().optional(),
});

/**
 * Changes what is given. While a webhook is disabled nothing is sent; what happens meanwhile waits until it is enabled.
 * @throws SuretyError not_found
 */
export const changeWebhook = verb({
  name: "webhook.change",
  permission: "webhook.write",
  input: z.strictObject({ id: z.string(), ...webhookChange.shape }),
  async work({ tx, now, organisationId }, { id, ...given }) {
    const before = await holdWebhook(tx, organisationId, id);
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (given.format !== undefined && (given.format === "slack") !== (before.format === "slack"))
      throw invalidField("format", "cannot become slack, or stop being it: add another webhook and remove this one");
    if (Object.keys(fields).length === 0) return { unchanged: true, result: webhookView(before) };
    const where = { organisationId_id: { organisationId, id } };
    const row = await tx.webhook.update({ where, data: { ...fields, updatedAt: new Date(now) } });
    await wakeDeliverers(tx, organisationId);
    const { events, format, enabled } = row;
    const payload = { host: hostOf(row), events, format, enabled };
    return {
      result: webhookView(row),
      entries: [{ kind: "webhook.changed", subject: `webhook/${id}`, payload }],
      effect: "none",
    };
  },
});
