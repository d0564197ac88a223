import { guarded } from "@/lib/db/guards";
import { conflict, forbidden } from "@/lib/domain/errors";
import { verb } from "../verb";
import { checksOf, movedOn, openDraft, pactStepInput, settingsOf } from "./shared";

const ownWork = () => forbidden("Whoever wrote a draft never approves it. Ask another approver.");

/** A member's word for the draft under review, bound to its hash. Given once; again changes nothing. */
export const approvePact = verb({
  name: "pact.approve",
  permission: "pact.approve",
  input: pactStepInput,
  async work(context, input) {
    const { tx, now, actor, organisationId } = context;
    const { open, live } = await openDraft(context, input);
    const { pact, version, hash } = open;
    if (open.editedBy.id === actor.id) throw ownWork();
    if (open.state === "draft") {
      throw conflict(
        `Version ${version} of ${pact} is a draft. It is submitted first: POST /api/v1/pacts/${pact}/submit.`,
      );
    }
    const { holes } = await checksOf(context, open.document, live);
    const needed = (await settingsOf(tx, organisationId)).approvals;
    const given = open.approvals.filter((approval) => approval.counts);
    const result = (approvals: number) => ({
      pact,
      version,
      hash,
      state: "in_review" as const,
      approvals,
      needed,
      holes,
    });
    if (given.some(({ member }) => member.id === actor.id)) return { unchanged: true, result: result(given.length) };
    await guarded({ SY012: () => movedOn(pact), SY013: ownWork, unique: () => movedOn(pact) }, () =>
      tx.pactApproval.create({ data: { organisationId, pact, version, hash, memberId: actor.id, at: new Date(now) } }),
    );
    const entry = {
      kind: "pact.approved",
      subject: `pact/${pact}`,
      payload: { pact, version, hash, member: actor.id },
    };
    return { result: result(given.length + 1), entries: [entry], effect: "none", outbox: [entry] };
  },
});
