/** Stored states read with the clock: nothing expires by a job, so nobody is shown what is over as if it were not. */

/** A request that nobody answers lapses, ms. */
export const LAPSE_MS = 7 * 24 * 3600_000;

/** When a request lapses: a week after it was asked, or with the end that it asked for. All ms. */
export function lapsesAt({ createdAt, endsAt }: { createdAt: number; endsAt: number }): number {
  return Math.min(createdAt + LAPSE_MS, endsAt);
}

export const OVERRIDE_STATES = [
  "requested",
  "approved",
  "active",
  "expired",
  "exhausted",
  "denied",
  "withdrawn",
  "lapsed",
  "stale",
  "revoked",
] as const;
export type OverrideShown = (typeof OVERRIDE_STATES)[number];

export interface OverrideTimes {
  /** As stored: requested | approved | denied | withdrawn | revoked | stale */
  state: string;
  createdAt: number;
  startsAt: number;
  endsAt: number;
  used: number;
  maxUses: number | null;
}

/** `approved` is one that has not begun; `active` holds now; `lapsed` a request that nobody answered in its time. */
export function overrideShown(
  { state, createdAt, startsAt, endsAt, used, maxUses }: OverrideTimes,
  now: number,
): OverrideShown {
  if (state === "denied" || state === "withdrawn" || state === "revoked" || state === "stale") return state;
  if (state !== "approved") return now >= lapsesAt({ createdAt, endsAt }) ? "lapsed" : "requested";
  if (now >= endsAt) return "expired";
  if (maxUses !== null && used >= maxUses) return "exhausted";
  return now < startsAt ? "approved" : "active";
}

export type ReviewShown = "pending" | "approved" | "denied" | "expired";

/** A review that nobody settled in time is `expired`, which counts as denied. */
export function reviewShown({ state, expiresAt }: { state: string; expiresAt: number }, now: number): ReviewShown {
  if (state === "approved" || state === "denied" || state === "expired") return state;
  return now >= expiresAt ? "expired" : "pending";
}

export type DriftShown = "suspected" | "verified" | "cleared";

/** An alarm that nobody spoke on by `verifiedAt` has verified itself. */
export function driftShown(
  { state, verifiedAt }: { state: string; verifiedAt: number | null },
  now: number,
): DriftShown {
  if (state === "cleared" || state === "verified") return state;
  return verifiedAt !== null && verifiedAt <= now ? "verified" : "suspected";
}
