/** Stored states read with the clock: nothing expires by a job, so nobody is shown what is over as if it were not. */

export type OverrideShown = "requested" | "approved" | "active" | "expired" | "exhausted" | "denied" | "revoked";

export interface OverrideTimes {
  /** As stored: requested | approved | denied | revoked */
  state: string;
  startsAt: number;
  endsAt: number;
  used: number;
  maxUses: number | null;
}

/** `approved` is one that has not begun; `active` holds now. A request that nobody answered in its time is `expired` too. */
export function overrideShown({ state, startsAt, endsAt, used, maxUses }: OverrideTimes, now: number): OverrideShown {
  if (state === "denied" || state === "revoked") return state;
  if (now >= endsAt) return "expired";
  if (state !== "approved") return "requested";
  if (maxUses !== null && used >= maxUses) return "exhausted";
  return now < startsAt ? "approved" : "active";
}

export type ReviewShown = "pending" | "approved" | "denied" | "expired";

/** A review that nobody settled in time is `expired`, which counts as denied. */
export function reviewShown({ state, expiresAt }: { state: string; expiresAt: number }, now: number): ReviewShown {
  if (state === "approved" || state === "denied") return state;
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
