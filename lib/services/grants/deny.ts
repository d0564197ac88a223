import type { z } from "zod";
import { personBehind } from "@/lib/db/behind";
import { grantView } from "@/lib/db/grant-rows";
import { actorOf } from "@/lib/db/rows";
import { forbidden } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { type VerbContext, verb } from "../verb";
import { grantEntry } from "./shared";
import { decided, openRequest, settleGrantInput, weigh } from "./shared-request";

type Input = z.output<typeof settleGrantInput>;

/** Refuses authority that was asked for; whoever asked may withdraw by it too. */
export const denyGrant = verb({
  name: "grant.deny",
  permission: "grant.approve",
  input: settleGrantInput,
  work: (context, input) => settle(context, input, "denied"),
});

/** Takes a request back: by who asked, also through a key of theirs. @throws SuretyError not_found, forbidden, conflict */
export const withdrawGrant = verb({
  name: "grant.withdraw",
  permission: "grant.request",
  input: settleGrantInput,
  work: (context, input) => settle(context, input, "withdrawn"),
});

async function settle(context: VerbContext, input: Input, state: "denied" | "withdrawn") {
  const { tx, now, actor, organisationId } = context;
  const request = await openRequest(context, input.id);
  const asked = await personBehind(tx, organisationId, actorOf(request.requestedBy));
  const own = asked === actor.id || request.requestedById === actor.id;
  if (state === "withdrawn" && !own) throw forbidden("Only whoever asked takes a request back. Deny it instead.");
  const { measured } = await weigh(context, request);
  const given = {
    decidedBy: actorRecord(actor),
    decidedById: actor.id,
    decidedAt: new Date(now),
    endedAt: new Date(now),
    note: input.reason ?? null,
    weighed: measured.map((one) => ({ ...one })),
  };
  const where = { organisationId, id: request.id, state: "requested" };
  const { count } = await tx.grant.updateMany({ where, data: { ...given, state } });
  if (count === 0) throw decided();
  const grant = grantView({ ...request, ...given, state }, now);
  const entry = grantEntry(`grant.${state}`, grant);
  return { result: grant, entries: [entry] as [typeof entry], effect: "none" as const, outbox: [entry] };
}
