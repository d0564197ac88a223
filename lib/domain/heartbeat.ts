/** Heartbeats: agents and gateways say that they run, so that one which stops saying so is told apart from one at rest. */

export const HEARTBEAT_KINDS = ["agent", "gateway"] as const;
export type HeartbeatKind = (typeof HEARTBEAT_KINDS)[number];

/** How many may be missed before it counts as silent. */
const MISSED = 3;

/** The longest and the shortest that may lie between two, ms. */
export const EVERY_MS = { least: 1000, most: 86_400_000, usual: 60_000 } as const;

/** When one that last spoke at `beatAt` (ms) counts as silent. @param everyMs how often it says that it speaks */
export const silentFrom = (beatAt: number, everyMs: number): number => beatAt + MISSED * everyMs;
