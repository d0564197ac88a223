import { createLanes, type Lanes, type Look } from "./lanes";
import { mailLane } from "./mail-lane";
import { noticeLanes, tellingLanes } from "./notice-lanes";
import { closeSmtp } from "./smtp";
import { type DeliveryParts, webhookLanes } from "./webhook-lanes";

/**
 * Whatever leaves the house by itself: events to webhooks, notices and mail to people. None of them waits for another.
 * @param parts `looks`: further work of the layers above; `every`: ms between looks, where nobody wakes
 */
export function createDeliverer(parts: DeliveryParts & { looks?: readonly Look[]; every?: number }): Lanes {
  const { log, looks = [], every = 1_000 } = parts;
  const own = [tellingLanes(parts), noticeLanes(parts), webhookLanes(parts), mailLane(parts)];
  const lanes = createLanes({ looks: [...looks, ...own], log, every });
  return {
    ...lanes,
    async stop() {
      await lanes.stop();
      closeSmtp();
    },
  };
}
