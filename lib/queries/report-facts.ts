import type { Tx } from "@/lib/db/client";
import { type DriftClock, driftClocks } from "@/lib/db/metric-traffic";
import type { PactDocument } from "@/lib/domain/pact";
import type { ReportCounts, ReportDrills, ReportEvidence, ReportMetric } from "@/lib/domain/report";
import { DAYS, stripStart } from "@/lib/domain/report-days";
import { remembered } from "@/lib/runtime/runtime";
import { drillsForReport } from "./drills";
import { governedForReport } from "./metrics";
import type { Present } from "./read";
import { attestations, reportCounts } from "./report-parts";
import { type PactCourse, pactCourse } from "./report-spans";

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Pacts whose facts are kept in memory. */
const MOST = 200;

/** What ninety days of records come to, for a report: takes the database long, and no reader needs it newer than the minute. */
export interface ReportFacts {
  /** When they were counted, ms. */
  at: number;
  course: PactCourse;
  clocks: DriftClock[];
  attested: Map<string, ReportEvidence[]>;
  counts: ReportCounts;
  metrics: ReportMetric[];
  drills: ReportDrills | null;
}

export interface FactsOf {
  hash: string;
  document: PactDocument;
  agent: string;
  workflow: string;
  /** Of the organisation, as this transaction sees it. */
  revision: number;
}

/**
 * The facts of a pact's version, counted anew with every change that can change a decision (all evidence is one), and
 * otherwise once a minute. What turns by the clock alone (freshness, standing, what the strips say of today) is made from
 * them at the reading, so that it turns at its instant.
 */
export async function reportFacts(tx: Tx, present: Present, of: FactsOf): Promise<ReportFacts> {
  const known = remembered("report facts", () => new Map<string, { version: string; facts: ReportFacts }>());
  const key = `${present.snapshot.organisation} ${of.hash}`;
  const version = `${of.revision} ${Math.floor(present.now / MINUTE)}`;
  const before = known.get(key);
  if (before?.version === version) return before.facts;
  const facts = await count(tx, present, of);
  known.delete(key);
  known.set(key, { version, facts });
  const [oldest] = known.keys();
  if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  return facts;
}

async function count(tx: Tx, present: Present, { document, agent, workflow }: FactsOf): Promise<ReportFacts> {
  const { snapshot, now } = present;
  const { organisation: organisationId } = snapshot;
  const { pact } = document;
  const stretch = { from: now - DAYS * DAY, to: now + 1 };
  return {
    at: now,
    course: await pactCourse(tx, organisationId, { document, agent }, stripStart(now), now),
    clocks: await driftClocks(tx, organisationId, stretch, { pact }),
    attested: await attestations(tx, organisationId, pact, stretch.from),
    counts: await reportCounts(tx, organisationId, agent, workflow, stretch),
    metrics: await governedForReport(tx, present),
    drills: await drillsForReport(tx, organisationId, pact),
  };
}
