import { durationMs } from "@/lib/domain/duration";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { type ActorRecord, actorOf } from "./rows";

/** An answer that the owner of a clause owes, because something is latched on it. */
export interface OwedResponse {
  agent: string;
  pact: string;
  clause: string;
  title: string;
  /** Slug of the owning team. */
  team: string;
  /** ISO 8601. */
  within: string;
  runbook: string | null;
  triggers: string[];
  /** When the clause began to act, ms; of what is unanswered, where anything is. */
  since: number;
  /** When the answer is overdue, ms. */
  dueAt: number;
  /** 0 nobody was told that it is overdue, 1 the deputy, 2 the escalation. */
  told: number;
  /** The newest; null while anything is unanswered. */
  answered: { at: number; by: ActorRecord; note: string } | null;
  /** Ids of what is latched. */
  latches: string[];
  /** Of those, what nobody answered for. */
  open: string[];
}

/**
 * What is owed at `now`, the earliest due first: one for each clause of an agent that acts and says `respond.within`.
 * @param of one clause only
 */
export async function owedResponses(
  tx: Tx,
  organisationId: string,
  now: number,
  of: { agent?: string; pact?: string; clause?: string } = {},
): Promise<OwedResponse[]> {
  const latches = await tx.latch.findMany({
    where: { organisationId, ...of, liftedAt: null, verifiedAt: { lte: new Date(now) } },
    include: { response: true },
    orderBy: { verifiedAt: "asc" },
  });
  const pacts = [...new Set(latches.map(({ pact }) => pact))];
  const live = await tx.pactVersion.findMany({
    where: { organisationId, pact: { in: pacts }, state: "live" },
    select: { document: true },
  });
  const documents = live.map(({ document }) => document as unknown as PactDocument);
  const groups = new Map<string, Latched[]>();
  for (const latch of latches) {
    const of = JSON.stringify([latch.agent, latch.pact, latch.clause]);
    groups.set(of, [...(groups.get(of) ?? []), latch]);
  }
  const owed = [...groups.values()].flatMap((some): OwedResponse[] => {
    const [{ agent, pact, clause: key }] = some as [Latched];
    const clause = documents.find((one) => one.pact === pact)?.clauses.find((one) => one.key === key);
    return clause?.respond ? [owedFor(some, { agent, pact, clause, respond: clause.respond })] : [];
  });
  return owed.sort((a, b) => a.dueAt - b.dueAt);
}

type Latched = Prisma.LatchGetPayload<{ include: { response: true } }>;

interface Of {
  agent: string;
  pact: string;
  clause: Clause;
  respond: NonNullable<Clause["respond"]>;
}

function owedFor(latches: Latched[], { agent, pact, clause, respond }: Of): OwedResponse {
  const open = latches.filter(({ response }) => !response?.answeredAt);
  const counted = open.length > 0 ? open : latches;
  const since = Math.min(...counted.map(({ verifiedAt }) => verifiedAt.getTime()));
  const last = latches
    .flatMap(({ response }) => (response?.answeredAt ? [response] : []))
    .sort((a, b) => Number(b.answeredAt) - Number(a.answeredAt))[0];
  const answered =
    open.length === 0 && last?.answeredAt
      ? { at: last.answeredAt.getTime(), by: actorOf(last.answeredBy), note: last.note ?? "" }
      : null;
  return {
    ...{ agent, pact, clause: clause.key, title: clause.title, team: clause.owner, since, answered },
    ...{ within: respond.within, runbook: respond.runbook ?? null, dueAt: since + durationMs(respond.within) },
    triggers: [...new Set(counted.map(({ trigger }) => trigger))],
    told: Math.max(0, ...open.map(({ response }) => response?.told ?? 0)),
    latches: latches.map(({ id }) => id),
    open: open.map(({ id }) => id),
  };
}

/** Notes, for each latch, that somebody was told or that somebody answered. */
export async function noteResponses(
  tx: Tx,
  organisationId: string,
  latches: readonly string[],
  said: { told: number } | { answeredAt: Date; answeredBy: ActorRecord; note: string },
): Promise<void> {
  const row = "told" in said ? said : { ...said, answeredBy: { ...said.answeredBy } };
  for (const latch of latches)
    await tx.response.upsert({
      where: { organisationId_latch: { organisationId, latch } },
      update: row,
      create: { organisationId, latch, ...row },
    });
}
