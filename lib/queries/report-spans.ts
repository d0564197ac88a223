import type { Tx } from "@/lib/db/client";
import { evidenceGaps } from "@/lib/db/evidence-gaps";
import {
  firstLive,
  incidentStretches,
  type LatchStretch,
  latchStretches,
  overrideStretches,
  pastGrants,
  type Stretch,
} from "@/lib/db/pact-course";
import { readTogether } from "@/lib/db/together";
import { capOf } from "@/lib/domain/authority";
import { durationMs } from "@/lib/domain/duration";
import { latchConsequence } from "@/lib/domain/latch";
import { type Clause, LEVELS, type Level, type PactDocument } from "@/lib/domain/pact";
import { evidenceSpans, type Renewed, type Span } from "@/lib/domain/report-days";
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

/** Freshness windows of a pact's clauses by key, ms. */
const windowsOf = ({ clauses }: PactDocument) =>
  new Map(clauses.flatMap(({ key, evidence }) => (evidence ? [[key, durationMs(evidence.freshness)]] : [])));

/**
 * What a course is made of: evidence, latches, incidents, overrides and grants; it changes with them and not with the clock.
 * @param from what ended before it is of no use, ms; @param now evidence up to it, ms
 */
export function courseReadings(organisationId: string, { document, agent }: CourseOf, from: number, now: number) {
  const of = { pact: document.pact, agent };
  return {
    since: firstLive(organisationId, document.pact),
    renewed: evidenceGaps(organisationId, { ...of, windows: windowsOf(document) }, from, now),
    latches: latchStretches(organisationId, of, from),
    overrides: overrideStretches(organisationId, of, from),
    incidents: incidentStretches(organisationId, agent, from),
    grants: pastGrants(organisationId, agent),
  };
}

interface Parts {
  since: number;
  renewed: Map<string, Renewed>;
  latches: LatchStretch[];
  overrides: (Stretch & { clause: string | null })[];
  incidents: (Stretch & { severity: Level })[];
  grants: GrantState[];
}

export function courseOf(document: PactDocument, parts: Parts): PactCourse {
  const { since, renewed, latches, overrides, incidents, grants } = parts;
  const windows = windowsOf(document);
  const spansOf = (clause: Clause): Span[] => [
    ...freshnessSpans(clause, windows.get(clause.key), renewed.get(clause.key) ?? NOTHING, since),
    ...latches
      .filter((latch) => latch.clause === clause.key)
      .map((latch) => span("breached", latch, capOf(latchConsequence(latch, clause, document).do))),
    ...incidents
      .filter(({ severity }) => bears(clause, severity))
      .map((incident) => span("breached", incident, capOf(clause.on.incident?.do ?? "settle"))),
    ...overrides.filter(({ clause: key }) => key === clause.key).map((one) => span("waived", one)),
  ];
  return { since, clauses: new Map(document.clauses.map((clause) => [clause.key, spansOf(clause)])), grants };
}

/** The course of a pact alone. */
export async function pactCourse(
  tx: Tx,
  organisationId: string,
  of: CourseOf,
  from: number,
  now: number,
): Promise<PactCourse> {
  return courseOf(of.document, await readTogether(tx, courseReadings(organisationId, of, from, now)));
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

const span = (word: Span["word"], { from, until }: Stretch, cap?: Authority): Span => ({
  ...{ word, from, until },
  ...(cap && { cap }),
});
