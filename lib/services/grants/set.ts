import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { holdAgent } from "@/lib/db/locks";
import { grantView } from "@/lib/db/rows";
import { conflict, invalidField } from "@/lib/domain/errors";
import { instant, reason, slug } from "@/lib/domain/fields";
import { grantedLevel, judgeGrant } from "@/lib/domain/grant-change";
import { actorRecord } from "@/lib/domain/roles";
import type { Authority, GrantState } from "@/lib/domain/state";
import { permit, type VerbContext, verb } from "../verb";
import { beginning, grantEntry, grantsOf, requireScope, supersede } from "./shared";

const AUTHORITIES = ["full", "limited", "supervised", "suspended"] as const satisfies readonly Authority[];

export const setGrantInput = z.strictObject({
  agent: slug,
  /** Absent or null: every workflow of the agent. */
  workflow: slug.nullable().optional(),
  level: z.enum(AUTHORITIES, { error: `must be one of ${AUTHORITIES.join(", ")}` }),
  reason,
  until: instant.nullable().optional(),
});

type Input = z.output<typeof setGrantInput>;

/**
 * Says what authority an agent has. Less than now, or the same, holds at once; more is a request that another person grants.
 * With `until` it lies over what was granted before, which holds again afterwards.
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
  const data = { ...fields(context, input), state: "requested", until: input.until ?? null };
  const grant = grantView(await context.tx.grant.create({ data }), context.now);
  const entry = grantEntry("grant.requested", grant);
  return { result: grant, entries: [entry] as [typeof entry], effect: "none" as const, outbox: [entry] };
}

async function lower(context: VerbContext, input: Input, scope: GrantState[], until: number | null) {
  const { tx, actor, now } = context;
  const before = grantedLevel(scope, now);
  const superseded = await supersede(context, scope, until);
  const decided = { decidedBy: actorRecord(actor), decidedById: actor.id };
  const span = { since: beginning(scope, superseded, now, 0), until: until === null ? null : new Date(until) };
  const race = () =>
    conflict(`The authority of ${input.agent} was changed at this very moment. Read it and send yours again.`);
  const row = await guarded({ unique: race }, () =>
    tx.grant.create({ data: { ...fields(context, input), ...decided, ...span, state: "active" } }),
  );
  const grant = grantView(row, now);
  const entry = grantEntry(before === grant.level ? "grant.kept" : "grant.lowered", grant, { before, superseded });
  return { result: grant, entries: [entry] as [typeof entry], effect: "lowers" as const, outbox: [entry] };
}
