import type { Tx } from "@/lib/db/client";
import { type PactState, type PactVersionView, pactVersionView, WITH_APPROVALS } from "@/lib/db/rows";
import type { Mode } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import {
  type ClauseReport,
  type PactReport,
  type StandingReport,
  type StandingWord,
  standing,
} from "@/lib/domain/standing";
import { readNow } from "./read";

export interface PactSummary {
  pact: string;
  title: string;
  provider: string;
  /** null: an internal pact. */
  counterparty: string | null;
  agent: string;
  workflow: string;
  mode: Mode;
  live: { version: number; hash: string; since: string } | null;
  draft: {
    version: number;
    hash: string;
    state: PactState;
    editedAt: string;
    editedBy: string;
    approvals: number;
  } | null;
  authority: PactReport["authority"] | null;
  score: number | null;
  /** Of the live version; none where nothing is live. */
  clauses: { key: string; title: string; standing: StandingWord }[];
  /** Whose evidence ages out first, of what has not yet. */
  nextExpiry: { clause: string; title: string; at: string } | null;
}

/** The clause of these whose evidence runs out next. */
export function nextExpiryOf(clauses: readonly ClauseReport[]): PactSummary["nextExpiry"] {
  const ageing = clauses.flatMap(({ key, title, freshness }) =>
    freshness?.staleAt && freshness.state !== "stale" ? [{ clause: key, title, at: freshness.staleAt }] : [],
  );
  return ageing.sort((a, b) => a.at.localeCompare(b.at))[0] ?? null;
}

/** Standings of agents, each worked out once. */
export function standings(snapshot: Snapshot, now: number): (agent: string) => StandingReport | null {
  const known = new Map<string, StandingReport | null>();
  return (agent) => {
    if (!known.has(agent)) known.set(agent, standing(snapshot, agent, now));
    return known.get(agent) ?? null;
  };
}

/** A pact in a list, from its versions that are not history. */
function summaryOf(versions: PactVersionView[], of: (agent: string) => StandingReport | null): PactSummary | null {
  const live = versions.find(({ state }) => state === "live") ?? null;
  const draft = versions.find(({ state }) => state === "draft" || state === "in_review") ?? null;
  const shown = live ?? draft;
  if (!shown) return null;
  const { pact, agent, workflow, mode, document } = shown;
  const report = live ? of(agent)?.pacts.find((one) => one.pact === pact) : undefined;
  return {
    pact,
    title: document.title,
    provider: document.parties.provider,
    counterparty: document.parties.counterparty ?? null,
    agent,
    workflow,
    mode,
    live: live && { version: live.version, hash: live.hash, since: live.liveAt ?? live.editedAt },
    draft: draft && {
      version: draft.version,
      hash: draft.hash,
      state: draft.state,
      editedAt: draft.editedAt,
      editedBy: draft.editedBy.name,
      approvals: draft.approvals.filter(({ counts }) => counts).length,
    },
    authority: report?.authority ?? null,
    score: report?.score ?? null,
    clauses: (report?.clauses ?? []).map(({ key, title, standing }) => ({ key, title, standing })),
    nextExpiry: nextExpiryOf(report?.clauses ?? []),
  };
}

export interface PactFilter {
  agent?: string;
  workflow?: string;
}

/** Versions that are not history, of pacts by slug. */
async function currentVersions(tx: Tx, organisationId: string, filter: PactFilter, limit?: number, after?: string) {
  const { agent, workflow } = filter;
  const rows = await tx.pact.findMany({
    where: {
      organisationId,
      slug: { gt: after },
      versions: { some: { state: { not: "superseded" }, agent, workflow } },
    },
    include: { versions: { where: { state: { not: "superseded" } }, include: WITH_APPROVALS } },
    orderBy: { slug: "asc" },
    take: limit,
  });
  return rows.map(({ versions }) => versions.map(pactVersionView));
}

/**
 * Pacts by slug, with where they stand.
 * @param slice one more than `limit` comes back, so that the caller knows whether there is a next page; absent: all
 */
export async function pactList(
  actor: Actor,
  filter: PactFilter = {},
  slice?: { limit: number; after?: string },
): Promise<PactSummary[]> {
  return readNow(actor, async (tx, { snapshot, now }) => {
    const pacts = await currentVersions(tx, actor.organisationId, filter, slice && slice.limit + 1, slice?.after);
    const of = standings(snapshot, now);
    return pacts.flatMap((versions) => summaryOf(versions, of) ?? []);
  });
}
