import { plural } from "@/components/trust/words";

/** An override, as the read model gives it. */
export interface Override {
  id: string;
  agent: string;
  pact: string;
  clause: string | null;
  triggers: readonly string[];
  actions: readonly string[];
  when: string | null;
  maxUses: number | null;
  used: number;
  startsAt: string;
  endsAt: string;
  reason: string;
  ticket: string | null;
  state: "requested" | "approved" | "active" | "expired" | "exhausted" | "denied" | "revoked";
  quorum: number;
  approvals: readonly { member: { id: string; name: string }; at: string }[];
  requestedBy: { id: string; name: string };
  createdAt: string;
  decidedAt: string | null;
  endedBy: { name: string } | null;
  note: string | null;
}

export type OverrideViewName = "requested" | "active" | "over";

/** Which tab an override stands under. */
export const viewOf = ({ state }: Pick<Override, "state">): OverrideViewName =>
  state === "requested" ? "requested" : state === "active" || state === "approved" ? "active" : "over";

const STATES: Record<Override["state"], string> = {
  requested: "Pending",
  approved: "Approved, not begun",
  active: "Active",
  expired: "Expired",
  exhausted: "Used up",
  denied: "Denied",
  revoked: "Revoked",
};

/** Its state in words: "Pending, 1 of 2 approvals". */
export function sayState({ state, approvals, quorum }: Pick<Override, "state" | "approvals" | "quorum">): string {
  if (state !== "requested") return STATES[state];
  return `${STATES.requested}, ${approvals.length} of ${plural(quorum, "approval")}`;
}

/** What waits and what holds, in one sentence. */
export function overridesSentence(counts: Record<OverrideViewName, number>): string {
  const { requested, active } = counts;
  const waits =
    requested === 0 ? "No request waits" : `${plural(requested, "request waits", "requests wait")} for approval`;
  const holds =
    active === 0 ? "nothing is overridden now" : `${plural(active, "override holds", "overrides hold")} now`;
  return `${waits}; ${holds}.`;
}
