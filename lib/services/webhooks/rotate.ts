import { z } from "zod";
import { newWebhookSecret } from "@/lib/db/secrets";
import { holdWebhook, webhookView } from "@/lib/db/webhooks";
import { conflict } from "@/lib/domain/errors";
import { OVERLAP_MS } from "@/lib/domain/webhook";
import { verb } from "../verb";
import { hostOf } from "./shared";

/**
 * Makes a new secret, shown this once. For 24 h messages carry the signature of the former one too; one before that is over.
 * @throws SuretyError not_found, conflict for Slack
 */
export const rotateWebhook = verb({
  name: "webhook.rotate",
  permission: "webhook.write",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, now, organisationId }, { id }) {
    const before = await holdWebhook(tx, organisationId, id);
    if (before.format === "slack")
      throw conflict("What goes to Slack is not signed. Make another address there and change this webhook's.");
    const [secret, until] = [newWebhookSecret(), new Date(now + OVERLAP_MS)];
    const row = await tx.webhook.update({
      where: { organisationId_id: { organisationId, id } },
      data: { secret, formerSecret: before.secret, formerUntil: until, updatedAt: new Date(now) },
    });
    const payload = { host: hostOf(row), formerUntil: until.toISOString() };
    return {
      result: { ...webhookView(row), secret },
      entries: [{ kind: "webhook.rotated", subject: `webhook/${id}`, payload }],
      effect: "none",
    };
  },
});
