import { agentRecord } from "@/lib/db/agent-record";
import type { Tx } from "@/lib/db/client";
import { listDecisions } from "@/lib/db/decisions";
import { type GrantView, grantState, grantView, WITH_GRANT_APPROVALS, weighedOf } from "@/lib/db/grant-rows";
import { incidentView } from "@/lib/db/standing-rows";
import { cappingGrant } from "@/lib/domain/authority";
import { type ChangeEffect, grantEffect } from "@/lib/domain/change-effect";
import { notFound } from "@/lib/domain/errors";
import type { Money } from "@/lib/domain/exposure";
import { totalMoney } from "@/lib/domain/exposure";
import { type Measured, measure, type RaisableLevel } from "@/lib/domain/grant-criteria";
import { overrideActive } from "@/lib/domain/override";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { type PactReport, standing } from "@/lib/domain/standing";
import type { Authority } from "@/lib/domain/state";
import { exposureOfDrift } from "./drift";
import { exposureOfIncident, liveDocuments } from "./incident";
import { readNow } from "./read";

/** What is to be weighed when more authority is asked for. */
interface GrantCase {
  /** What people grant there now. */
  granted: Authority;
  standing: PactReport[];
  /** What the organisation wants to see: as it is now, or as it was when the request was settled. */
  criteria: { measured: Measured[]; required: boolean; settled: boolean };
  /** Open now. */
  incidents: { id: string; severity: string; title: string; openedAt: string }[];
  /** In force now. */
  overrides: { id: string; pact: string; clause: string | null; triggers: string[]; endsAt: string; reason: string }[];
  /** Of the last 90 days. */
  past: { incidents: number; overrides: number; breakGlass: number };
  /** What was permitted in 90 days while a promise was broken and nothing enforced it yet. */
  exposure: { decisions: number; money: Money[]; unanswered: number };
  /** What it would change: the latest requests decided again with it. */
  simulated: ChangeEffect;
  /** From the request to the word on it; null: it still waits. */
  answeredInSeconds: number | null;
}

export type GrantDetail = GrantView & { case: GrantCase };

/** The latest requests that a simulated grant is held against. */
const REPLAYED = 100;
const PAST_MS = 90 * 24 * 3600_000;
/** Of each kind, those that exposure is summed over, and decisions of each. */
const MOST_EVENTS = 10;
const MOST_EXPOSED = 500;

/** One grant, with the case beside it. @throws SuretyError not_found */
export async function grantById(actor: Actor, id: string): Promise<GrantDetail> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const where = { organisationId_id: { organisationId, id } };
    const row = await tx.grant.findUnique({ where, include: WITH_GRANT_APPROVALS });
    if (!row) throw notFound();
    const grant = grantView(row, now);
    const scope = { organisationId, agent: grant.agent, workflow: grant.workflow };
    const filter = { agent: [grant.agent], workflow: grant.workflow ?? undefined };
    const recent = await listDecisions(tx, organisationId, filter, REPLAYED);
    const asked = { ...grantState(row), since: now, until: null };
    const simulated = grantEffect(
      snapshot,
      asked,
      recent.map(({ request }) => request),
      now,
    );
    const { required, ...criteria } = snapshot.settings.grantCriteria[row.level as RaisableLevel] ?? NONE;
    const weighed = grant.state === "requested" ? null : weighedOf(row);
    const measured = weighed ?? measure({ required, ...criteria }, await agentRecord(tx, scope, snapshot, now), now);
    const answered = row.decidedAt ?? row.since ?? row.endedAt;
    return {
      ...grant,
      case: {
        ...present(snapshot, grant, now),
        criteria: { measured, required, settled: weighed !== null },
        past: await pastOf(tx, scope, now),
        exposure: await exposureIn(tx, scope, now),
        simulated,
        answeredInSeconds: answered && Math.max(0, (answered.getTime() - row.createdAt.getTime()) / 1000),
      },
    };
  });
}

/** Of a level that nobody asks for: nothing. */
const NONE = {
  ...{ score: null, assurance: null, noOpenDrift: false, noOpenIncident: false, checks: null },
  ...{ daysWithoutBreach: null, overrides: null, required: false },
};

type Scope = { organisationId: string; agent: string; workflow: string | null };

function present(
  snapshot: Snapshot,
  { agent, workflow }: GrantView,
  now: number,
): Pick<GrantCase, "granted" | "standing" | "incidents" | "overrides"> {
  const own = snapshot.agents.get(agent);
  const iso = (at: number) => new Date(at).toISOString();
  const pacts = standing(snapshot, agent, now)?.pacts ?? [];
  const here = pacts.filter((pact) => workflow === null || pact.workflow === workflow);
  return {
    granted: cappingGrant(snapshot.grants.get(agent) ?? [], workflow, now)?.level ?? "full",
    standing: here,
    incidents: (own?.incidents ?? []).map(({ id, severity, title, openedAt }) => ({
      ...{ id, severity, title, openedAt: iso(openedAt) },
    })),
    overrides: (own?.overrides ?? [])
      .map(({ state }) => state)
      .filter((state) => overrideActive(state, now) && here.some(({ pact }) => pact === state.pact))
      .map(({ id, pact, clause, triggers, endsAt, reason }) => ({
        ...{ id, pact, clause, triggers, endsAt: iso(endsAt), reason },
      })),
  };
}

async function pastOf(tx: Tx, { organisationId, agent }: Scope, now: number): Promise<GrantCase["past"]> {
  const since = new Date(now - PAST_MS);
  const tookEffect = {
    organisationId,
    agent,
    decidedAt: { gte: since },
    state: { in: ["approved", "revoked", "stale"] },
  };
  const [incidents, overrides, breakGlass] = await Promise.all([
    tx.incident.count({ where: { organisationId, agent, openedAt: { gte: since } } }),
    tx.override.count({ where: tookEffect }),
    tx.override.count({ where: { ...tookEffect, breakGlass: true } }),
  ]);
  return { incidents, overrides, breakGlass };
}

/** Exposure of the latest drifts and incidents there, each decision counted once. */
async function exposureIn(
  tx: Tx,
  { organisationId, agent, workflow }: Scope,
  now: number,
): Promise<GrantCase["exposure"]> {
  const since = new Date(now - PAST_MS);
  const latest = { orderBy: { id: "desc" }, take: MOST_EVENTS } as const;
  const documents = await liveDocuments(tx, organisationId, agent);
  const pacts = documents.filter((one) => workflow === null || one.workflow === workflow).map(({ pact }) => pact);
  const drifts = await tx.drift.findMany({
    where: { organisationId, agent, pact: { in: pacts }, suspectedAt: { gte: since } },
    ...latest,
  });
  const incidents = await tx.incident.findMany({
    where: { organisationId, agent, openedAt: { gte: since } },
    ...latest,
  });
  const exposed = [];
  for (const row of drifts) exposed.push(await exposureOfDrift(tx, organisationId, row, now, MOST_EXPOSED));
  for (const row of incidents)
    exposed.push(await exposureOfIncident(tx, organisationId, incidentView(row), documents, now, MOST_EXPOSED));
  const decisions = [
    ...new Map(exposed.flatMap((one) => one.decisions.map((each) => [each.id, each] as const))).values(),
  ];
  return {
    decisions: decisions.length,
    money: totalMoney(decisions.map(({ money }) => money)),
    unanswered: decisions.filter(({ remediation }) => (remediation?.state ?? "open") === "open").length,
  };
}
