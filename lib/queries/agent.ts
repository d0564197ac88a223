import type { Tx } from "@/lib/db/client";
import { type GrantView, grantView, WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import { type AgentView, agentView, iso } from "@/lib/db/rows";
import { notFound } from "@/lib/domain/errors";
import { overrideActive } from "@/lib/domain/override";
import type { Actor } from "@/lib/domain/roles";
import { type PactReport, type StandingReport, standing } from "@/lib/domain/standing";
import type { OpenIncident, OverrideState } from "@/lib/domain/state";
import { type AgentStandingSummary, grantedEverywhere, summariseStanding } from "./agents";
import { readNow } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

export interface AgentDetail extends AgentView, AgentStandingSummary {
  revision: number;
  validUntil: string | null;
  /** Its live pacts, clause by clause, with why. */
  standing: (PactReport & { title: string; counterparty: string | null })[];
  /** Drafts and versions in review that name it. */
  drafts: { pact: string; version: number; state: string; workflow: string }[];
  /** Newest first; those that wait for an answer among them. */
  grants: GrantView[];
  /** Newest first: which release was current since when. */
  releases: { release: string; since: string }[];
  incidents: (Omit<OpenIncident, "openedAt"> & { openedAt: string })[];
  /** In force now. */
  overrides: (Omit<OverrideState, "startsAt" | "endsAt"> & { startsAt: string; endsAt: string })[];
  timeline: TimelineEntry[];
}

async function agentRow(tx: Tx, organisationId: string, slug: string): Promise<AgentView> {
  const row = await tx.agent.findUnique({ where: { organisationId_slug: { organisationId, slug } } });
  if (!row) throw notFound();
  return agentView(row);
}

/** One agent as registered. @throws SuretyError not_found */
export async function agentBySlug(actor: Actor, slug: string): Promise<AgentView> {
  return readNow(actor, (tx) => agentRow(tx, actor.organisationId, slug));
}

/** An agent's page. @throws SuretyError not_found */
export async function agentDetail(actor: Actor, slug: string): Promise<AgentDetail> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const agent = await agentRow(tx, organisationId, slug);
    const report = standing(snapshot, slug, now);
    const own = snapshot.agents.get(slug);
    const documents = new Map(own?.book.pacts.map(({ pact, program }) => [pact, program.document]));
    const summary = summariseStanding(report, grantedEverywhere(snapshot, slug, now));
    const drafts = await tx.pactVersion.findMany({
      where: { organisationId, agent: slug, state: { in: ["draft", "in_review"] } },
      select: { pact: true, version: true, state: true, workflow: true },
      orderBy: { pact: "asc" },
    });
    const grants = await tx.grant.findMany({
      where: { organisationId, agent: slug },
      include: WITH_GRANT_APPROVALS,
      orderBy: { id: "desc" },
      take: 100,
    });
    const releases = await tx.agentRelease.findMany({
      where: { organisationId, agent: slug },
      orderBy: { since: "desc" },
      take: 100,
    });
    const incidents = (own?.incidents ?? []).map((one) => ({ ...one, openedAt: new Date(one.openedAt).toISOString() }));
    const subjects = [
      `agent/${slug}`,
      ...summary.pacts.map(({ pact }) => `pact/${pact}`),
      ...incidents.map(({ id }) => `incident/${id}`),
    ];
    return {
      ...agent,
      ...summary,
      revision: snapshot.revision,
      validUntil: report?.validUntil ?? null,
      standing: (report?.pacts ?? []).map((pact) => ({
        ...pact,
        title: documents.get(pact.pact)?.title ?? pact.pact,
        counterparty: documents.get(pact.pact)?.parties.counterparty ?? null,
      })),
      drafts,
      grants: grants.map((row) => grantView(row, now)),
      releases: releases.map(({ release, since }) => ({ release, since: iso(since) })),
      incidents,
      overrides: (own?.overrides ?? [])
        .filter(({ state }) => overrideActive(state, now))
        .map(({ state }) => overrideOf(state)),
      timeline: await timelineOf(tx, organisationId, subjects),
    };
  });
}

const overrideOf = (state: OverrideState): AgentDetail["overrides"][number] => ({
  ...state,
  startsAt: new Date(state.startsAt).toISOString(),
  endsAt: new Date(state.endsAt).toISOString(),
});

const isSpent = ({ used, maxUses }: OverrideState): boolean => maxUses !== null && used >= maxUses;

/**
 * Where an agent stands, and a tag that changes with it: with the revision, and with each instant at which time alone
 * changes a state (scores decay all the while). @throws SuretyError not_found
 */
export async function agentStanding(actor: Actor, slug: string): Promise<{ report: StandingReport; tag: string }> {
  return readNow(actor, async (_tx, { snapshot, now }) => {
    const report = standing(snapshot, slug, now);
    if (!report) throw notFound();
    const until = report.validUntil === null ? "-" : Date.parse(report.validUntil).toString(36);
    // The last use of an override ends it without a revision.
    const spent = snapshot.agents.get(slug)?.overrides.filter(({ state }) => isSpent(state)).length ?? 0;
    return { report, tag: `"${report.revision}.${until}.${spent}"` };
  });
}
