import type { Tx } from "@/lib/db/client";
import { type DriftClock, driftClocks } from "@/lib/db/metric-traffic";
import { attestations } from "@/lib/db/pact-course";
import type { OrganisationNow } from "@/lib/db/report-heads";
import { readTogether } from "@/lib/db/together";
import type { PactDocument } from "@/lib/domain/pact";
import type { ReportCounts, ReportDrills, ReportEvidence, ReportMetric } from "@/lib/domain/report";
import { DAYS, stripStart } from "@/lib/domain/report-days";
import { remembered } from "@/lib/runtime/runtime";
import { drillsForReport } from "./drills";
import { governedForReport } from "./metrics";
import type { Present } from "./read";
import { reportCounts } from "./report-parts";
import { courseOf, courseReadings, type PactCourse } from "./report-spans";

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Of each kind of facts, so many are kept in memory. */
const MOST = 200;

/** What evidence and everything else that can change a decision comes to. */
export interface ReportPast {
  course: PactCourse;
  attested: Map<string, ReportEvidence[]>;
  clocks: DriftClock[];
}

/** What is counted of the agent's work, and how it is governed. */
export interface ReportCounted {
  /** When, ms. */
  at: number;
  counts: ReportCounts;
  metrics: ReportMetric[];
  drills: ReportDrills | null;
}

export interface FactsOf {
  hash: string;
  document: PactDocument;
  agent: string;
  workflow: string;
  /** The organisation's, as this transaction sees it. */
  at: Pick<OrganisationNow, "revision" | "structure">;
}

/** Values in memory by key, each good for one version of what it is made of. */
function keptValues<T>(name: string) {
  const known = remembered(name, () => new Map<string, { version: string; value: T }>());
  return {
    get(key: string, version: string): T | undefined {
      const found = known.get(key);
      return found?.version === version ? found.value : undefined;
    },
    keep(key: string, version: string, value: T): T {
      known.delete(key);
      known.set(key, { version, value });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return value;
    },
  };
}

const minuteOf = ({ now }: Present) => Math.floor(now / MINUTE);

/**
 * The past of a pact's version, read anew with every change that can change a decision (all evidence is one). What turns by
 * the clock alone (freshness, standing, what the strips say of today) is made from it at the reading, so that it turns at its
 * instant.
 */
export async function reportPast(tx: Tx, present: Present, of: FactsOf): Promise<ReportPast> {
  const { snapshot, now } = present;
  const { organisation: organisationId } = snapshot;
  const { hash, document, agent, at } = of;
  const known = keptValues<ReportPast>("report past");
  const [key, version] = [`${organisationId} ${hash}`, `${at.revision} ${minuteOf(present)}`];
  const before = known.get(key, version);
  if (before) return before;
  const from = now - DAYS * DAY;
  const { attested, ...course } = await readTogether(tx, {
    attested: attestations(organisationId, document.pact, from),
    ...courseReadings(organisationId, { document, agent }, stripStart(now), now),
  });
  const clocks = await driftClocks(tx, organisationId, { from, to: now + 1 }, { pact: document.pact });
  return known.keep(key, version, { course: courseOf(document, course), attested, clocks });
}

/**
 * Counts over ninety days, metrics and drills: they take the database long, and a report says of which minute they are. Counted
 * anew each minute, and at once where more changed than standing.
 */
export async function reportCounted(tx: Tx, present: Present, of: FactsOf): Promise<ReportCounted> {
  const { snapshot, now } = present;
  const { organisation: organisationId } = snapshot;
  const { document, agent, workflow, hash, at } = of;
  const known = keptValues<ReportCounted>("report counts");
  const governed = keptValues<ReportMetric[]>("report metrics");
  const [key, version] = [`${organisationId} ${hash}`, `${at.structure} ${minuteOf(present)}`];
  const before = known.get(key, version);
  if (before) return before;
  const stretch = { from: now - DAYS * DAY, to: now + 1 };
  return known.keep(key, version, {
    at: now,
    counts: await reportCounts(tx, organisationId, agent, workflow, stretch),
    metrics:
      governed.get(organisationId, version) ??
      governed.keep(organisationId, version, await governedForReport(tx, present)),
    drills: await drillsForReport(tx, organisationId, document.pact),
  });
}
