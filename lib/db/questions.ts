import type { Prisma } from "@/lib/generated/prisma/client";
import { type ActorRecord, actorOrNull, iso, isoOrNull } from "./rows";

/** What a list of questions reads beside each row. */
export const WITH_LINK = { reportRow: { select: { audience: true } } } as const satisfies Prisma.ReportQuestionInclude;

/** What a reader of a trust report asked, as its owner sees it. */
export interface QuestionView {
  id: string;
  report: string;
  pact: string;
  /** Who the link was given to. */
  audience: string;
  name: string;
  recipient: string | null;
  question: string;
  at: string;
  state: "open" | "answered";
  answer: string | null;
  answeredBy: ActorRecord | null;
  answeredAt: string | null;
}

export function questionView(row: Prisma.ReportQuestionGetPayload<{ include: typeof WITH_LINK }>): QuestionView {
  const { id, report, pact, name, recipient, question, answer } = row;
  return {
    ...{ id, report, pact, audience: row.reportRow.audience, name, recipient, question },
    at: iso(row.at),
    state: answer === null ? "open" : "answered",
    answer,
    answeredBy: actorOrNull(row.answeredBy),
    answeredAt: isoOrNull(row.answeredAt),
  };
}
