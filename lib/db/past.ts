import { timeOf } from "@/lib/domain/identity";
import type { PactDocument } from "@/lib/domain/pact";
import { parseSettings } from "@/lib/domain/settings";
import type {
  AgentState,
  ClauseLine,
  GrantState,
  Latch,
  LivePact,
  MetricCap,
  OpenIncident,
  OrganisationState,
  OverrideState,
  Spending,
  WorkflowState,
} from "@/lib/domain/state";
import type { Tx } from "./client";

interface Fact {
  kind: string;
  key: string;
  value: Record<string, unknown> | null;
}

/** What an agent's decisions were made from at one revision; or the first revision from which that is known. */
export type Past = { state: OrganisationState } | { knownFrom: number | null };

/**
 * The organisation as its snapshot of `revision` had it, as far as it concerns one agent: from what triggers kept (migration
 * 0060). Nothing is guessed: a revision from before that is not rebuilt.
 * @param before id of the decision: overrides count the uses of decisions before it
 */
export async function stateAt(
  tx: Tx,
  organisationId: string,
  agent: string,
  revision: number,
  before: string,
): Promise<Past> {
  const known = await tx.pastFact.aggregate({
    where: { organisationId, agent: "", kind: "organisation", revision: { gte: 0 } },
    _min: { revision: true },
  });
  const knownFrom = known._min.revision;
  if (knownFrom === null || knownFrom > revision) return { knownFrom };
  const facts = [
    ...(await factsAt(tx, organisationId, agent, revision)),
    ...(await linesAt(tx, organisationId, agent, revision)),
  ];
  const of = <T>(kind: string, read: (value: Record<string, unknown>, key: string) => T): T[] =>
    facts.flatMap((fact) => (fact.kind === kind && fact.value !== null ? [read(fact.value, fact.key)] : []));
  const named = of("pact_version", ({ pact, version }) => ({ pact: String(pact), version: Number(version) }));
  const used = await usesBefore(tx, organisationId, before);
  const at = new Date(timeOf(before) ?? 0);
  return {
    state: {
      organisation: organisationId,
      revision,
      settings: parseSettings(of("organisation", (value) => value)[0]),
      agents: of("agent", (value) => value as unknown as AgentState),
      workflows: of("workflow", (value) => value as unknown as WorkflowState),
      pacts: await documentsOf(tx, organisationId, named, at),
      lines: of("clause_line", (value, key) => lineOf(agent, key, value)),
      latches: sorted(of("latch", latchOf), ({ since }) => since),
      incidents: sorted(of("incident", incidentOf), ({ openedAt }) => openedAt),
      overrides: overridesOf(
        of("override", (value) => value),
        used,
      ),
      spendings: await spendingsAt(tx, organisationId, agent, revision, at),
      grants: sorted(of("grant_", grantOf), ({ since }) => since),
      caps: sorted(of("metric_response", capOf), ({ since }) => since),
    },
  };
}

/** The newest of each key, whatever came after; lines apart, of which there may be very many. */
function factsAt(tx: Tx, organisationId: string, agent: string, revision: number): Promise<Fact[]> {
  return tx.$queryRaw<Fact[]>`
    SELECT DISTINCT ON (agent, kind, key) kind, key, value FROM past_fact
    WHERE organisation_id = ${organisationId} AND agent IN ('', ${agent}) AND kind <> 'clause_line'
      AND revision BETWEEN 0 AND ${revision}
    ORDER BY agent, kind, key, revision DESC, seq DESC`;
}

/** One step of the index for each line of the agent. */
function linesAt(tx: Tx, organisationId: string, agent: string, revision: number): Promise<Fact[]> {
  return tx.$queryRaw<Fact[]>`
    SELECT 'clause_line' AS kind, l.key, f.value
    FROM (SELECT concat_ws(E'\n', pact, clause, evidence_hash, release) AS key FROM clause_line
          WHERE organisation_id = ${organisationId} AND agent = ${agent}) l
    CROSS JOIN LATERAL (
      SELECT value FROM past_fact
      WHERE organisation_id = ${organisationId} AND agent = ${agent} AND kind = 'clause_line' AND key = l.key
        AND revision BETWEEN 0 AND ${revision}
      ORDER BY revision DESC, seq DESC LIMIT 1
    ) f`;
}

/** Live versions, in force where a breached metric had put them in force at that instant. */
async function documentsOf(tx: Tx, organisationId: string, named: { pact: string; version: number }[], at: Date) {
  if (named.length === 0) return [];
  const enforced = await tx.metricResponse.findMany({
    where: {
      ...{ organisationId, kind: "enforce", since: { lte: at } },
      OR: [{ liftedAt: null }, { liftedAt: { gt: at } }],
    },
    select: { pact: true, metric: true },
    orderBy: { metric: "asc" },
  });
  const rows = await tx.pactVersion.findMany({ where: { organisationId, OR: named }, orderBy: { pact: "asc" } });
  return rows.map(({ pact, version, hash, mode, document }) => {
    const enforcedBy = mode === "shadow" ? (enforced.find((one) => one.pact === pact)?.metric ?? null) : null;
    const now = (enforcedBy ? "enforce" : mode) as LivePact["mode"];
    return { pact, version, hash, mode: now, enforcedBy, document: document as unknown as PactDocument };
  });
}

/** Overrides of clauses that had been approved by then: what budgets count. */
function spendingsAt(tx: Tx, organisationId: string, agent: string, revision: number, at: Date): Promise<Spending[]> {
  return tx.$queryRaw<Spending[]>`
    SELECT o.agent, o.pact, o.clause, (extract(epoch FROM o.decided_at) * 1000)::float8 AS at FROM "override" o
    WHERE o.organisation_id = ${organisationId} AND o.agent = ${agent} AND o.clause IS NOT NULL AND o.decided_at <= ${at}
      AND EXISTS (SELECT 1 FROM past_fact f WHERE f.organisation_id = ${organisationId} AND f.agent = ${agent}
        AND f.kind = 'override' AND f.key = o.id AND f.revision BETWEEN 0 AND ${revision} AND f.value IS NOT NULL)
    ORDER BY o.decided_at, o.id`;
}

async function usesBefore(tx: Tx, organisationId: string, id: string): Promise<Map<string, number>> {
  const rows = await tx.overrideUse.groupBy({
    by: ["overrideId"],
    where: { organisationId, decisionId: { lt: id } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.overrideId, row._count]));
}

const ms = (instant: unknown): number => Date.parse(String(instant));
const msOrNull = (instant: unknown): number | null => (instant === null ? null : ms(instant));

/** As LOAD puts them (lib/db/state.ts): by instant, then id. */
function sorted<T extends { id: string }>(all: T[], at: (one: T) => number): T[] {
  return all.sort((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1));
}

/** A line as far as decisions read it; the monitor's numbers are not kept. */
function lineOf(agent: string, key: string, value: Record<string, unknown>): ClauseLine {
  const [pact = "", clause = "", evidenceHash = "", release = ""] = key.split("\n");
  const { newest, last, lastFailureAt, weights } = value as unknown as ClauseLine;
  const unread = { failures: [], monitor: null, drift: { state: "none" as const }, restoring: null, failingTasks: [] };
  return { agent, pact, clause, evidenceHash, release, newest, last, lastFailureAt, weights, ...unread };
}

function latchOf(value: Record<string, unknown>): Latch {
  const { at, since, verifiedAt, consequence, evidenceId, ...rest } = value;
  const optional = { at: at ?? undefined, consequence: consequence ?? undefined, evidenceId: evidenceId ?? undefined };
  return { ...rest, ...optional, since: ms(since), verifiedAt: ms(verifiedAt) } as Latch;
}

const incidentOf = (value: Record<string, unknown>): OpenIncident =>
  ({ ...value, openedAt: ms(value.openedAt) }) as OpenIncident;

const grantOf = (value: Record<string, unknown>): GrantState =>
  ({ ...value, since: ms(value.since), until: msOrNull(value.until) }) as GrantState;

const capOf = (value: Record<string, unknown>): MetricCap => ({ ...value, since: ms(value.since) }) as MetricCap;

function overridesOf(values: Record<string, unknown>[], used: Map<string, number>): OverrideState[] {
  const all = values.map(({ createdAt, ...value }) => ({
    createdAt: ms(createdAt),
    id: String(value.id),
    state: {
      ...value,
      used: used.get(String(value.id)) ?? 0,
      startsAt: ms(value.startsAt),
      endsAt: ms(value.endsAt),
    } as unknown as OverrideState,
  }));
  return sorted(all, ({ createdAt }) => createdAt).map(({ state }) => state);
}
