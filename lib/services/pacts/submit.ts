import { verb } from "../verb";
import { checksOf, movedOn, openDraft, pactStepInput } from "./shared";

/**
 * Puts a draft up for approval. What would refuse its publication comes back as `holes`; it may be mended meanwhile
 * (a team that is not there yet), or by an edit, which takes it back.
 */
export const submitPact = verb({
  name: "pact.submit",
  permission: "pact.write",
  input: pactStepInput,
  async work(context, input) {
    const { tx, now, organisationId } = context;
    const { open, live } = await openDraft(context, input);
    const { pact, version, hash } = open;
    const result = {
      pact,
      version,
      hash,
      state: "in_review" as const,
      ...(await checksOf(context, open.document, live)),
    };
    if (open.state === "in_review") return { unchanged: true, result };
    const { count } = await tx.pactVersion.updateMany({
      where: { organisationId, pact, version, hash, state: "draft" },
      data: { state: "in_review", submittedAt: new Date(now) },
    });
    if (count === 0) throw movedOn(pact);
    const entry = { kind: "pact.submitted", subject: `pact/${pact}`, payload: { pact, version, hash } };
    return { result, entries: [entry], effect: "none", outbox: [entry] };
  },
});
