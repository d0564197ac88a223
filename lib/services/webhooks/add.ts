import { z } from "zod";
import { outboxHead } from "@/lib/db/outbox";
import { newWebhookSecret } from "@/lib/db/secrets";
import { webhookView } from "@/lib/db/webhooks";
import { conflict } from "@/lib/domain/errors";
import { verb } from "../verb";
import { hostOf, webhookFields } from "./shared";

const MOST = 50;

export const addWebhookInput = z.strictObject({
  ...webhookFields,
  events: webhookFields.events.default(["*"]),
  format: webhookFields.format.default("standard"),
  enabled: webhookFields.enabled.default(true),
});

/**
 * Has an address told of what happens from now on. The secret is in the result and never shown again; it is kept to sign with.
 * @throws SuretyError conflict where there are 50 already
 */
export const addWebhook = verb({
  name: "webhook.add",
  permission: "webhook.write",
  input: addWebhookInput,
  async work({ tx, now, id, organisationId }, { description = null, ...fields }) {
    if ((await tx.webhook.count({ where: { organisationId, subscriber: null } })) >= MOST)
      throw conflict(`There are ${MOST} webhooks already. Remove one that nobody needs.`);
    const [secret, at] = [newWebhookSecret(), new Date(now)];
    const after = await outboxHead(tx, organisationId);
    const made = { organisationId, id: id("whk"), secret, after, createdAt: at, updatedAt: at };
    const row = await tx.webhook.create({ data: { ...made, ...fields, description } });
    const { events, format } = row;
    return {
      // What Slack takes is not signed: there is nothing to show.
      result: { ...webhookView(row), secret: row.format === "slack" ? null : secret },
      entries: [
        { kind: "webhook.added", subject: `webhook/${row.id}`, payload: { host: hostOf(row), events, format } },
      ],
      effect: "none",
    };
  },
});
