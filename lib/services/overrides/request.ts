import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { overrideView, WITH_OVERRIDE_APPROVALS } from "@/lib/db/standing-rows";
import { coversPattern } from "@/lib/domain/action";
import { checkExpression } from "@/lib/domain/cel";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { actionPattern, expression, reason, slug, text, time } from "@/lib/domain/fields";
import { CLAUSE_TRIGGERS, type Clause, type PactDocument, type Severity } from "@/lib/domain/pact";
import { raisable } from "@/lib/domain/raisable";
import { actorRecord } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import { verb } from "../verb";
import { clauseOf, quorumOf } from "./shared";

const trigger = z.enum([...CLAUSE_TRIGGERS, "scope"], {
  error: "must be a trigger of a clause, or scope; granted, metric and no_pact can't be overridden",
});

/** What a POST of an override says. Without a clause (or with null) it is about the pact's `scope`. */
export const requestOverrideInput = z.strictObject({
  agent: slug,
  pact: slug,
  clause: slug.nullish(),
  triggers: z
    .array(trigger, { error: "must be a list of triggers" })
    .min(1, { error: "must name a trigger" })
    .refine((all) => new Set(all).size === all.length, { error: "must not name a trigger twice" }),
  actions: z
    .array(actionPattern, { error: "must be a list of actions" })
    .min(1, { error: "must name an action" })
    .max(200, { error: "must be at most 200 actions" }),
  when: expression.nullish(),
  maxUses: z.int({ error: "must be a whole number" }).min(1, { error: "must be at least 1" }).max(1e9).nullish(),
  startsAt: time.optional(),
  endsAt: time,
  reason,
  ticket: text(200).nullish(),
});
type Input = z.output<typeof requestOverrideInput>;

/**
 * Asks for an override: it takes nothing away until others have approved it, two of them where the clause is critical.
 * What concerns the pact's scope has no severity of its own: one approval, and the cap of a major clause.
 * @throws SuretyError invalid, naming the field
 */
export const requestOverride = verb({
  name: "override.request",
  permission: "override.request",
  input: requestOverrideInput,
  async work({ tx, now, id, actor, organisationId, requireWorkflow }, input) {
    const document = await findPact(tx, organisationId, input);
    requireWorkflow(document.workflow);
    const clause = input.clause == null ? null : clauseOf(document, input.clause);
    if (clause === undefined)
      throw invalid([{ path: "clause", message: "must be a clause of the live version of this pact" }]);
    const severity: Severity = clause?.severity ?? "major";
    const { settings } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { settings: true },
    });
    const startsAt = input.startsAt === undefined ? now : Date.parse(input.startsAt);
    const endsAt = Date.parse(input.endsAt);
    const errors = [
      ...scopeErrors(input, document, clause),
      ...timeErrors({ startsAt, endsAt, now, severity }, parseSettings(settings), document),
    ];
    if (errors.length > 0) throw invalid(errors);
    const by = { requestedBy: actorRecord(actor), requestedById: actor.id, createdAt: new Date(now) };
    const times = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    const data = { ...scopeOf(input), ...times, ...by, quorum: quorumOf(severity), state: "requested" };
    const row = await tx.override.create({
      data: { organisationId, id: id("ovr"), ...data },
      include: WITH_OVERRIDE_APPROVALS,
    });
    const view = overrideView(row, now);
    const subject = `override/${row.id}`;
    const { agent, pact, startsAt: starts, endsAt: ends, quorum } = view;
    const payload = { ...scopeOf(input), startsAt: starts, endsAt: ends, quorum };
    return {
      result: view,
      entries: [{ kind: "override.requested", subject, payload }],
      effect: "none",
      outbox: [{ kind: "override.requested", subject, payload: { agent, pact, clause: view.clause, quorum } }],
    };
  },
});

/** What is asked for, and why, with what was left out written down. */
function scopeOf({ agent, pact, clause, triggers, actions, when, maxUses, reason: why, ticket }: Input) {
  return {
    agent,
    pact,
    clause: clause ?? null,
    triggers,
    actions: [...new Set(actions)],
    when: when ?? null,
    maxUses: maxUses ?? null,
    reason: why,
    ticket: ticket ?? null,
  };
}

async function findPact(tx: Tx, organisationId: string, { agent, pact }: Input): Promise<PactDocument> {
  const known = await tx.agent.count({ where: { organisationId, slug: agent } });
  const live = await tx.pactVersion.findFirst({
    where: { organisationId, pact, state: "live" },
    select: { document: true },
  });
  const document = live?.document as unknown as PactDocument | undefined;
  if (!known) throw invalid([{ path: "agent", message: "must be a registered agent" }]);
  if (!document) throw invalid([{ path: "pact", message: "must be a pact with a live version" }]);
  if (document.agent !== agent)
    throw invalid([{ path: "agent", message: `must be ${document.agent}, the agent of this pact` }]);
  return document;
}

/** Triggers that the clause can raise, actions that it is about, a condition that compiles. */
function scopeErrors({ triggers, actions, when }: Input, document: PactDocument, clause: Clause | null): FieldError[] {
  const errors: FieldError[] = [];
  const can: readonly string[] = clause ? raisable(clause) : ["scope"];
  triggers.forEach((one, index) => {
    if (can.includes(one)) return;
    const said = clause
      ? `is nothing that ${clause.key} can raise; it can: ${can.join(", ")}`
      : "belongs to a clause: name it in clause";
    errors.push({
      path: `triggers.${index}`,
      message: one === "scope" ? "belongs to the pact, not to a clause: leave clause out" : said,
    });
  });
  const own = clause && (clause.actions ?? document.scope.actions);
  actions.forEach((pattern, index) => {
    if (!own || own.some((one) => coversPattern(one, pattern) || coversPattern(pattern, one))) return;
    errors.push({
      path: `actions.${index}`,
      message: `is nothing that the clause is about; that is ${own.join(", ")}`,
    });
  });
  if (when != null) {
    const checked = checkExpression(when, document.facts);
    if (!checked.ok) errors.push({ path: "when", message: checked.message });
  }
  return errors;
}

interface Times {
  startsAt: number;
  endsAt: number;
  now: number;
  severity: Severity;
}

/** Ends after it starts, ahead of now, and lasts no longer than the organisation and the pact allow. */
function timeErrors(
  { startsAt, endsAt, now, severity }: Times,
  { overrideCaps }: OrganisationSettings,
  { overrides }: PactDocument,
): FieldError[] {
  if (endsAt <= now) return [{ path: "endsAt", message: "must lie ahead" }];
  if (endsAt <= startsAt) return [{ path: "endsAt", message: "must be after startsAt" }];
  const caps = [overrideCaps[severity], overrides?.maxDuration].filter((one) => one !== undefined).map(durationMs);
  const cap = Math.min(...caps);
  if (endsAt - startsAt <= cap) return [];
  return [
    {
      path: "endsAt",
      message: `must be at most ${sayDuration(cap)} after startsAt: ${new Date(startsAt + cap).toISOString()}`,
    },
  ];
}
