import { type AgentView, agentView } from "@/lib/db/rows";
import { cappingGrant, minAuthority } from "@/lib/domain/authority";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { type StandingReport, type StandingWord, standing } from "@/lib/domain/standing";
import type { Authority } from "@/lib/domain/state";
import { nextExpiryOf, type PactSummary } from "./pacts";
import { readNow } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

export interface AgentStandingSummary {
  /** The least over its live pacts: what people gave, and what is left of it now. */
  authority: { granted: Authority; effective: Authority };
  /** Live pacts, with their workflows. */
  pacts: { pact: string; version: number; workflow: string; effective: Authority }[];
  /** Clauses of its live pacts by standing. */
  counts: Record<StandingWord, number>;
  nextExpiry: PactSummary["nextExpiry"];
  /** The sentences of what acts now; the pact's most severe ones first as they come. */
  why: string[];
}

export interface AgentListItem extends AgentView, AgentStandingSummary {
  /** The latest that was recorded about it. */
  lastChange: TimelineEntry | null;
}

/** What a standing amounts to, for one line. @param granted where no live pact says otherwise */
export function summariseStanding(report: StandingReport | null, granted: Authority): AgentStandingSummary {
  const pacts = report?.pacts ?? [];
  const clauses = pacts.flatMap((pact) => pact.clauses);
  const counts: Record<StandingWord, number> = { met: 0, unproven: 0, stale: 0, breached: 0, waived: 0 };
  for (const clause of clauses) counts[clause.standing]++;
  const least = (which: "granted" | "effective") =>
    pacts.map(({ authority }) => authority[which]).reduce(minAuthority, granted);
  return {
    authority: { granted: least("granted"), effective: least("effective") },
    pacts: pacts.map(({ pact, version, workflow, authority }) => ({
      pact,
      version,
      workflow,
      effective: authority.effective,
    })),
    counts,
    nextExpiry: nextExpiryOf(clauses),
    why: clauses.flatMap(({ triggers }) =>
      triggers.filter(({ override }) => override === null).map(({ says }) => says),
    ),
  };
}

/** What people granted an agent in every workflow. */
export function grantedEverywhere(snapshot: Snapshot, agent: string, now: number): Authority {
  return cappingGrant(snapshot.grants.get(agent) ?? [], null, now)?.level ?? "full";
}

/**
 * Agents by slug, with the authority that they have now.
 * @param slice one more than `limit` comes back, so that the caller knows whether there is a next page; absent: all
 */
export async function agentList(actor: Actor, slice?: { limit: number; after?: string }): Promise<AgentListItem[]> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const rows = await tx.agent.findMany({
      where: { organisationId, slug: { gt: slice?.after } },
      orderBy: { slug: "asc" },
      take: slice && slice.limit + 1,
    });
    const items: AgentListItem[] = [];
    for (const row of rows) {
      const summary = summariseStanding(standing(snapshot, row.slug, now), grantedEverywhere(snapshot, row.slug, now));
      const subjects = [`agent/${row.slug}`, ...summary.pacts.map(({ pact }) => `pact/${pact}`)];
      const [lastChange] = await timelineOf(tx, organisationId, subjects, 1);
      items.push({ ...agentView(row), ...summary, lastChange: lastChange ?? null });
    }
    return items;
  });
}
