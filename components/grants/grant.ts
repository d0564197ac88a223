import type { Effect } from "@/components/trust/effect-list";
import { duration, plural } from "@/components/trust/words";
import type { Money } from "@/lib/domain/exposure";
import type { GrantShown } from "@/lib/domain/grant-change";
import type { Measured } from "@/lib/domain/grant-criteria";
import type { ProbationEnd } from "@/lib/domain/probation";
import type { Authority } from "@/lib/domain/state";

/** A grant, or a request for one, as the read model gives it. */
export interface Grant {
  id: string;
  agent: string;
  workflow: string | null;
  level: Authority;
  state: GrantShown;
  reason: string;
  quorum: number;
  approvals: readonly { member: { id: string; name: string }; at: string; counts: boolean }[];
  requestedBy: { id: string; name: string };
  decidedBy: { name: string } | null;
  createdAt: string;
  decidedAt: string | null;
  since: string | null;
  until: string | null;
  endedAt: string | null;
  note: string | null;
  probation: {
    for: string;
    on: readonly ProbationEnd[];
    until: string | null;
    confirmedAt: string | null;
    confirmedBy: { name: string } | null;
  } | null;
  fell: { kind: ProbationEnd | "unconfirmed"; says: string } | null;
}

/** What is to be weighed beside a request. */
export interface Case {
  granted: Authority;
  criteria: { measured: readonly Measured[]; required: boolean; settled: boolean };
  incidents: readonly { id: string; severity: string; title: string; openedAt: string }[];
  overrides: readonly { id: string; clause: string | null; triggers: readonly string[]; endsAt: string }[];
  past: { incidents: number; overrides: number; breakGlass: number };
  exposure: { decisions: number; money: readonly Money[]; unanswered: number };
  simulated: Effect;
  answeredInSeconds: number | null;
}

const STATES: Record<GrantShown, string> = {
  requested: "Waits",
  active: "In force",
  denied: "Denied",
  withdrawn: "Withdrawn",
  superseded: "Replaced",
  ended: "Ended",
  fell_back: "Fell back",
};

/** Whether a probation is running. */
export const onProbation = ({ state, probation }: Pick<Grant, "state" | "probation">): boolean =>
  state === "active" && probation !== null && probation.confirmedAt === null;

/** Its state in words: "Waits, 1 of 2 approvals", "In force, on probation". */
export function sayGrant(grant: Pick<Grant, "state" | "approvals" | "quorum" | "probation">): string {
  const { state, approvals, quorum } = grant;
  if (state === "requested")
    return `${STATES.requested}, ${approvals.filter(({ counts }) => counts).length} of ${plural(quorum, "approval")}`;
  return onProbation(grant) ? `${STATES.active}, on probation` : STATES[state];
}

export const sayWhere = (workflow: string | null): string => (workflow === null ? "every workflow" : workflow);

const ENDS: Record<ProbationEnd, string> = { drift: "drift", incident: "an incident", evidence: "failing evidence" };

/** "for 7 d, ended at once by drift, an incident or failing evidence" */
export function sayProbation({ for: lasts, on }: { for: string; on: readonly ProbationEnd[] }): string {
  const words = on.map((one) => ENDS[one]);
  const last = words.pop();
  return `for ${duration(lasts)}, ended at once by ${words.length > 0 ? `${words.join(", ")} or ` : ""}${last}`;
}

/** Where a grant's case stands. */
export const caseHref = ({ agent, id }: Pick<Grant, "agent" | "id">): string => `/agents/${agent}/authority/${id}`;
