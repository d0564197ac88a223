import type { Tx } from "@/lib/db/client";
import { type ActorRecord, iso } from "@/lib/db/rows";
import { type EvidenceView, evidenceView } from "@/lib/db/standing-rows";
import type { PactDocument } from "@/lib/domain/pact";
import { type Actor, actorRecord } from "@/lib/domain/roles";
import { type IncidentDetail, incidentDetail } from "./incident";
import { readAt } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

/** A version that was in force at some moment of the incident. */
interface PromisedVersion {
  pact: string;
  version: number;
  hash: string;
  title: string;
  from: string;
  to: string | null;
  clauses: { key: string; title: string; obligation: string; severity: string; owner: string }[];
}

interface KnownLatch {
  pact: string;
  clause: string;
  trigger: string;
  at: number | null;
  does: string;
  says: string;
  since: string;
  verifiedAt: string;
  liftedAt: string | null;
}

interface KnownDrift {
  id: string;
  pact: string;
  clause: string;
  onsetAt: string | null;
  suspectedAt: string;
  verifiedAt: string | null;
  says: string;
}

/** What was promised, known and decided about an incident, when and by whom. */
export interface IncidentPack {
  format: "surety.incident-pack/1";
  madeAt: string;
  madeBy: ActorRecord;
  /** From the onset to the resolution, or to now. */
  from: string;
  to: string;
  incident: Omit<IncidentDetail, "exposure" | "timeline">;
  promised: PromisedVersion[];
  known: { evidence: EvidenceView[]; drifts: KnownDrift[]; latches: KnownLatch[] };
  decided: IncidentDetail["exposure"];
  /** Everything the ledger holds about the incident, the agent and its pacts in that time, the oldest first. */
  history: TimelineEntry[];
}

const MOST_EVIDENCE = 500;
const MOST_ENTRIES = 1000;
const MOST_DECISIONS = 10_000;
const DAY_MS = 24 * 3600_000;

/** The post-incident pack. What was known begins a day before the onset. @throws SuretyError not_found */
export async function incidentPack(actor: Actor, id: string): Promise<IncidentPack> {
  const { exposure, timeline: _, ...incident } = await incidentDetail(actor, id, MOST_DECISIONS);
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const from = new Date(Date.parse(incident.startedAt) - DAY_MS);
    const to = incident.resolvedAt ? new Date(incident.resolvedAt) : new Date(now);
    const promised = await promisedIn(tx, organisationId, incident.agent, from, to);
    const pacts = [...new Set(promised.map(({ pact }) => pact))];
    const clauses = promised.flatMap(({ pact, clauses: all }) => all.map(({ key }) => `clause/${pact}/${key}`));
    const subjects = [`incident/${id}`, `agent/${incident.agent}`, ...pacts.map((pact) => `pact/${pact}`), ...clauses];
    const entries = await timelineOf(tx, organisationId, [...new Set(subjects)], MOST_ENTRIES, { from, to });
    return {
      format: "surety.incident-pack/1",
      madeAt: new Date(now).toISOString(),
      madeBy: actorRecord(actor),
      from: from.toISOString(),
      to: to.toISOString(),
      incident,
      promised,
      known: await knownIn(tx, organisationId, incident.agent, from, to),
      decided: exposure,
      history: entries.reverse(),
    };
  });
}

async function promisedIn(
  tx: Tx,
  organisationId: string,
  agent: string,
  from: Date,
  to: Date,
): Promise<PromisedVersion[]> {
  const rows = await tx.pactVersion.findMany({
    where: {
      organisationId,
      agent,
      liveAt: { lte: to },
      OR: [{ supersededAt: null }, { supersededAt: { gt: from } }],
      state: { in: ["live", "superseded"] },
    },
    orderBy: [{ pact: "asc" }, { version: "asc" }],
  });
  return rows.map((row) => {
    const document = row.document as unknown as PactDocument;
    return {
      pact: row.pact,
      version: row.version,
      hash: row.hash,
      title: document.title,
      from: iso(row.liveAt ?? row.createdAt),
      to: row.supersededAt && iso(row.supersededAt),
      clauses: document.clauses.map(({ key, title, obligation, severity, owner }) => ({
        key,
        title,
        obligation,
        severity,
        owner,
      })),
    };
  });
}

async function knownIn(
  tx: Tx,
  organisationId: string,
  agent: string,
  from: Date,
  to: Date,
): Promise<IncidentPack["known"]> {
  const own = { organisationId, agent };
  const evidence = await tx.evidence.findMany({
    where: { ...own, recordedAt: { gte: from, lte: to } },
    orderBy: { seq: "desc" },
    take: MOST_EVIDENCE,
  });
  const drifts = await tx.drift.findMany({
    where: { ...own, suspectedAt: { lte: to }, OR: [{ clearedAt: null }, { clearedAt: { gt: from } }] },
    orderBy: { suspectedAt: "asc" },
  });
  const latches = await tx.latch.findMany({
    where: { ...own, since: { lte: to }, OR: [{ liftedAt: null }, { liftedAt: { gt: from } }] },
    orderBy: { since: "asc" },
  });
  return {
    evidence: evidence.map(evidenceView),
    drifts: drifts.map(({ id, pact, clause, onsetAt, suspectedAt, verifiedAt, says }) => ({
      id,
      pact,
      clause,
      onsetAt: onsetAt && iso(onsetAt),
      suspectedAt: iso(suspectedAt),
      verifiedAt: verifiedAt && iso(verifiedAt),
      says,
    })),
    latches: latches.map((row) => ({
      pact: row.pact,
      clause: row.clause,
      trigger: row.trigger,
      at: row.at,
      does: (row.consequence as { do?: string } | null)?.do ?? "review",
      says: row.says,
      since: iso(row.since),
      verifiedAt: iso(row.verifiedAt),
      liftedAt: row.liftedAt && iso(row.liftedAt),
    })),
  };
}
