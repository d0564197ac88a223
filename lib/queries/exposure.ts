import type { Tx } from "@/lib/db/client";
import { findDecisions, listDecisions } from "@/lib/db/decisions";
import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Verdict } from "@/lib/domain/decision";
import { concerns, type Money, moneyOf, type RemediationState, totalMoney } from "@/lib/domain/exposure";
import type { PactDocument } from "@/lib/domain/pact";
import { programOf } from "@/lib/domain/program";

/** A decision that was permitted while a promise was broken. */
interface ExposedDecision {
  id: string;
  decidedAt: string;
  agent: string;
  action: string;
  workflow: string | null;
  resource: unknown;
  release: string | null;
  verdict: Verdict;
  /** When it might go ahead: as decided, or once a person approved its review. */
  permittedAt: string;
  /** What permitted it where the clauses alone did not: a review that a person approved, an override that was used. */
  through: { kind: "review" | "override"; id: string } | null;
  money: Money | null;
  remediation: { state: RemediationState; note: string | null; at: string; by: ActorRecord } | null;
  /** A person put it here. */
  linked: boolean;
}

export interface Exposure {
  /** From the onset on. */
  from: string;
  /** Until it was enforced; else until it ended, or now. */
  to: string;
  /** Nothing enforces it yet. */
  open: boolean;
  decisions: ExposedDecision[];
  money: Money[];
  /** Of those listed: nobody has said what became of them. */
  unanswered: number;
  /** There are more than are listed. */
  more: boolean;
}

/** What to look for. Instants in ms. */
export interface ExposureScope {
  subject: string;
  agent: string;
  from: number;
  to: number;
  /** The first revision that enforces it: what was decided on an older one at the very last was permitted all the same. */
  enforcedRevision?: number | null;
  open: boolean;
  /** One clause of one pact; null: whatever the agent did. */
  clause: { document: PactDocument; key: string; release: string } | null;
  /** For amounts, by pact. */
  documents: readonly PactDocument[];
}

/** How long after it was enforced an answer from before may still have been on its way, ms. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Decisions permitted in `[from, to)` that the clause concerns, by the answer itself or by a person who approved its review,
 * and those that a person linked; the newest first.
 */
export async function exposureOf(
  tx: Tx,
  organisationId: string,
  scope: ExposureScope,
  most: number,
): Promise<Exposure> {
  const { subject, from, to, clause } = scope;
  const range = await permittedIn(tx, organisationId, scope, most + 1);
  const releases = clause?.release ? await releasesOf(tx, organisationId, scope.agent) : [];
  const own = range.filter(({ record }) => isConcerned(record, clause, releases));
  const words = await tx.remediation.findMany({ where: { organisationId, subject } });
  const known = new Set(own.map(({ record }) => record.id));
  const linked = words.map(({ decisionId }) => decisionId).filter((id) => !known.has(id));
  const others = (await findDecisions(tx, organisationId, linked)).map(asDecided);
  const byId = new Map(words.map((row) => [row.decisionId, row]));
  const decisions = [...own, ...others]
    .map((permit): ExposedDecision => {
      const word = byId.get(permit.record.id);
      return {
        ...exposed(permit, scope.documents),
        remediation: word
          ? { state: word.state as RemediationState, note: word.note, at: iso(word.at), by: actorOf(word.by) }
          : null,
        linked: !known.has(permit.record.id),
      };
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    open: scope.open,
    decisions: decisions.slice(0, most),
    money: totalMoney(decisions.map(({ money }) => money)),
    unanswered: decisions.filter(({ remediation }) => (remediation?.state ?? "open") === "open").length,
    more: range.length > most,
  };
}

/** A decision, and how it came to be permitted. */
interface Permit {
  record: DecisionRecord;
  /** ms */
  at: number;
  through: ExposedDecision["through"];
}

const asDecided = (record: DecisionRecord): Permit => {
  const used = record.answer.because.find(({ override }) => override !== null)?.override;
  return { record, at: record.answer.decidedAt, through: used ? { kind: "override", id: used } : null };
};

/** Every permit of the agent in the range; each of the two kinds up to `limit`. */
async function permittedIn(
  tx: Tx,
  organisationId: string,
  { agent, from, to, clause, enforcedRevision }: ExposureScope,
  limit: number,
): Promise<Permit[]> {
  if (to <= from) return [];
  const pact = clause?.document.pact;
  const until = enforcedRevision ? to + ON_ITS_WAY_MS : to;
  const filter = { agent: [agent], permitted: true, pact, from, to: until };
  const answered = (await listDecisions(tx, organisationId, filter, limit)).filter(
    ({ answer }) => answer.decidedAt < to || answer.revision < (enforcedRevision ?? 0),
  );
  const approved = await tx.review.findMany({
    where: {
      ...{ organisationId, agent, state: "approved", settledAt: { gte: new Date(from), lt: new Date(to) } },
      answer: { path: ["permitted"], equals: true },
    },
    orderBy: { settledAt: "desc" },
    take: limit,
    select: { id: true, decisionId: true, settledAt: true },
  });
  const settled = new Map(approved.map((row) => [row.decisionId, row]));
  const held = await findDecisions(tx, organisationId, [...settled.keys()]);
  const reviewed = held
    .filter(({ answer }) => pact === undefined || answer.pacts.some((one) => one.pact === pact))
    .map((record): Permit => {
      const { id, settledAt } = settled.get(record.id) as (typeof approved)[number];
      return { record, at: settledAt?.getTime() ?? record.answer.decidedAt, through: { kind: "review", id } };
    });
  return [...answered.map(asDecided), ...reviewed];
}

function exposed(
  { record: { id, request, answer }, at, through }: Permit,
  documents: readonly PactDocument[],
): Omit<ExposedDecision, "remediation" | "linked"> {
  const document = documents.find(({ pact }) => answer.pacts.some((one) => one.pact === pact)) ?? null;
  return {
    id,
    decidedAt: new Date(answer.decidedAt).toISOString(),
    agent: request.agent,
    action: request.action,
    workflow: answer.workflow,
    resource: request.resource ?? null,
    release: request.release ?? null,
    verdict: answer.verdict,
    permittedAt: new Date(at).toISOString(),
    through,
    money: moneyOf(document, request),
  };
}

interface Released {
  release: string;
  since: Date;
}

const releasesOf = (tx: Tx, organisationId: string, agent: string): Promise<Released[]> =>
  tx.agentRelease.findMany({
    where: { organisationId, agent },
    orderBy: { since: "asc" },
    select: { release: true, since: true },
  });

function isConcerned(
  { request, answer }: DecisionRecord,
  clause: ExposureScope["clause"],
  releases: readonly Released[],
): boolean {
  if (!clause) return true;
  const current = () => releases.findLast(({ since }) => since.getTime() <= answer.decidedAt)?.release;
  if (clause.release !== "" && (request.release ?? current() ?? clause.release) !== clause.release) return false;
  const program = programOf(clause.document).clauses.find(({ key }) => key === clause.key);
  return program === undefined || concerns(program, { request, workflow: answer.workflow });
}
