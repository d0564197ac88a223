import { plural } from "@/components/trust/words";
import type { WebhookFormat } from "@/lib/domain/webhook";

export const FORMAT_NAMES: Record<WebhookFormat, string> = {
  standard: "Standard Webhooks",
  cloudevents: "CloudEvents 1.0",
  slack: "Slack",
};

/** Which kinds, in a few words. */
export function sayEvents(events: readonly string[]): string {
  if (events.includes("*")) return "everything";
  return events.length <= 2 ? events.join(", ") : `${events[0]} and ${plural(events.length - 1, "other kind")}`;
}
