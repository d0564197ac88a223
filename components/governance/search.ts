import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";

/** Windows to look over; the first: each metric's own. */
export const WINDOWS = ["own", "P1D", "P7D", "P30D", "P90D"] as const;

/** What the address of the metrics pages holds: whom and how far back they measure. */
export const metricSearch = search(
  z.object({ agent: word, workflow: word, pact: word, window: oneOf(WINDOWS, "own") }),
);

export type MetricSearch = ReturnType<typeof metricSearch.parse>;

/** As the read models want it. */
export function askedOf({ agent, workflow, pact, window }: MetricSearch) {
  const scope = { ...(agent && { agent }), ...(workflow && { workflow }), ...(pact && { pact }) };
  return { ...(Object.keys(scope).length > 0 && { scope }), ...(window !== "own" && { window }) };
}
