import { overrideView } from "@/lib/db/override-rows";
import { conflict } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { endOverrideInput, findOverride, requireRequested } from "./shared";

/**
 * An approver denies a request; it stays denied.
 * @throws SuretyError not_found, conflict where it is no longer a request
 */
export const denyOverride = verb({
  name: "override.deny",
  permission: "override.approve",
  input: endOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, reason }) {
    const { row, workflow } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    requireRequested(row, now);
    const { count } = await tx.override.updateMany({
      where: { organisationId, id, state: "requested" },
      data: { state: "denied", decidedAt: new Date(now), endedBy: actorRecord(actor), note: reason ?? null },
    });
    if (count === 0) throw conflict("This override was answered at this very moment.");
    const view = overrideView((await findOverride(tx, organisationId, id)).row, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    return {
      result: view,
      entries: [{ kind: "override.denied", subject, payload: { agent, pact, clause, reason: reason ?? null } }],
      effect: "none",
      outbox: [{ kind: "override.denied", subject, payload: { agent, pact, clause } }],
    };
  },
});
