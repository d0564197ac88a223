import { z } from "zod";
import { personBehind } from "@/lib/db/behind";
import { guarded } from "@/lib/db/guards";
import { overrideView } from "@/lib/db/override-rows";
import { identifier, reason, time } from "@/lib/domain/fields";
import { widens } from "@/lib/domain/override-life";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { answered, asRow, findOverride, reachOf, requireRequested, staleRequest } from "./shared";
import { checkAsked, reachFields, requestOverrideInput } from "./shared-ask";

/** What of a request may be changed; what is left out stays, `null` takes a condition or a bound away. */
export const overrideAmendment = z.strictObject({
  triggers: reachFields.triggers.optional(),
  actions: reachFields.actions.optional(),
  when: reachFields.when.nullish(),
  maxUses: reachFields.maxUses.nullish(),
  startsAt: time.optional(),
  endsAt: time.optional(),
  reason: reason.optional(),
});
export const amendOverrideInput = z.strictObject({ id: identifier, ...overrideAmendment.shape });

/**
 * Changes what a request asks for. Every approval given so far is void, and where it now asks for more, whoever changed it
 * never approves it.
 * @throws SuretyError not_found, conflict where it is no longer a request, invalid naming the field
 */
export const amendOverride = verb({
  name: "override.amend",
  permission: "override.request",
  input: amendOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, ...change }) {
    const { row, workflow } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    requireRequested(row, now);
    const before = reachOf(row);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const asked = requestOverrideInput.parse({
      ...{ agent: row.agent, pact: row.pact, clause: row.clause, triggers: row.triggers, actions: row.actions },
      ...{ when: row.when, maxUses: row.maxUses, reason: row.reason, ticket: row.ticket },
      ...{ startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString() },
      ...given,
    });
    const { version, startsAt, endsAt } = await checkAsked(tx, organisationId, asked, now);
    if (version !== row.pactVersion) throw staleRequest();
    const after = { ...asked, when: asked.when ?? null, maxUses: asked.maxUses ?? null, startsAt, endsAt };
    const hashOf = (changed: object) => overrideView({ ...row, ...changed }, now).hash;
    if (hashOf({}) === hashOf({ ...asRow(after), reason: asked.reason }))
      return { unchanged: true, result: overrideView(row, now) };
    const more = widens(before, after);
    const by = await personBehind(tx, organisationId, actorRecord(actor));
    await tx.overrideApproval.deleteMany({ where: { organisationId, overrideId: id } });
    const data = { ...asRow(after), reason: asked.reason, ...(more ? { widenedById: by } : {}) };
    const { count } = await guarded({ SY010: answered }, () =>
      tx.override.updateMany({ where: { organisationId, id, state: "requested" }, data }),
    );
    if (count === 0) throw answered();
    const view = overrideView((await findOverride(tx, organisationId, id)).row, now);
    const subject = `override/${id}`;
    const { agent, pact, clause } = view;
    const voided = row.approvals.map(({ memberId }) => memberId);
    return {
      result: view,
      entries: [
        { kind: "override.amended", subject, payload: { agent, pact, clause, ...change, widened: more, voided } },
      ],
      effect: "none",
      outbox: [{ kind: "override.amended", subject, payload: { agent, pact, clause, widened: more } }],
    };
  },
});
