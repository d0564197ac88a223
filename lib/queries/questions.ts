import { type QuestionView, questionView, WITH_LINK } from "@/lib/db/questions";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export type { QuestionView } from "@/lib/db/questions";

/**
 * What readers of trust reports asked, the latest first, one more than `limit`.
 * @param before id of the last one of the page before
 */
export async function questionPage(
  actor: Actor,
  { pact, state }: { pact?: string; state?: QuestionView["state"] },
  limit: number,
  before?: string,
): Promise<QuestionView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  const answer = state === undefined ? undefined : state === "open" ? null : { not: null };
  const where = { organisationId, pact, id, answer };
  const rows = await read(actor, (tx) =>
    tx.reportQuestion.findMany({ where, orderBy: { id: "desc" }, take: limit + 1, include: WITH_LINK }),
  );
  return rows.map(questionView);
}
