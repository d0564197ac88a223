import { duration, plural } from "@/components/trust/words";
import type { BudgetSpent } from "@/lib/domain/budget";
import type { OverrideShown } from "@/lib/domain/shown";

import type { AskedTrigger } from "./use-ask";

/** An override, as the read model gives it. */
export interface Override {
  id: string;
  agent: string;
  pact: string;
  clause: string | null;
  triggers: readonly AskedTrigger[];
  actions: readonly string[];
  when: string | null;
  maxUses: number | null;
  used: number;
  startsAt: string;
  endsAt: string;
  reason: string;
  ticket: string | null;
  state: OverrideShown;
  quorum: number;
  approvals: readonly { member: { id: string; name: string }; at: string; counts: boolean }[];
  requestedBy: { id: string; name: string };
  createdAt: string;
  lapsesAt: string;
  decidedAt: string | null;
  endedBy: { name: string } | null;
  note: string | null;
  hash: string;
  breakGlass: {
    ratification: "due" | "ratified" | "overdue";
    ratifyBy: string;
    ratifiedBy: { name: string } | null;
  } | null;
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
  withdrawn: "Withdrawn",
  lapsed: "Lapsed",
  stale: "Stale",
  revoked: "Revoked",
};

/** Its state in words: "Pending, 1 of 2 approvals". */
export function sayState({ state, approvals, quorum }: Pick<Override, "state" | "approvals" | "quorum">): string {
  if (state !== "requested") return STATES[state];
  return `${STATES.requested}, ${approvals.filter(({ counts }) => counts).length} of ${plural(quorum, "approval")}`;
}

/** Where a clause's budget of overrides stands. */
export const sayBudget = ({ used, count, within, then }: BudgetSpent): string =>
  `${used} of ${count} used within ${duration(within)}; beyond it the pact says ${then}.`;

/** What waits and what holds, in one sentence. */
export function overridesSentence({
  requested,
  glass,
  active,
}: {
  requested: number;
  glass: number;
  active: number;
}): string {
  const waits =
    requested === 0 ? "No request waits" : `${plural(requested, "request waits", "requests wait")} for approval`;
  const broken = glass === 0 ? "" : ` and ${plural(glass, "break-glass", "uses of break-glass")} for ratification`;
  const holds =
    active === 0 ? "nothing is overridden now" : `${plural(active, "override holds", "overrides hold")} now`;
  return `${waits}${broken}; ${holds}.`;
}
