import { z } from "zod";
import { conflict, invalidField, notFound } from "@/lib/domain/errors";
import { identifier, slug, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { openDraft, pactStepInput } from "./shared";

export const commentPactInput = pactStepInput.extend({
  /** Absent or null: the pact's own terms. */
  clause: slug.nullable().optional(),
  says: text(4000),
});

/**
 * Says something of an open draft, of one clause or of the whole. It is bound to the hash that was read and voids nothing.
 * @throws SuretyError invalid where the draft has no such clause
 */
export const commentPact = verb({
  name: "pact.comment",
  permission: "pact.comment",
  input: commentPactInput,
  async work(context, { clause = null, says, ...step }) {
    const { tx, now, actor, organisationId, id } = context;
    const { open } = await openDraft(context, step);
    const { pact, version, hash, document } = open;
    if (clause !== null && !document.clauses.some(({ key }) => key === clause)) {
      throw invalidField("clause", `version ${version} has no clause "${clause}"; leave it out to speak of the whole`);
    }
    const row = { organisationId, id: id("cmt"), pact, version, hash, clause, says };
    await tx.pactComment.create({ data: { ...row, by: actorRecord(actor), at: new Date(now) } });
    const payload = { pact, version, hash, clause, comment: row.id, says };
    const entry = { kind: "pact.commented", subject: `pact/${pact}`, payload };
    return { result: { id: row.id }, entries: [entry], effect: "none", outbox: [entry] };
  },
});

export const settleCommentInput = z.strictObject({ id: identifier });

/** Says that a comment has been dealt with. It stays to be read; settled twice, the first word counts. */
export const settleComment = verb({
  name: "pact.settle_comment",
  permission: "pact.comment",
  input: settleCommentInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id }) {
    const where = { organisationId_id: { organisationId, id } };
    const found = await tx.pactComment.findUnique({ where, include: { versionRow: { select: { workflow: true } } } });
    if (!found) throw notFound();
    requireWorkflow(found.versionRow.workflow);
    const { count } = await tx.pactComment.updateMany({
      where: { organisationId, id, settledAt: null },
      data: { settledBy: actorRecord(actor), settledAt: new Date(now) },
    });
    if (count === 0) throw conflict("This comment is settled already.");
    const { pact, version } = found;
    const entry = { kind: "pact.comment_settled", subject: `pact/${pact}`, payload: { pact, version, comment: id } };
    return { result: { id }, entries: [entry], effect: "none" };
  },
});
