import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

export const answerQuestionInput = z.strictObject({ id: identifier, answer: text(2000) });

const answeredBefore = () => conflict("This question was answered before.", "answered");

/**
 * A person's answer to what a reader of a trust report asked: it stands on the report, once, with who and when.
 * @throws SuretyError not_found, conflict where it is answered already
 */
export const answerQuestion = verb({
  name: "report.answer",
  permission: "report.answer",
  input: answerQuestionInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, answer }) {
    const where = { organisationId_id: { organisationId, id } };
    const found = await tx.reportQuestion.findUnique({
      where,
      include: { reportRow: { select: { audience: true } } },
    });
    if (!found) throw notFound();
    const { pact, report, name, question } = found;
    const newest = await tx.pactVersion.findFirst({
      where: { organisationId, pact },
      orderBy: { version: "desc" },
      select: { workflow: true },
    });
    requireWorkflow(newest?.workflow ?? null);
    if (found.answer !== null) throw answeredBefore();
    await guarded({ SY010: answeredBefore }, async () => {
      const { count } = await tx.reportQuestion.updateMany({
        where: { organisationId, id, answer: null },
        data: { answer, answeredBy: actorRecord(actor), answeredAt: new Date(now) },
      });
      if (count === 0) throw answeredBefore();
    });
    const payload = { pact, question, name, answer, report, audience: found.reportRow.audience };
    const entry = { kind: "report.answered", subject: `question/${pact}/${id}`, payload };
    return { result: { id, pact }, entries: [entry], effect: "none", outbox: [entry] };
  },
});
