import type { Tx } from "@/lib/db/client";
import { latchOf } from "@/lib/db/lines";
import { type AuthorityFacts, authorityHistory } from "@/lib/domain/authority-history";
import { notFound } from "@/lib/domain/errors";
import type { Level, PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { Authority } from "@/lib/domain/state";
import { readAt } from "./read";

export interface AuthorityCourse {
  pact: string;
  title: string;
  from: string;
  to: string;
  /** Oldest first. */
  steps: { at: string; authority: Authority; cause: string }[];
}

const DAY_MS = 24 * 3600_000;
const DAYS = 30;

/** An agent's authority over 30 days under each of its live pacts, each shift with its cause. @throws SuretyError not_found */
export async function authorityCourses(actor: Actor, agent: string): Promise<AuthorityCourse[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const known = await tx.agent.count({ where: { organisationId, slug: agent } });
    if (!known) throw notFound();
    const from = now - DAYS * DAY_MS;
    const live = await tx.pactVersion.findMany({
      where: { organisationId, agent, state: "live" },
      orderBy: { pact: "asc" },
    });
    const courses: AuthorityCourse[] = [];
    for (const { pact, document, workflow } of live) {
      const shifts = authorityHistory(await factsOf(tx, organisationId, { agent, pact, workflow }), from, now);
      courses.push({
        pact,
        title: (document as unknown as PactDocument).title,
        from: new Date(from).toISOString(),
        to: new Date(now).toISOString(),
        steps: shifts.map(({ at, ...shift }) => ({ at: new Date(at).toISOString(), ...shift })),
      });
    }
    return courses;
  });
}

const ms = (at: Date | null) => at?.getTime() ?? null;

async function factsOf(
  tx: Tx,
  organisationId: string,
  { agent, pact, workflow }: { agent: string; pact: string; workflow: string },
): Promise<AuthorityFacts> {
  const own = { organisationId, agent, pact };
  const versions = await tx.pactVersion.findMany({
    where: { ...own, state: { in: ["live", "superseded"] } },
    orderBy: { version: "asc" },
  });
  const releases = await tx.agentRelease.findMany({ where: { organisationId, agent }, orderBy: { since: "asc" } });
  const proofs = await tx.evidence.findMany({
    where: { ...own, counts: true, live: true },
    select: { clause: true, release: true, observedAt: true, recordedAt: true },
    orderBy: { seq: "desc" },
    take: 2000,
  });
  const latches = await tx.latch.findMany({ where: own });
  const incidents = await tx.incident.findMany({ where: { organisationId, agent } });
  const grants = await tx.grant.findMany({ where: { organisationId, agent, state: "active" } });
  return {
    workflow,
    versions: versions.map(({ document, liveAt, createdAt, supersededAt }) => ({
      document: document as unknown as PactDocument,
      from: (liveAt ?? createdAt).getTime(),
      to: ms(supersededAt),
    })),
    releases: releases.map(({ release, since }) => ({ release, since: since.getTime() })),
    proofs: proofs.map((row) => ({
      ...row,
      observedAt: row.observedAt.getTime(),
      recordedAt: row.recordedAt.getTime(),
    })),
    latches: latches.map((row) => ({ ...latchOf(row), liftedAt: ms(row.liftedAt) })),
    incidents: incidents.map(({ severity, title, openedAt, resolvedAt }) => ({
      severity: severity as Level,
      title,
      from: openedAt.getTime(),
      to: ms(resolvedAt),
    })),
    grants: grants.map((row) => ({
      id: row.id,
      agent,
      workflow: row.workflow,
      level: row.level as Authority,
      reason: row.reason,
      since: (row.since ?? row.createdAt).getTime(),
      until: ms(row.endedAt ?? row.until),
    })),
  };
}
