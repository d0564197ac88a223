import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOrNull, iso, isoOrNull } from "./rows";

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

export function questionView(row: Prisma.ReverificationGetPayload<object>): QuestionView {
  const { id, agent, pact, clause, release, reason, askedAt, askedBy, dueAt, url, attempts, problem } = row;
  return {
    ...{ id, agent, pact, clause, release, reason },
    askedAt: iso(askedAt),
    askedBy: actorOrNull(askedBy),
    dueAt: iso(dueAt),
    state: row.answeredAt ? "answered" : row.unansweredAt ? "unanswered" : "waiting",
    webhook:
      url === "" ? null : { host: new URL(url).host, deliveredAt: isoOrNull(row.deliveredAt), attempts, problem },
  };
}
