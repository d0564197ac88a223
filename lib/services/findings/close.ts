import { z } from "zod";
import { identifier, reason } from "@/lib/domain/fields";
import { FINDING_OUTCOMES, type FindingOutcome } from "@/lib/domain/finding";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { openFindings } from "./shared";

const OUTCOMES = Object.keys(FINDING_OUTCOMES) as [FindingOutcome, ...FindingOutcome[]];

export const closeFindingFields = z.strictObject({
  outcome: z
    .enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(", ")}` })
    .describe(OUTCOMES.map((one) => `${one}: ${FINDING_OUTCOMES[one].toLowerCase()}`).join("; ")),
  reason,
  alike: z.boolean().default(false).describe("All open ones of the same agent, action and kind"),
});

/**
 * A person's word on what became of a finding. It changes no figure: what ran without a permit did so.
 * @throws SuretyError not_found; conflict where it was closed
 */
export const closeFinding = verb({
  name: "finding.close",
  permission: "finding.settle",
  input: z.strictObject({ id: identifier, ...closeFindingFields.shape }),
  async work(context, { id, outcome, reason, alike }) {
    const { tx, now, actor, organisationId } = context;
    const open = await openFindings(context, id, alike);
    const ids = open.map((one) => one.id);
    await tx.finding.updateMany({
      where: { organisationId, id: { in: ids } },
      data: { state: "closed", closedAt: new Date(now), closedBy: actorRecord(actor), outcome, reason },
    });
    const [{ agent, action }] = open;
    const subject = `finding/${id}`;
    const payload = { agent, action, outcome, reason, findings: ids.length };
    return {
      result: { id, closed: ids.length },
      entries: [{ kind: "finding.closed", subject, payload: { ...payload, ids } }],
      effect: "none",
      outbox: [{ kind: "finding.closed", subject, payload }],
    };
  },
});
