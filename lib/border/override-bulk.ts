import { z } from "zod";
import { documentHash, identifier } from "@/lib/domain/fields";
import type { Actor } from "@/lib/domain/roles";
import type { IdempotentCall } from "@/lib/services/idempotent";
import { approveOverride } from "@/lib/services/overrides/approve";
import { denyOverride } from "@/lib/services/overrides/deny";
import { bulkBody, inBulk } from "./bulk";

/** One word on several requests for overrides. */
export const overrideBulkBody = bulkBody.extend({
  hashes: z
    .record(identifier, documentHash)
    .describe("By id, the `hash` of each as you read it: refused for one that asks for something else by now")
    .optional(),
});

/** Says one word of several requests, each by itself. */
export function overridesInBulk(actor: Actor, word: z.output<typeof overrideBulkBody>, idempotent?: IdempotentCall) {
  const { answer, reason, hashes } = word;
  const say = (id: string) =>
    answer === "approve"
      ? approveOverride(actor, { id, note: reason, hash: hashes?.[id] })
      : denyOverride(actor, { id, reason });
  return inBulk(actor, word, say, idempotent);
}
