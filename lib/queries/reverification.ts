import { type ActorRecord, actorOrNull, iso } from "@/lib/db/rows";
import type { Actor } from "@/lib/domain/roles";
import type { Prisma } from "@/lib/generated/prisma/client";
import { read } from "./read";

/** A question for new evidence, and what came of it. */
export interface QuestionView {
  id: string;
  agent: string;
  pact: string;
  clause: string;
  /** "" where evidence is not per release. */
  release: string;
  reason: string;
  askedAt: string;
  /** null: asked by itself. */
  askedBy: ActorRecord | null;
  dueAt: string;
  state: "waiting" | "answered" | "unanswered";
  /** null: the clause names none, and its owner was told. */
  webhook: { host: string; deliveredAt: string | null; attempts: number; problem: string | null } | null;
}

const maybe = (at: Date | null) => at && iso(at);

function questionView(row: Prisma.ReverificationGetPayload<object>): QuestionView {
  const { id, agent, pact, clause, release, reason, askedAt, askedBy, dueAt, url, attempts, problem } = row;
  return {
    ...{ id, agent, pact, clause, release, reason },
    askedAt: iso(askedAt),
    askedBy: actorOrNull(askedBy),
    dueAt: iso(dueAt),
    state: row.answeredAt ? "answered" : row.unansweredAt ? "unanswered" : "waiting",
    webhook: url === "" ? null : { host: new URL(url).host, deliveredAt: maybe(row.deliveredAt), attempts, problem },
  };
}

/** Questions for new evidence, the latest first, one more than `limit`. @param before id of the last one of the page before */
export function listQuestions(
  actor: Actor,
  filter: { agent?: string; pact?: string; clause?: string },
  limit: number,
  before?: string,
): Promise<QuestionView[]> {
  const { organisationId } = actor;
  const { agent, pact, clause } = filter;
  return read(actor, async (tx) => {
    const id = before === undefined ? undefined : { lt: before };
    const where = { organisationId, agent, pact, clause, id };
    const rows = await tx.reverification.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
    return rows.map(questionView);
  });
}
