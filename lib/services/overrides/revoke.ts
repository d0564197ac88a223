import { overrideView } from "@/lib/db/override-rows";
import { conflict } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { endOverrideInput, findOverride, stateOf } from "./shared";

/**
 * Ends an override, or a request, before its time: what it took away acts again from the next decision on.
 * @throws SuretyError not_found, conflict where it has ended
 */
export const revokeOverride = verb({
  name: "override.revoke",
  permission: "override.revoke",
  input: endOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, reason }) {
    const { row, workflow } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    const shown = stateOf(row, now);
    if (shown !== "requested" && shown !== "approved" && shown !== "active" && shown !== "exhausted")
      throw conflict(`This override is ${shown} already.`);
    const { count } = await tx.override.updateMany({
      where: { organisationId, id, state: row.state },
      data: { state: "revoked", endedBy: actorRecord(actor), note: reason ?? row.note },
    });
    if (count === 0) throw conflict("This override was changed at this very moment. Read it and try again.");
    const view = overrideView((await findOverride(tx, organisationId, id)).row, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    return {
      result: view,
      entries: [
        { kind: "override.revoked", subject, payload: { agent, pact, clause, was: shown, reason: reason ?? null } },
      ],
      effect: row.state === "approved" ? "lowers" : "none",
      outbox: [{ kind: "override.revoked", subject, payload: { agent, pact, clause } }],
    };
  },
});
