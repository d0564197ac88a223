import type { Tx } from "@/lib/db/client";
import { evidenceGaps } from "@/lib/db/evidence-gaps";
import { latchOf } from "@/lib/db/lines";
import { capOf } from "@/lib/domain/authority";
import { durationMs } from "@/lib/domain/duration";
import { latchConsequence } from "@/lib/domain/latch";
import { type Clause, LEVELS, type Level, type PactDocument } from "@/lib/domain/pact";
import { evidenceSpans, type Span } from "@/lib/domain/report-days";
import type { Authority, GrantState } from "@/lib/domain/state";

/** What was so of a pact's clauses and its agent, and when. */
export interface PactCourse {
  /** When its first version came into force, ms; infinite: none has. */
  since: number;
  /** By clause key. */
  clauses: Map<string, Span[]>;
  grants: GrantState[];
}

export interface CourseOf {
  document: PactDocument;
  agent: string;
}

/**
 * From evidence, latches, incidents, overrides and grants; what it says changes with them and not with the clock.
 * @param from what ended before it is of no use, ms; @param now evidence up to it, ms
 */
export async function pactCourse(
  tx: Tx,
  organisationId: string,
  { document, agent }: CourseOf,
  from: number,
  now: number,
): Promise<PactCourse> {
  const { pact } = document;
  const first = await tx.pactVersion.findFirst({
    where: { organisationId, pact, liveAt: { not: null } },
    orderBy: { liveAt: "asc" },
    select: { liveAt: true },
  });
  const since = first?.liveAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const windows = new Map(
    document.clauses.flatMap(({ key, evidence }) => (evidence ? [[key, durationMs(evidence.freshness)]] : [])),
  );
  const renewed = await evidenceGaps(tx, organisationId, { pact, agent, windows }, from, now);
  const over = [{ liftedAt: null }, { liftedAt: { gte: new Date(from) } }];
  const latches = await tx.latch.findMany({ where: { organisationId, pact, agent, OR: over } });
  const overrides = await tx.override.findMany({
    where: { organisationId, pact, agent, state: "approved", endsAt: { gte: new Date(from) } },
    select: { clause: true, startsAt: true, endsAt: true },
  });
  const incidents = await tx.incident.findMany({
    where: { organisationId, agent, OR: [{ resolvedAt: null }, { resolvedAt: { gte: new Date(from) } }] },
    select: { severity: true, openedAt: true, resolvedAt: true },
  });
  const spansOf = (clause: Clause): Span[] => [
    ...freshnessSpans(clause, windows.get(clause.key), renewed.get(clause.key) ?? NOTHING, since),
    ...latches
      .filter((latch) => latch.clause === clause.key)
      .map((latch) => {
        const cap = capOf(latchConsequence(latchOf(latch), clause, document).do);
        return span("breached", latch.verifiedAt, latch.liftedAt, cap);
      }),
    ...incidents
      .filter(({ severity }) => bears(clause, severity as Level))
      .map(({ openedAt, resolvedAt }) =>
        span("breached", openedAt, resolvedAt, capOf(clause.on.incident?.do ?? "settle")),
      ),
    ...overrides
      .filter(({ clause: key }) => key === clause.key)
      .map(({ startsAt, endsAt }) => span("waived", startsAt, endsAt)),
  ];
  return {
    since,
    clauses: new Map(document.clauses.map((clause) => [clause.key, spansOf(clause)])),
    grants: await grantsOf(tx, organisationId, agent),
  };
}

const NOTHING = { first: null, gaps: [] };

/** Whether an incident of this severity breaks the promise. */
const bears = ({ on }: Clause, severity: Level) =>
  on.incident !== undefined && LEVELS.indexOf(severity) >= LEVELS.indexOf(on.incident.atLeast);

function freshnessSpans(
  { on }: Clause,
  window: number | undefined,
  renewed: Parameters<typeof evidenceSpans>[0],
  since: number,
): Span[] {
  if (window === undefined) return [];
  const caps = { missing: capOf(on.missing?.do ?? "block"), stale: capOf(on.stale?.do ?? "block") };
  return evidenceSpans(renewed, window, since, caps);
}

const span = (word: Span["word"], from: Date, until: Date | null, cap?: Authority): Span => ({
  word,
  from: from.getTime(),
  until: until?.getTime() ?? null,
  ...(cap && { cap }),
});

async function grantsOf(tx: Tx, organisationId: string, agent: string): Promise<GrantState[]> {
  const rows = await tx.grant.findMany({
    where: { organisationId, agent, since: { not: null }, state: { in: ["active", "superseded", "fell_back"] } },
  });
  return rows.map(({ id, workflow, level, reason, since, createdAt, endedAt, endsAt: until }) => ({
    ...{ id, agent, workflow, reason, level: level as Authority },
    since: (since ?? createdAt).getTime(),
    until: (endedAt ?? until)?.getTime() ?? null,
  }));
}
