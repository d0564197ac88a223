import { z } from "zod";
import { holdWebhook } from "@/lib/db/webhooks";
import { verb } from "../verb";
import { hostOf } from "./shared";

/** Takes a webhook away, with what still waits for it and its log. @throws SuretyError not_found */
export const removeWebhook = verb({
  name: "webhook.remove",
  permission: "webhook.write",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, organisationId }, { id }) {
    const row = await holdWebhook(tx, organisationId, id);
    await tx.webhook.delete({ where: { organisationId_id: { organisationId, id } } });
    return {
      result: { id },
      entries: [{ kind: "webhook.removed", subject: `webhook/${id}`, payload: { host: hostOf(row) } }],
      effect: "none",
    };
  },
});
