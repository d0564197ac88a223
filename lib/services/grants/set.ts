import { z } from "zod";
import { grantView, WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import { guarded } from "@/lib/db/guards";
import { holdAgent } from "@/lib/db/locks";
import { rulingGrant } from "@/lib/domain/authority";
import { conflict, invalidField } from "@/lib/domain/errors";
import { instant, reason, slug } from "@/lib/domain/fields";
import { grantedLevel, judgeGrant } from "@/lib/domain/grant-change";
import { probationInput } from "@/lib/domain/probation";
import { actorRecord } from "@/lib/domain/roles";
import type { Authority, GrantState } from "@/lib/domain/state";
import { permit, type VerbContext, verb } from "../verb";
import { beginning, grantEntry, grantsOf, requireScope, supersede } from "./shared";
import { quorumOf } from "./shared-request";

const AUTHORITIES = ["full", "limited", "supervised", "suspended"] as const satisfies readonly Authority[];

export const setGrantInput = z.strictObject({
  agent: slug,
  /** Absent or null: every workflow of the agent. */
  workflow: slug.nullable().optional(),
  level: z.enum(AUTHORITIES, { error: `must be one of ${AUTHORITIES.join(", ")}` }),
  reason,
  until: instant.nullable().optional(),
  /** Of a raise: it falls back by itself unless somebody confirms it in time. */
  probation: probationInput.nullish(),
});

type Input = z.output<typeof setGrantInput>;

/**
 * Says what authority an agent has. Less than now, or the same, holds at once; more is a request that another person grants.
 * With `until` it lies over what was granted before, which holds again afterwards; so it does with a probation, until
 * somebody confirms it.
 */
export const setGrant = verb({
  name: "grant.set",
  permission: "grant.lower",
  input: setGrantInput,
  async work(context, input) {
    const { tx, now, organisationId } = context;
    const workflow = input.workflow ?? null;
    requireScope(context, workflow);
    if (input.until && input.until.getTime() <= now)
      throw invalidField("until", "must be later than now; leave it out for no end");
    if (!(await holdAgent(tx, organisationId, input.agent))) throw invalidField("agent", "must be a registered agent");
    await requireKnown(context, workflow);
    const scope = await grantsOf(context, { agent: input.agent, workflow });
    const judged = judgeGrant(scope, { level: input.level, until: input.until?.getTime() ?? null }, now);
    return judged.kind === "raise" ? ask(context, input) : lower(context, input, scope, judged.until);
  },
});

/** A misspelt workflow would lower nothing and seem to. */
async function requireKnown({ tx, organisationId }: VerbContext, workflow: string | null): Promise<void> {
  if (workflow === null || (await tx.workflow.count({ where: { organisationId, slug: workflow } })) > 0) return;
  throw invalidField(
    "workflow",
    `there is no workflow "${workflow}"; name one that exists, or leave it out for all of the agent's`,
  );
}

function fields({ actor, organisationId, now, id }: VerbContext, { agent, workflow, level, reason }: Input) {
  const requested = { requestedBy: actorRecord(actor), requestedById: actor.id, createdAt: new Date(now) };
  return { organisationId, id: id("grt"), agent, workflow: workflow ?? null, level, reason, ...requested };
}

async function ask(context: VerbContext, input: Input) {
  permit(context.actor, "grant.request", input.workflow);
  const workflow = input.workflow ?? null;
  const data = {
    ...{ ...fields(context, input), state: "requested", until: input.until ?? null },
    quorum: await quorumOf(context, { agent: input.agent, workflow }),
    probationFor: input.probation?.for ?? null,
    probationOn: input.probation?.on ?? [],
  };
  const row = await context.tx.grant.create({ data, include: WITH_GRANT_APPROVALS });
  const grant = grantView(row, context.now);
  const entry = grantEntry("grant.requested", grant, { quorum: data.quorum });
  return { result: grant, entries: [entry] as [typeof entry], effect: "none" as const, outbox: [entry] };
}

async function lower(context: VerbContext, input: Input, scope: GrantState[], until: number | null) {
  const { tx, actor, now } = context;
  if (input.probation)
    throw invalidField("probation", "belongs to more authority than now; this lowers it, which holds at once");
  const before = grantedLevel(scope, now);
  const end = await endOf(context, input, scope, until);
  const superseded = await supersede(context, scope, until);
  const decided = { decidedBy: actorRecord(actor), decidedById: actor.id, decidedAt: new Date(now) };
  const data = { ...fields(context, input), ...decided, since: beginning(scope, superseded, now, 0), ...end };
  const race = () =>
    conflict(`The authority of ${input.agent} was changed at this very moment. Read it and send yours again.`);
  const row = await guarded({ unique: race }, () =>
    tx.grant.create({ data: { ...data, state: "active" }, include: WITH_GRANT_APPROVALS }),
  );
  const grant = grantView(row, now);
  const entry = grantEntry(before === grant.level ? "grant.kept" : "grant.lowered", grant, { before, superseded });
  return { result: grant, entries: [entry] as [typeof entry], effect: "lowers" as const, outbox: [entry] };
}

/** Until when a lowering holds. What is lowered within a probation stays on it: it falls back where that would have. */
async function endOf(
  { tx, organisationId, now }: VerbContext,
  input: Input,
  scope: GrantState[],
  until: number | null,
) {
  const over = rulingGrant(scope, input.workflow ?? null, now);
  const within = over?.until != null && until !== null && until <= over.until ? over : null;
  const row =
    within && (await tx.grant.findUnique({ where: { organisationId_id: { organisationId, id: within.id } } }));
  if (!row?.probationUntil || row.confirmedAt) return { until: until === null ? null : new Date(until) };
  const { probationFor, probationOn, probationUntil } = row;
  return { until: input.until ?? row.until, probationFor, probationOn, probationUntil };
}
