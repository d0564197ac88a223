import { overrideView, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { actorRecord } from "@/lib/domain/roles";
import { permit, verb } from "../verb";
import { quorumOf } from "./shared";
import { checkAsked, requestOverrideInput, scopeOf } from "./shared-ask";
import { breakGlass } from "./shared-break-glass";

/**
 * Asks for an override: it takes nothing away until others have approved it, two of them where the clause is critical. With
 * `breakGlass` it holds at once, for an hour at most, and another person has to ratify it within a day.
 * @throws SuretyError invalid, naming the field; forbidden to whom may not break the glass
 */
export const requestOverride = verb({
  name: "override.request",
  permission: "override.request",
  input: requestOverrideInput,
  async work(context, input) {
    const { tx, now, id, actor, organisationId, requireWorkflow } = context;
    if (input.breakGlass) permit(actor, "override.break");
    const checked = await checkAsked(tx, organisationId, input, now);
    requireWorkflow(checked.document.workflow);
    if (input.breakGlass) {
      permit(actor, "override.break", checked.document.workflow);
      return breakGlass(context, input, checked);
    }
    const { startsAt, endsAt, severity, version } = checked;
    const by = { requestedBy: actorRecord(actor), requestedById: actor.id, createdAt: new Date(now) };
    const times = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    const data = { ...scopeOf(input), ...times, ...by, quorum: quorumOf(severity), state: "requested" };
    const row = await tx.override.create({
      data: { organisationId, id: id("ovr"), pactVersion: version, ...data },
      include: WITH_OVERRIDE_APPROVALS,
    });
    const view = overrideView(row, now);
    const subject = `override/${row.id}`;
    const { agent, pact, startsAt: starts, endsAt: ends, quorum } = view;
    const payload = { ...scopeOf(input), startsAt: starts, endsAt: ends, quorum, version };
    return {
      result: view,
      entries: [{ kind: "override.requested", subject, payload }],
      effect: "none",
      outbox: [{ kind: "override.requested", subject, payload: { agent, pact, clause: view.clause, quorum } }],
    };
  },
});
