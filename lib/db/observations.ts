import type { Answer } from "@/lib/domain/decision";
import type { NamedDecision, Permit } from "@/lib/domain/observation";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { findDecisions } from "./decisions";
import { type DecisionRecord, fromBody } from "./segment";

/** One transaction at a time joins the observations of an organisation, so that no permit is taken twice. */
export async function lockObservations(tx: Tx, organisationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`observations ${organisationId}`}, 0))`;
}

/** The permit that an answer gave; null where it gave none. */
function permitOf({ id, request }: DecisionRecord, answer: Answer): Permit | null {
  if (!answer.permitted) return null;
  const { agent, action, resource } = request;
  return { decision: id, agent, action, resource, from: answer.decidedAt, until: answer.useBy ?? answer.decidedAt };
}

/** The answers that approved reviews were decided anew with, by decision. */
async function approvedAnswers(tx: Tx, where: object): Promise<Map<string, Answer>> {
  const rows = await tx.review.findMany({
    where: { ...where, state: "approved" },
    select: { decisionId: true, answer: true },
  });
  return new Map(rows.flatMap((row) => (row.answer ? [[row.decisionId, row.answer as unknown as Answer]] : [])));
}

/** Decisions by id, with what they permit by now. */
export async function namedDecisions(
  tx: Tx,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, NamedDecision>> {
  const records = await findDecisions(tx, organisationId, ids);
  const approved = await approvedAnswers(tx, { organisationId, decisionId: { in: records.map(({ id }) => id) } });
  return new Map(
    records.map((record) => {
      const { agent, action } = record.request;
      const permit = permitOf(record, approved.get(record.id) ?? record.answer);
      return [record.id, { agent, action, permit, verdict: record.answer.verdict }];
    }),
  );
}

/** Which traffic is asked about: instants in ms. */
export interface Traffic {
  agents: string[];
  actions: string[];
  from: number;
  to: number;
}

/** Permits given to these agents for these actions in this time, of decisions that no observation stands for. */
export async function freePermits(tx: Tx, organisationId: string, traffic: Traffic): Promise<Permit[]> {
  const { agents } = traffic;
  const [from, to] = [new Date(traffic.from), new Date(traffic.to)];
  // One statement: the sequencer merges segments, and between two statements one could be missed or seen twice.
  const segments = await tx.decisionSegment.findMany({
    where: { organisationId, agents: { hasSome: agents }, toAt: { gte: from }, fromAt: { lte: to } },
    select: { body: true },
  });
  const permits: Permit[] = [];
  const wanted = (record: DecisionRecord) =>
    agents.includes(record.request.agent) && traffic.actions.includes(record.request.action);
  const take = (record: DecisionRecord, answer: Answer) => {
    const permit = permitOf(record, answer);
    if (permit && permit.from >= traffic.from && permit.from <= traffic.to) permits.push(permit);
  };
  for (const { body } of segments) for (const record of fromBody(body)) if (wanted(record)) take(record, record.answer);
  const approved = await approvedAnswers(tx, {
    organisationId,
    agent: { in: agents },
    action: { in: traffic.actions },
    settledAt: { gte: from, lte: to },
  });
  for (const record of await findDecisions(tx, organisationId, [...approved.keys()]))
    take(record, approved.get(record.id) as Answer);
  const stand = await tx.observation.findMany({
    where: { organisationId, agent: { in: agents }, at: { gte: from }, decisionId: { not: null } },
    select: { decisionId: true },
  });
  const taken = new Set(stand.map(({ decisionId }) => decisionId));
  return permits.filter(({ decision }) => !taken.has(decision));
}

export interface ObservationView {
  id: string;
  agent: string;
  action: string;
  at: string;
  resource: unknown;
  /** The decision that permitted it. */
  decision: string | null;
  /** Why it is ungoverned. */
  ungoverned: string | null;
  exception: string | null;
  recordedAt: string;
  recordedBy: { type: string; id: string; name: string };
}

/** An observation as it is stored: joined to a decision, or ungoverned with its exception. */
export interface ObservationRow {
  organisationId: string;
  id: string;
  agent: string;
  action: string;
  at: Date;
  resource: unknown;
  named: string | null;
  decisionId: string | null;
  ungoverned: string | null;
  exceptionId: string | null;
  recordedAt: Date;
  recordedBy: unknown;
}

/** Stores observations, and an exception for each that no decision permitted. */
export async function storeObservations(tx: Tx, rows: ObservationRow[]): Promise<void> {
  const exceptions = rows.flatMap(({ organisationId, exceptionId, named, agent, action, at, id, ungoverned }) =>
    exceptionId === null
      ? []
      : [
          {
            organisationId,
            id: exceptionId,
            kind: "ungoverned",
            decisionId: named,
            agent,
            action,
            at,
            detail: { observation: id, says: ungoverned },
          },
        ],
  );
  await tx.exception.createMany({ data: exceptions });
  await tx.observation.createMany({
    data: rows.map((row) => ({
      ...row,
      resource: row.resource as Prisma.InputJsonValue | undefined,
      recordedBy: row.recordedBy as Prisma.InputJsonObject,
    })),
  });
}

export function observationView(row: ObservationRow): ObservationView {
  const { id, agent, action, resource, decisionId, ungoverned, exceptionId } = row;
  return {
    id,
    agent,
    action,
    at: row.at.toISOString(),
    resource: resource ?? null,
    decision: decisionId,
    ungoverned,
    exception: exceptionId,
    recordedAt: row.recordedAt.toISOString(),
    recordedBy: row.recordedBy as ObservationView["recordedBy"],
  };
}
