import { z } from "zod";
import { personBehind } from "@/lib/db/behind";
import { guarded } from "@/lib/db/guards";
import { overrideView } from "@/lib/db/override-rows";
import { actorOf } from "@/lib/db/rows";
import { conflict, forbidden } from "@/lib/domain/errors";
import { identifier, text } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { findOverride } from "./shared";

/** What a ratification says. */
export const ratification = z.strictObject({ note: text(2000).optional() });
export const ratifyOverrideInput = z.strictObject({ id: identifier, ...ratification.shape });

/**
 * Another person says that a break-glass was right, within a day; it stays an exception all the same.
 * @throws SuretyError not_found, forbidden to who broke it, conflict where there is nothing to ratify or it is too late
 */
export const ratifyOverride = verb({
  name: "override.ratify",
  permission: "override.approve",
  input: ratifyOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, note }) {
    const { row, workflow } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    if (!row.breakGlass || !row.ratifyBy)
      throw conflict("Only a break-glass is ratified; this override was asked for.");
    if (row.ratifiedAt) throw conflict(`This break-glass was ratified at ${row.ratifiedAt.toISOString()}.`);
    if (row.unratifiedAt || now > row.ratifyBy.getTime())
      throw conflict(`It was to be ratified by ${row.ratifyBy.toISOString()}. It counts as a breach now.`);
    if ((await personBehind(tx, organisationId, actorOf(row.requestedBy))) === actor.id) throw ownGlass();
    const race = () => conflict("This break-glass was ratified at this very moment.");
    const ratified = { ratifiedAt: new Date(now), ratifiedById: actor.id, ratifiedBy: actorRecord(actor) };
    const { count } = await guarded({ SY010: race, SY011: ownGlass, SY013: ownGlass }, () =>
      tx.override.updateMany({
        where: { organisationId, id, ratifiedAt: null, unratifiedAt: null },
        data: { ...ratified, note: note ?? row.note },
      }),
    );
    if (count === 0) throw race();
    const view = overrideView((await findOverride(tx, organisationId, id)).row, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    return {
      result: view,
      entries: [{ kind: "override.ratified", subject, payload: { agent, pact, clause, note: note ?? null } }],
      effect: "none",
      outbox: [{ kind: "override.ratified", subject, payload: { agent, pact, clause } }],
    };
  },
});

const ownGlass = () => forbidden("Whoever broke the glass never ratifies it. Another approver or owner must.");
