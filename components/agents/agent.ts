import type { StandingWord } from "@/components/trust/mark";
import { plural } from "@/components/trust/words";
import type { Authority } from "@/lib/domain/state";

/** An agent in a list, as the read model gives it. */
export interface AgentRow {
  slug: string;
  name: string;
  owner: string;
  release: string;
  authority: { granted: Authority; effective: Authority };
  counts: Record<StandingWord, number>;
  pacts: readonly { pact: string }[];
  nextExpiry: { clause: string; title: string; at: string } | null;
  lastChange: { at: string; by: { name: string }; says: string; number: number | null } | null;
}

const isLower = ({ authority: { granted, effective } }: Pick<AgentRow, "authority">) => granted !== effective;

/** What is to be known of all agents, in one sentence. */
export function agentsSentence(agents: readonly AgentRow[]): string {
  const lowered = agents.filter(isLower).length;
  const free = agents.filter(({ pacts }) => pacts.length === 0).length;
  const without = free === 0 ? "" : `; ${free} ${free === 1 ? "has" : "have"} no pact in force`;
  if (lowered === 0)
    return `${agents.length === 1 ? "The one agent acts" : `All ${agents.length} agents act`} with the authority that people granted${without}.`;
  return `${lowered} of ${plural(agents.length, "agent")} ${lowered === 1 ? "is" : "are"} below the authority that people granted${without}.`;
}

export const AUTHORITIES: readonly { value: Authority; label: string }[] = [
  { value: "full", label: "full: everything its pacts allow" },
  { value: "limited", label: "limited: within the pact’s limits" },
  { value: "supervised", label: "supervised: a person approves each action" },
  { value: "suspended", label: "suspended: nothing" },
];

/** What an agent with this authority may do, going on from its name. */
export const MEANS: Record<Authority, string> = {
  full: "may do everything that its pacts allow",
  limited: "may act within its pacts’ limits only",
  supervised: "needs a person for each action",
  suspended: "may do nothing",
};
