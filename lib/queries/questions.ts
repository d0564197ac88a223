import type { Tx } from "@/lib/db/client";
import { type QuestionView, questionView, WITH_LINK } from "@/lib/db/questions";
import { actorOrNull, iso } from "@/lib/db/rows";
import type { ReportQuestion } from "@/lib/domain/report";
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

/** What was asked of a pact through one link, the latest first, with its answers and their ledger numbers. */
export async function questionsOf(
  tx: Tx,
  organisationId: string,
  report: string,
  pact: string,
): Promise<ReportQuestion[]> {
  const rows = await tx.reportQuestion.findMany({ where: { organisationId, report, pact }, orderBy: { id: "desc" } });
  if (rows.length === 0) return [];
  const subjectOf = (id: string) => `question/${pact}/${id}`;
  const entries = await tx.ledgerEntry.findMany({
    where: { organisationId, subject: { in: rows.map(({ id }) => subjectOf(id)) }, index: { not: null } },
    select: { index: true, subject: true, kind: true },
  });
  const numbers = new Map(entries.map(({ kind, subject, index }) => [`${kind} ${subject}`, Number(index)]));
  return rows.map(({ id, name, question, at, answer, answeredBy, answeredAt }) => ({
    ...{ name, question, at: iso(at), number: numbers.get(`report.asked ${subjectOf(id)}`) ?? null },
    answer:
      answer === null || answeredAt === null
        ? null
        : {
            ...{ says: answer, by: actorOrNull(answeredBy)?.name ?? null, at: iso(answeredAt) },
            number: numbers.get(`report.answered ${subjectOf(id)}`) ?? null,
          },
  }));
}
