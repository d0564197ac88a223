import type { Tx } from "@/lib/db/client";
import { countVerdicts } from "@/lib/db/decision-counts";
import { bypasses, observedCalls } from "@/lib/db/metric-traffic";
import type { ReportCounts, ReportEvent, ReportEvidence } from "@/lib/domain/report";
import { upperFirst } from "@/lib/domain/text";
import { timelineOf } from "./timeline";

/** Lines of each list in a report; the bundle's ledger holds all. */
const MOST = 60;

interface Stretch {
  from: number;
  to: number;
}

/** How the agent's requests in the pact's workflow were answered, and what ran beside the pact. */
export async function reportCounts(
  tx: Tx,
  organisationId: string,
  agent: string,
  workflow: string,
  stretch: Stretch,
): Promise<ReportCounts> {
  const decided = await countVerdicts(tx, organisationId, { ...stretch, agent, workflow });
  const { override_use, ...exceptions } = await bypasses(tx, organisationId, stretch, {}, { agents: [agent] });
  const observed = await observedCalls(tx, organisationId, stretch, [agent]);
  const sum = (calls: typeof observed) => calls.reduce((total, { count }) => total + count, 0);
  return {
    ...decided,
    exceptions,
    overrideUses: override_use,
    observed: sum(observed),
    observedGoverned: sum(observed.filter(({ governed }) => governed)),
  };
}

const DOWNGRADES = ["latch.", "drift.", "grant.lowered", "incident.", "metric.breached", "standing."];
const EXCEPTIONS = ["override.", "exception.", "breakglass.", "break_glass."];

/** What happened to the pact and its agent, from the ledger, each with its number: nothing is left out but by age. */
export async function reportEvents(
  tx: Tx,
  organisationId: string,
  pact: string,
  agent: string,
  { from, to }: Stretch,
): Promise<{ downgrades: ReportEvent[]; exceptions: ReportEvent[] }> {
  const range = { from: new Date(from), to: new Date(to) };
  const clauses = await tx.ledgerEntry.findMany({
    where: { organisationId, subject: { startsWith: `clause/${pact}/` }, at: { gte: range.from } },
    select: { subject: true },
    distinct: ["subject"],
  });
  const ids = async (found: Promise<{ id: string }[]>, noun: string) => (await found).map(({ id }) => `${noun}/${id}`);
  const subjects = [
    `pact/${pact}`,
    `agent/${agent}`,
    ...clauses.map(({ subject }) => subject),
    ...(await ids(tx.override.findMany({ where: { organisationId, pact }, select: { id: true } }), "override")),
    ...(await ids(tx.incident.findMany({ where: { organisationId, agent }, select: { id: true } }), "incident")),
    ...(await ids(
      tx.exception.findMany({
        where: { organisationId, agent, at: { gte: range.from } },
        select: { id: true },
        take: 500,
      }),
      "exception",
    )),
  ];
  const lines = await timelineOf(tx, organisationId, subjects, 500, range);
  const told = (kinds: readonly string[]) =>
    lines
      .filter(({ kind }) => kinds.some((start) => kind.startsWith(start)))
      .slice(0, MOST)
      .map(({ number, at, kind, says }): ReportEvent => ({ number, at, kind, says: upperFirst(says) }));
  return { downgrades: told(DOWNGRADES), exceptions: told(EXCEPTIONS) };
}

/** Who attested each clause, with how many checks: never left out. */
export async function attestations(
  tx: Tx,
  organisationId: string,
  pact: string,
  from: number,
): Promise<Map<string, ReportEvidence[]>> {
  const rows = await tx.evidence.groupBy({
    by: ["clause", "source"],
    where: { organisationId, pact, observedAt: { gte: new Date(from) } },
    _count: { _all: true },
    _sum: { passed: true, failed: true },
    _max: { observedAt: true },
    orderBy: [{ clause: "asc" }, { source: "asc" }],
  });
  const found = new Map<string, ReportEvidence[]>();
  for (const { clause, source, _count, _sum, _max } of rows) {
    const failed = _sum.failed ?? 0;
    const lastObservedAt = (_max.observedAt as Date).toISOString();
    const one = { source, records: _count._all, checks: (_sum.passed ?? 0) + failed, failed, lastObservedAt };
    found.set(clause, [...(found.get(clause) ?? []), one]);
  }
  return found;
}
