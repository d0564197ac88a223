import type { Tx } from "@/lib/db/client";
import { findDecisions, listDecisions } from "@/lib/db/decisions";
import { type ActorRecord, actorOf, iso } from "@/lib/db/rows";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Verdict } from "@/lib/domain/decision";
import { concerns, type Money, moneyOf, type RemediationState, totalMoney } from "@/lib/domain/exposure";
import type { PactDocument } from "@/lib/domain/pact";
import { programOf } from "@/lib/domain/program";

/** A decision that was permitted while a promise was broken. */
export interface ExposedDecision {
  id: string;
  decidedAt: string;
  agent: string;
  action: string;
  workflow: string | null;
  resource: unknown;
  release: string | null;
  verdict: Verdict;
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
  open: boolean;
  /** One clause of one pact; null: whatever the agent did. */
  clause: { document: PactDocument; key: string; release: string } | null;
  /** For amounts, by pact. */
  documents: readonly PactDocument[];
}

/** Decisions permitted in `[from, to)` that the clause concerns, and those that a person linked; the newest first. */
export async function exposureOf(
  tx: Tx,
  organisationId: string,
  scope: ExposureScope,
  most: number,
): Promise<Exposure> {
  const { subject, agent, from, to, clause } = scope;
  const filter = { agent: [agent], permitted: true, pact: clause?.document.pact, from, to };
  const range = to > from ? await listDecisions(tx, organisationId, filter, most + 1) : [];
  const releases = clause?.release ? await releasesOf(tx, organisationId, agent) : [];
  const own = range.filter((record) => isConcerned(record, clause, releases));
  const words = await tx.remediation.findMany({ where: { organisationId, subject } });
  const known = new Set(own.map(({ id }) => id));
  const linked = words.map(({ decisionId }) => decisionId).filter((id) => !known.has(id));
  const others = await findDecisions(tx, organisationId, linked);
  const byId = new Map(words.map((row) => [row.decisionId, row]));
  const decisions = [...own, ...others]
    .map((record): ExposedDecision => {
      const word = byId.get(record.id);
      return {
        ...exposed(record, scope.documents),
        remediation: word
          ? { state: word.state as RemediationState, note: word.note, at: iso(word.at), by: actorOf(word.by) }
          : null,
        linked: !known.has(record.id),
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

function exposed(
  { id, request, answer }: DecisionRecord,
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
