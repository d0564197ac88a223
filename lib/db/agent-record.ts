import type { AgentRecord, Least } from "@/lib/domain/grant-criteria";
import { programOf } from "@/lib/domain/program";
import type { Snapshot } from "@/lib/domain/snapshot";
import { type PactReport, standing } from "@/lib/domain/standing";
import type { Tx } from "./client";

interface Where {
  organisationId: string;
  agent: string;
  /** null: everywhere. */
  workflow: string | null;
}

/**
 * What is known of an agent where authority is asked for: from its standing now, and from evidence, latches, incidents and
 * overrides as they are recorded.
 * @param now ms
 */
export async function agentRecord(tx: Tx, where: Where, snapshot: Snapshot, now: number): Promise<AgentRecord> {
  const { organisationId, agent, workflow } = where;
  const pacts = (standing(snapshot, agent, now)?.pacts ?? []).filter(
    (pact) => workflow === null || pact.workflow === workflow,
  );
  const own = { organisationId, agent, pact: { in: pacts.map(({ pact }) => pact) } };
  const [drifts, incidents, overrides] = await Promise.all([
    tx.drift.count({ where: { ...own, state: { not: "cleared" } } }),
    tx.incident.count({ where: { organisationId, agent, state: "open" } }),
    tx.override.findMany({
      where: { ...own, decidedAt: { not: null }, state: { in: ["approved", "revoked", "stale"] } },
      select: { decidedAt: true },
    }),
  ]);
  const clauses = pacts.flatMap((pact) => pact.clauses.map((clause) => ({ pact, clause })));
  return {
    score: least(pacts.map(({ pact, score }) => ({ of: pact, value: score }))),
    assurance: least(clauses.map(({ clause }) => ({ of: clause.key, value: clause.score }))),
    openDrifts: drifts,
    openIncidents: incidents,
    checks: least(await checksOf(tx, where, snapshot, pacts)),
    soundSince: await soundSince(tx, where, pacts),
    overrides: overrides.flatMap(({ decidedAt }) => (decidedAt ? [decidedAt.getTime()] : [])),
  };
}

/** The lowest; what has none is left out. */
function least(all: readonly { of: string; value: number | null }[]): Least | null {
  const known = all.flatMap(({ of, value }) => (value === null ? [] : [{ of, value }]));
  return known.sort((a, b) => a.value - b.value)[0] ?? null;
}

/** Checks of each clause that takes evidence, on the current release or, where the clause is not per release, on any. */
async function checksOf(
  tx: Tx,
  { organisationId, agent }: Where,
  snapshot: Snapshot,
  pacts: readonly PactReport[],
): Promise<{ of: string; value: number }[]> {
  const known = snapshot.agents.get(agent);
  if (!known || pacts.length === 0) return [];
  const sums = await tx.evidence.groupBy({
    by: ["pact", "clause"],
    where: {
      ...{ organisationId, agent, live: true, pact: { in: pacts.map(({ pact }) => pact) } },
      OR: [{ line: "" }, { release: known.agent.release }],
    },
    _sum: { passed: true, failed: true },
  });
  const made = new Map(
    sums.map(({ pact, clause, _sum }) => [`${pact}/${clause}`, (_sum.passed ?? 0) + (_sum.failed ?? 0)]),
  );
  return known.book.pacts
    .filter(({ pact }) => pacts.some((one) => one.pact === pact))
    .flatMap(({ pact, program }) =>
      programOf(program.document).clauses.flatMap(({ clause }) =>
        clause.evidence ? [{ of: clause.key, value: made.get(`${pact}/${clause.key}`) ?? 0 }] : [],
      ),
    );
}

/** Since when no clause was breached: by what was latched and lifted, and incidents opened and resolved. */
async function soundSince(
  tx: Tx,
  { organisationId, agent }: Where,
  pacts: readonly PactReport[],
): Promise<number | null> {
  const breached = pacts.some(({ clauses }) => clauses.some(({ standing: word }) => word === "breached"));
  if (pacts.length === 0 || breached) return null;
  const names = pacts.map(({ pact }) => pact);
  const [latches, incidents, first] = await Promise.all([
    tx.latch.findMany({ where: { organisationId, agent, pact: { in: names } }, select: { liftedAt: true } }),
    tx.incident.findMany({ where: { organisationId, agent }, select: { resolvedAt: true } }),
    tx.pactVersion.findFirst({
      where: { organisationId, pact: { in: names }, liveAt: { not: null } },
      orderBy: { liveAt: "asc" },
      select: { liveAt: true },
    }),
  ]);
  const ends = [...latches.map(({ liftedAt }) => liftedAt), ...incidents.map(({ resolvedAt }) => resolvedAt)];
  if (ends.includes(null)) return null;
  const last = Math.max(first?.liveAt?.getTime() ?? 0, ...ends.map((at) => at?.getTime() ?? 0));
  return last === 0 ? null : last;
}
