import type { Tx } from "@/lib/db/client";
import { overrideView, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import { type DriftView, driftView, type EvidenceView, evidenceView } from "@/lib/db/standing-rows";
import { type BudgetSpent, budgetSpent } from "@/lib/domain/budget";
import { durationMs } from "@/lib/domain/duration";
import { notFound } from "@/lib/domain/errors";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { OverrideShown } from "@/lib/domain/shown";
import { type ClauseReport, standing } from "@/lib/domain/standing";
import { readNow } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";

/** A version in which the clause was worded anew. */
interface Wording {
  version: number;
  liveAt: string | null;
  obligation: string;
  /** What else changed beside the obligation. */
  changed: string[];
  by: ActorRecord;
}

interface ClauseOverride {
  id: string;
  state: OverrideShown;
  triggers: string[];
  reason: string;
  endsAt: string;
  used: number;
}

export interface ClauseDossier {
  pact: string;
  pactTitle: string;
  version: number;
  agent: string;
  workflow: string;
  /** Its place in the document, from 1. */
  number: number;
  document: PactDocument;
  clause: Clause;
  /** null: the agent is not registered. */
  report: ClauseReport | null;
  windowMs: number | null;
  /** Every check of the current release (of all, where evidence is not per release). */
  checks: { passed: number; failed: number };
  /** Newest first. */
  evidence: EvidenceView[];
  drifts: DriftView[];
  overrides: ClauseOverride[];
  /** How many of them may take effect within so long, where the pact says so. */
  budget: BudgetSpent | null;
  /** Newest first. */
  wordings: Wording[];
  timeline: TimelineEntry[];
}

const NEWEST = 200;
const MOST = 50;

/** Everything about one clause of a pact that is live. @throws SuretyError not_found */
export async function clauseDossier(actor: Actor, pact: string, key: string): Promise<ClauseDossier> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const versions = await tx.pactVersion.findMany({
      where: { organisationId, pact, state: { in: ["live", "superseded"] } },
      orderBy: { version: "desc" },
    });
    const live = versions.find(({ state }) => state === "live");
    const document = live?.document as unknown as PactDocument | undefined;
    const index = document?.clauses.findIndex((one) => one.key === key) ?? -1;
    const clause = document?.clauses[index];
    if (!live || !document || !clause) throw notFound();
    const own = { organisationId, pact, clause: key };
    const report = standing(snapshot, document.agent, now)?.pacts.find((one) => one.pact === pact);
    return {
      pact,
      pactTitle: document.title,
      version: live.version,
      agent: document.agent,
      workflow: document.workflow,
      number: index + 1,
      document,
      clause,
      report: report?.clauses.find((one) => one.key === key) ?? null,
      windowMs: clause.evidence ? durationMs(clause.evidence.freshness) : null,
      checks: await checksOf(
        tx,
        own,
        clause.evidence?.perRelease ? snapshot.agents.get(document.agent)?.agent.release : undefined,
      ),
      evidence: (await tx.evidence.findMany({ where: own, orderBy: { seq: "desc" }, take: NEWEST })).map(evidenceView),
      drifts: await driftsOf(tx, own, now),
      overrides: await overridesOf(tx, own, now),
      budget: budgetSpent(document, key, snapshot.agents.get(document.agent)?.spendings ?? [], now),
      wordings: wordingsOf(
        versions.map((row) => ({ ...row, document: row.document as unknown as PactDocument })),
        key,
      ),
      timeline: await timelineOf(tx, organisationId, [`clause/${pact}/${key}`], MOST),
    };
  });
}

type Own = { organisationId: string; pact: string; clause: string };

async function checksOf(tx: Tx, own: Own, release: string | undefined): Promise<ClauseDossier["checks"]> {
  const { _sum } = await tx.evidence.aggregate({
    where: { ...own, live: true, ...(release === undefined ? {} : { release }) },
    _sum: { passed: true, failed: true },
  });
  return { passed: _sum.passed ?? 0, failed: _sum.failed ?? 0 };
}

async function driftsOf(tx: Tx, own: Own, now: number): Promise<DriftView[]> {
  const rows = await tx.drift.findMany({ where: own, orderBy: { id: "desc" }, take: MOST });
  const ids = rows.map(({ id }) => id);
  const latches = await tx.latch.findMany({ where: { organisationId: own.organisationId, driftId: { in: ids } } });
  return rows.map((row) => driftView(row, now, latches));
}

async function overridesOf(tx: Tx, own: Own, now: number): Promise<ClauseOverride[]> {
  const rows = await tx.override.findMany({
    where: own,
    include: WITH_OVERRIDE_APPROVALS,
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map((row) => {
    const { id, state, triggers, reason, endsAt, used } = overrideView(row, now);
    return { id, state, triggers, reason, endsAt, used };
  });
}

interface Version {
  version: number;
  document: PactDocument;
  liveAt: Date | null;
  editedBy: unknown;
}

const NAMES: Partial<Record<keyof Clause, string>> = {
  severity: "severity",
  owner: "owner",
  actions: "actions",
  when: "whom it concerns",
  require: "what is required",
  evidence: "evidence",
  failures: "failures",
  drift: "drift",
  score: "score",
  restore: "restoring",
  on: "consequences",
};

/** The versions that changed the clause, with what they changed. */
function wordingsOf(versions: readonly Version[], key: string): Wording[] {
  const found: Wording[] = [];
  versions.forEach(({ version, document, liveAt, editedBy }, index) => {
    const clause = document.clauses.find((one) => one.key === key);
    if (!clause) return;
    const before = versions[index + 1]?.document.clauses.find((one) => one.key === key);
    const differs = (name: keyof Clause) => JSON.stringify(clause[name]) !== JSON.stringify(before?.[name]);
    const changed = before
      ? (Object.keys(NAMES) as (keyof Clause)[]).filter(differs).map((name) => NAMES[name] ?? name)
      : [];
    if (before && changed.length === 0 && before.obligation === clause.obligation) return;
    const by = actorOf(editedBy as Parameters<typeof actorOf>[0]);
    found.push({ version, liveAt: liveAt && iso(liveAt), obligation: clause.obligation, changed, by });
  });
  return found;
}
