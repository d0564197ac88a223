import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { holdLiveVersion } from "@/lib/db/locks";
import { coversPattern } from "@/lib/domain/action";
import { checkExpression } from "@/lib/domain/cel";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { actionPattern, expression, reason, slug, text, time } from "@/lib/domain/fields";
import { CLAUSE_TRIGGERS, type Clause, type PactDocument, type Severity } from "@/lib/domain/pact";
import { raisable } from "@/lib/domain/raisable";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import { clauseOf } from "./shared";

const trigger = z.enum([...CLAUSE_TRIGGERS, "scope"], {
  error: "must be a trigger of a clause, or scope; granted, metric, no_pact and budget can't be overridden",
});

/** What may be taken away, field by field. */
export const reachFields = {
  triggers: z
    .array(trigger, { error: "must be a list of triggers" })
    .min(1, { error: "must name a trigger" })
    .refine((all) => new Set(all).size === all.length, { error: "must not name a trigger twice" }),
  actions: z
    .array(actionPattern, { error: "must be a list of actions" })
    .min(1, { error: "must name an action" })
    .max(200, { error: "must be at most 200 actions" }),
  when: expression,
  maxUses: z.int({ error: "must be a whole number" }).min(1, { error: "must be at least 1" }).max(1e9),
};

/** What a POST of an override says. Without a clause (or with null) it is about the pact's `scope`. */
export const requestOverrideInput = z.strictObject({
  agent: slug,
  pact: slug,
  clause: slug.nullish(),
  triggers: reachFields.triggers,
  actions: reachFields.actions,
  when: expression.nullish(),
  maxUses: reachFields.maxUses.nullish(),
  startsAt: time.optional(),
  endsAt: time,
  reason,
  ticket: text(200).nullish(),
  breakGlass: z.boolean({ error: "must be true or false" }).optional(),
});
export type AskInput = z.output<typeof requestOverrideInput>;

/** What is asked for, checked against the live version. */
export interface Checked {
  document: PactDocument;
  version: number;
  clause: Clause | null;
  severity: Severity;
  /** ms */
  startsAt: number;
  endsAt: number;
}

/**
 * Checks a request against the live version of its pact and what the organisation allows.
 * What concerns the pact's scope has no severity of its own: it counts as major.
 * @throws SuretyError invalid, naming each field
 */
export async function checkAsked(tx: Tx, organisationId: string, input: AskInput, now: number): Promise<Checked> {
  const { document, version } = await findPact(tx, organisationId, input);
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
  return { document, version, clause, severity, startsAt, endsAt };
}

/** What is asked for, and why, with what was left out written down. */
export function scopeOf({ agent, pact, clause, triggers, actions, when, maxUses, reason: why, ticket }: AskInput) {
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

/** The live document of the pact, its version held until this is done. @throws SuretyError invalid, naming the field */
async function findPact(
  tx: Tx,
  organisationId: string,
  { agent, pact }: Pick<AskInput, "agent" | "pact">,
): Promise<{ document: PactDocument; version: number }> {
  const known = await tx.agent.count({ where: { organisationId, slug: agent } });
  // Held: a version published meanwhile finds this override, or is found by it.
  const version = await holdLiveVersion(tx, organisationId, pact);
  const where = version === null ? null : { organisationId_pact_version: { organisationId, pact, version } };
  const live = where && (await tx.pactVersion.findUnique({ where, select: { document: true } }));
  const document = live?.document as unknown as PactDocument | undefined;
  if (!known) throw invalid([{ path: "agent", message: "must be a registered agent" }]);
  if (!document || version === null) throw invalid([{ path: "pact", message: "must be a pact with a live version" }]);
  if (document.agent !== agent)
    throw invalid([{ path: "agent", message: `must be ${document.agent}, the agent of this pact` }]);
  return { document, version };
}

/** Triggers that the clause can raise, actions that it is about, a condition that compiles. */
function scopeErrors(
  { triggers, actions, when }: AskInput,
  document: PactDocument,
  clause: Clause | null,
): FieldError[] {
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
