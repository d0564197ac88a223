import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, name, slug, text } from "@/lib/domain/fields";
import { linkClosed } from "../link-closed";
import { verb } from "../verb";
import { liveVersion, readerActor } from "./shared";

/** Questions of one link that nobody has answered yet. */
const MOST_OPEN = 20;

const askQuestionInput = z.strictObject({
  report: identifier,
  pact: slug,
  name,
  question: text(1000),
  /** The reader's address, where the link knows it. */
  recipient: z.string().nullable(),
});

/**
 * A question of a trust report's reader to its owner, behind the link. It waits for a person; by itself it changes nothing.
 * @throws SuretyError not_found where nothing of this pact is in force; conflict where the link is closed, or 20 wait
 */
export const askQuestion = verb({
  name: "report.ask",
  permission: "read",
  input: askQuestionInput,
  async work({ tx, now, id, organisationId }, { report, ...asked }) {
    const { version } = await liveVersion(tx, organisationId, asked.pact);
    const where = { organisationId_id: { organisationId, id: report } };
    const link = await tx.report.findUnique({ where, select: { audience: true } });
    if (!link) throw notFound();
    const open = await tx.reportQuestion.count({ where: { organisationId, report, answer: null } });
    if (open >= MOST_OPEN)
      throw conflict(`${MOST_OPEN} questions of yours wait for an answer; more come after it.`, "too_many");
    const row = { organisationId, id: id("qst"), report, ...asked, at: new Date(now) };
    await guarded({ SY013: linkClosed }, () => tx.reportQuestion.create({ data: row }));
    const payload = { ...asked, version, report, audience: link.audience };
    const entry = { kind: "report.asked", subject: `question/${asked.pact}/${row.id}`, payload };
    return {
      result: { id: row.id },
      entries: [{ ...entry, actor: readerActor(report, asked) }],
      effect: "none",
      outbox: [entry],
    };
  },
});
