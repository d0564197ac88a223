/** Whose turn it is to answer a review. Its time is shared in three: the owning team, its deputy, its escalation; then it is denied. */

export const TURNS = ["team", "deputy", "escalation"] as const;
export type Turn = (typeof TURNS)[number];

/** How long whoever took a review up keeps it from others, ms. */
export const CLAIM_MS = 10 * 60_000;

export interface ReviewTurn {
  turn: Turn;
  /** When it passes on by itself, or (of the last turn) the default answer is given; ms */
  until: number;
  /** It came to this turn because nobody of the one before answered. */
  overdue: boolean;
}

/**
 * The turn at `now`.
 * @param escalated how often people have handed it on: never back
 */
export function turnOf(
  { createdAt, expiresAt, escalated }: { createdAt: number; expiresAt: number; escalated: number },
  now: number,
): ReviewTurn {
  const third = (expiresAt - createdAt) / 3;
  const byClock = Math.min(2, Math.max(0, Math.floor((now - createdAt) / third)));
  const step = Math.max(byClock, escalated);
  return {
    turn: TURNS[step] as Turn,
    until: step === 2 ? expiresAt : createdAt + Math.round(third * (step + 1)),
    overdue: byClock > escalated,
  };
}

/** Who holds a claim at `now`; null: anybody may answer. */
export function claimHolds({ claimedAt }: { claimedAt: number | null }, now: number): boolean {
  return claimedAt !== null && now < claimedAt + CLAIM_MS;
}

/** What makes two pending requests similar, so that they are looked at together. */
export const similarityOf = ({ agent, action, workflow }: { agent: string; action: string; workflow: string | null }) =>
  `${agent} ${action} ${workflow ?? ""}`;

export interface Answered {
  by: string;
  /** ms */
  createdAt: number;
  settledAt: number;
  approved: boolean;
}

export interface Fatigue {
  answered: number;
  /** Most within one clock hour. */
  busiestHour: number;
  medianSeconds: number;
  /** Of the approvals, the share given in under five seconds; null: none was given. */
  hasty: number | null;
  approvals: number;
}

const HASTY_MS = 5_000;
const HOUR = 3_600_000;

/**
 * How one person's answers came, one after the other: an answer takes at most the time since it was asked, or since their
 * answer before it.
 * @param all of one person
 */
export function fatigueOf(all: readonly Answered[]): Fatigue | null {
  const sorted = [...all].sort((a, b) => a.settledAt - b.settledAt);
  if (sorted.length === 0) return null;
  const took = sorted.map(({ createdAt, settledAt }, i) => {
    return settledAt - Math.max(createdAt, sorted[i - 1]?.settledAt ?? -Infinity);
  });
  const hours = new Map<number, number>();
  for (const { settledAt } of sorted) {
    const hour = Math.floor(settledAt / HOUR);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
  const approvals = took.filter((_, i) => sorted[i]?.approved);
  const ranked = [...took].sort((a, b) => a - b);
  const middle = ranked[Math.floor((ranked.length - 1) / 2)] as number;
  const upper = ranked[Math.ceil((ranked.length - 1) / 2)] as number;
  return {
    answered: sorted.length,
    busiestHour: Math.max(...hours.values()),
    medianSeconds: (middle + upper) / 2 / 1000,
    approvals: approvals.length,
    hasty: approvals.length === 0 ? null : approvals.filter((ms) => ms < HASTY_MS).length / approvals.length,
  };
}
