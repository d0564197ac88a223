import { createLanes, type Lanes } from "./lanes";
import { mailLane } from "./mail-lane";
import { closeSmtp } from "./smtp";
import { type DeliveryParts, webhookLanes } from "./webhook-lanes";

/** Whatever leaves the house by itself: events to webhooks, mail to people. None of them waits for another. */
export function createDeliverer(parts: DeliveryParts & { every?: number }): Lanes {
  const { log, every = 1_000 } = parts;
  const lanes = createLanes({ looks: [webhookLanes(parts), mailLane(parts)], log, every });
  return {
    ...lanes,
    async stop() {
      await lanes.stop();
      closeSmtp();
    },
  };
}
