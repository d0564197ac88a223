import { listDecisions } from "@/lib/db/decisions";
import { type GrantView, grantState, grantView } from "@/lib/db/rows";
import { cappingGrant } from "@/lib/domain/authority";
import { notFound } from "@/lib/domain/errors";
import { type GrantEffect, grantEffect } from "@/lib/domain/grant-effect";
import { overrideActive } from "@/lib/domain/override";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { type PactReport, standing } from "@/lib/domain/standing";
import type { Authority } from "@/lib/domain/state";
import { readNow } from "./read";

export interface GrantFilter {
  agent?: string;
  workflow?: string;
  state?: GrantView["state"];
}

/** What is to be weighed when more authority is asked for. */
export interface GrantCase {
  /** What people grant there now. */
  granted: Authority;
  standing: PactReport[];
  incidents: { id: string; severity: string; title: string; openedAt: string }[];
  overrides: { id: string; pact: string; clause: string | null; triggers: string[]; endsAt: string; reason: string }[];
  /** What it would change: the latest requests decided again with it. */
  simulated: GrantEffect;
  /** From the request to the word on it; null: it still waits. */
  answeredInSeconds: number | null;
}

export type GrantDetail = GrantView & { case: GrantCase };

/** What the clock makes of a stored state. */
function whereState(state: GrantView["state"] | undefined, now: Date) {
  if (state === "active") return { state, OR: [{ until: null }, { until: { gt: now } }] };
  if (state === "ended") return { state: "active", until: { lte: now } };
  return { state };
}

/** Grants and requests for them, the latest first, one more than `limit`. @param before id of the last of the page before */
export async function grantPage(
  actor: Actor,
  { state, ...filter }: GrantFilter,
  limit: number,
  before?: string,
): Promise<GrantView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return readNow(actor, async (tx, { now }) => {
    const where = { organisationId, id, ...filter, ...whereState(state, new Date(now)) };
    const rows = await tx.grant.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
    return rows.map((row) => grantView(row, now));
  });
}

/** The latest requests that a simulated grant is held against. */
const REPLAYED = 100;

function caseOf(
  snapshot: Snapshot,
  { agent, workflow }: GrantView,
  now: number,
): Omit<GrantCase, "simulated" | "answeredInSeconds"> {
  const own = snapshot.agents.get(agent);
  const iso = (at: number) => new Date(at).toISOString();
  const pacts = standing(snapshot, agent, now)?.pacts ?? [];
  const here = pacts.filter((pact) => workflow === null || pact.workflow === workflow);
  return {
    granted: cappingGrant(snapshot.grants.get(agent) ?? [], workflow, now)?.level ?? "full",
    standing: here,
    incidents: (own?.incidents ?? []).map(({ id, severity, title, openedAt }) => ({
      id,
      severity,
      title,
      openedAt: iso(openedAt),
    })),
    overrides: (own?.overrides ?? [])
      .map(({ state }) => state)
      .filter((state) => overrideActive(state, now) && here.some(({ pact }) => pact === state.pact))
      .map(({ id, pact, clause, triggers, endsAt, reason }) => ({
        id,
        pact,
        clause,
        triggers,
        endsAt: iso(endsAt),
        reason,
      })),
  };
}

/** One grant, with the case beside it. @throws SuretyError not_found */
export async function grantById(actor: Actor, id: string): Promise<GrantDetail> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const row = await tx.grant.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const grant = grantView(row, now);
    const filter = { agent: [grant.agent], workflow: grant.workflow ?? undefined };
    const recent = await listDecisions(tx, organisationId, filter, REPLAYED);
    const asked = { ...grantState(row), since: now };
    const requests = recent.map(({ request }) => request);
    const simulated = grantEffect(snapshot, asked, requests, now);
    const answered = row.since ?? row.endedAt;
    const answeredInSeconds = answered && Math.max(0, (answered.getTime() - row.createdAt.getTime()) / 1000);
    return { ...grant, case: { ...caseOf(snapshot, grant, now), simulated, answeredInSeconds } };
  });
}
