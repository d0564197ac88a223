import { verb } from "../verb";
import { movedOn, openDraft, pactStepInput } from "./shared";

/** Takes a draft back from review; approvals given so far are void. */
export const withdrawPact = verb({
  name: "pact.withdraw",
  permission: "pact.write",
  input: pactStepInput,
  async work(context, input) {
    const { tx, organisationId } = context;
    const { open } = await openDraft(context, input);
    const { pact, version, hash } = open;
    const result = { pact, version, hash, state: "draft" as const };
    if (open.state === "draft") return { unchanged: true, result };
    const { count } = await tx.pactVersion.updateMany({
      where: { organisationId, pact, version, hash, state: "in_review" },
      data: { state: "draft", submittedAt: null },
    });
    if (count === 0) throw movedOn(pact);
    await tx.pactApproval.deleteMany({ where: { organisationId, pact, version } });
    const payload = { pact, version, hash, voidedApprovals: open.approvals.length };
    return { result, entries: [{ kind: "pact.withdrawn", subject: `pact/${pact}`, payload }], effect: "none" };
  },
});
