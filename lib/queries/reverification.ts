import { type QuestionView, questionView } from "@/lib/db/reverification";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

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
