import type { Change } from "@/lib/db/change";
import { type OverrideView, overrideView, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { sayDuration } from "@/lib/domain/duration";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { BREAK_GLASS_MS, BREAK_GLASS_REASON, RATIFY_MS } from "@/lib/domain/override-life";
import { actorRecord } from "@/lib/domain/roles";
import type { VerbContext } from "../verb";
import { concernedBy, takingEffect } from "./shared";
import { type AskInput, type Checked, scopeOf } from "./shared-ask";

/** It holds at once and for an hour at most, it is an exception from the first moment, and everybody concerned is told. */
export async function breakGlass(
  { tx, now, id, actor, organisationId }: VerbContext,
  input: AskInput,
  { endsAt, version, document, clause }: Checked,
): Promise<Change<OverrideView>> {
  const errors = glassErrors(input, endsAt, now);
  if (errors.length > 0) throw invalid(errors);
  const at = new Date(now);
  const ratifyBy = new Date(now + RATIFY_MS);
  const overrideId = id("ovr");
  const times = { createdAt: at, startsAt: at, decidedAt: at, endsAt: new Date(endsAt), ratifyBy };
  const by = { requestedBy: actorRecord(actor), requestedById: actor.id };
  const scope = scopeOf(input);
  const row = await tx.override.create({
    data: {
      ...{ organisationId, id: overrideId, pactVersion: version, ...scope, ...times, ...by },
      ...{ quorum: 1, state: "approved", breakGlass: true },
    },
    include: WITH_OVERRIDE_APPROVALS,
  });
  const { agent, pact, triggers, actions, reason } = scope;
  await tx.exception.create({
    data: {
      ...{ organisationId, id: id("exc"), kind: "break_glass", agent, action: actions[0] as string, at },
      detail: { override: overrideId, pact, clause: scope.clause, triggers, actions, says: reason, by: actor.name },
    },
  });
  const subject = `override/${overrideId}`;
  const payload = { ...scope, endsAt: times.endsAt.toISOString(), ratifyBy: ratifyBy.toISOString(), version };
  const concerned = await concernedBy(tx, organisationId, document, clause);
  return {
    result: overrideView(row, now),
    entries: [{ kind: "override.broke_glass", subject, payload }],
    effect: takingEffect(document, clause),
    outbox: [{ kind: "override.broke_glass", subject, payload: { ...payload, by: actor.name, concerned } }],
  };
}

function glassErrors(input: AskInput, endsAt: number, now: number): FieldError[] {
  const errors: FieldError[] = [];
  if (input.startsAt !== undefined)
    errors.push({ path: "startsAt", message: "must be left out: whoever breaks the glass needs it now" });
  if (endsAt - now > BREAK_GLASS_MS)
    errors.push({
      path: "endsAt",
      message: `must be at most ${sayDuration(BREAK_GLASS_MS)} ahead: ${new Date(now + BREAK_GLASS_MS).toISOString()}`,
    });
  if (input.reason.length < BREAK_GLASS_REASON)
    errors.push({ path: "reason", message: `must say in full why, in at least ${BREAK_GLASS_REASON} characters` });
  return errors;
}
