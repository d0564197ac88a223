/**
 * What keeps a well-formed pact from being published (CONTRACT.md 2), and what its author should look at.
 * A draft with holes can be saved and read by others; it cannot be published.
 */
import { coversPattern } from "./action.ts";
import { checkExpression } from "./cel.ts";
import { holds, representativeRequests } from "./cel-cases.ts";
import { fitsLimits, sayLimits } from "./limits.ts";
import type { Clause, ClauseTrigger, Consequence, DriftStage, Limits, PactDocument, Trigger } from "./pact.ts";

/** One hole: where, in words, and whose (absent: the pact's own) for which trigger. */
export interface Hole {
  path: string;
  message: string;
  clause?: string;
  trigger?: Trigger;
}

/** The triggers that a clause can raise and that therefore need a consequence, with what makes each possible. */
function raised(clause: Clause): [trigger: ClauseTrigger, because: string][] {
  const found: [ClauseTrigger, string][] = [];
  if (clause.require !== undefined) found.push(["violation", "it has `require`"]);
  if (clause.evidence) found.push(["missing", "it asks for evidence"], ["stale", "its evidence ages"]);
  if (clause.failures) found.push(["failures", "it counts failures"]);
  if (clause.drift) found.push(["drift", "it is watched for drift"]);
  if (clause.score) found.push(["score", "it has a line for its score"]);
  return found;
}

/** The consequences of a clause, each with its path below `on`. */
function consequences(
  clause: Clause,
): { path: string; trigger: ClauseTrigger; consequence: Consequence | DriftStage }[] {
  const { drift, ...single } = clause.on;
  const found = Object.entries(single).flatMap(([trigger, consequence]) =>
    consequence ? [{ path: trigger, trigger: trigger as ClauseTrigger, consequence }] : [],
  );
  const stages = (drift ?? []).map((stage, i) => ({
    path: `drift[${i}]`,
    trigger: "drift" as const,
    consequence: stage,
  }));
  return [...found, ...stages];
}

const said = (clause: Clause) => `clause "${clause.key}"`;
const NO_LIMITS = "`degrade` has no limits: give it `limits`, or the pact `levels.limited`";

function expressionHoles(document: PactDocument, clause: Clause, at: string): Hole[] {
  return (["when", "require"] as const).flatMap((name) => {
    const source = clause[name];
    const check = source === undefined ? { ok: true as const } : checkExpression(source, document.facts);
    if (check.ok) return [];
    const trigger = name === "require" ? { trigger: "violation" as const } : {};
    return [
      {
        path: `${at}.${name}`,
        message: `${said(clause)}, \`${name}\`: ${check.message}`,
        clause: clause.key,
        ...trigger,
      },
    ];
  });
}

function consequenceHoles(document: PactDocument, clause: Clause, at: string): Hole[] {
  const holes: Hole[] = [];
  for (const [trigger, because] of raised(clause)) {
    if (clause.on[trigger]) continue;
    const message = `${said(clause)} can raise \`${trigger}\` (${because}) and does not say what happens then; for example \`${trigger}: review\``;
    holes.push({ path: `${at}.on.${trigger}`, message, clause: clause.key, trigger });
  }
  for (const { path, trigger, consequence } of consequences(clause)) {
    const hole = (message: string) =>
      holes.push({
        path: `${at}.on.${path}`,
        message: `${said(clause)}, \`${trigger}\`: ${message}`,
        clause: clause.key,
        trigger,
      });
    if (consequence.do === "degrade" && !consequence.limits && !document.levels?.limited) hole(NO_LIMITS);
    if (consequence.do === "settle" && !Object.hasOwn(document.settlement?.clauses ?? {}, clause.key)) {
      hole("`settle` has nothing to settle: name the clause with its amounts under `settlement.clauses`");
    }
  }
  return holes;
}

/** The holes of one clause. @param at its path, in front of theirs */
export function clauseHoles(document: PactDocument, clause: Clause, at: string, teams: ReadonlySet<string>): Hole[] {
  const holes: Hole[] = [];
  if (!teams.has(clause.owner)) {
    const message = `${said(clause)}: there is no team "${clause.owner}"; create it, or name one that exists`;
    holes.push({ path: `${at}.owner`, message, clause: clause.key });
  }
  if (!clause.evidence && clause.require === undefined) {
    holes.push({
      path: at,
      message: `${said(clause)} has neither \`evidence\` nor \`require\`: nothing could tell that it is kept`,
      clause: clause.key,
    });
  }
  if (clause.severity === "critical" && clause.evidence && !clause.failures && !clause.drift) {
    const message = `${said(clause)} is critical and has neither \`failures\` nor \`drift\`: repeated failure must have a consequence`;
    holes.push({ path: at, message, clause: clause.key, trigger: "failures" });
  }
  return [...holes, ...expressionHoles(document, clause, at), ...consequenceHoles(document, clause, at)];
}

/** The holes of a document's own terms, its clauses apart. */
export function pactHoles(document: PactDocument): Hole[] {
  const holes: Hole[] = [];
  const { outside } = document.scope;
  const limited = document.levels?.limited;
  if (outside.do === "degrade" && !outside.limits && !limited) {
    holes.push({ path: "scope.outside", message: `the pact's \`scope\`: ${NO_LIMITS}`, trigger: "scope" });
  }
  const SETTLE = "`settle` weakens nothing and no clause stands behind it: choose block, review or degrade";
  if (outside.do === "settle")
    holes.push({ path: "scope.outside", message: `the pact's \`scope\`: ${SETTLE}`, trigger: "scope" });
  const then = document.overrides?.budget?.then;
  if (then === "degrade" && !limited) {
    holes.push({ path: "overrides.budget.then", message: "`degrade` has no limits: give the pact `levels.limited`" });
  }
  if (then === "settle") holes.push({ path: "overrides.budget.then", message: SETTLE });
  for (const key of Object.keys(document.settlement?.clauses ?? {})) {
    if (document.clauses.some((clause) => clause.key === key)) continue;
    holes.push({
      path: `settlement.clauses.${key}`,
      message: `there is no clause "${key}"; remove it or name one that exists`,
    });
  }
  return holes;
}

/**
 * Everything that keeps a document from being published: one per hole, naming clause and trigger where there is one.
 * @param known the slugs of the organisation's teams
 */
export function holes(document: PactDocument, known: { teams: ReadonlySet<string> }): Hole[] {
  const clauses = document.clauses.flatMap((clause, index) =>
    clauseHoles(document, clause, `clauses[${index}]`, known.teams),
  );
  return [...pactHoles(document), ...clauses];
}

/** Whether no request for which `when` holds fits the limits; false where that cannot be told. */
function fitsNone(when: string | undefined, limits: Limits): boolean {
  const requests = representativeRequests(when === undefined ? [] : [when], [limits]);
  if (!requests) return false;
  return !requests.some((request) => holds(when, request, true) && fitsLimits(limits, request.context));
}

/** What is probably not meant in one clause. @param at its path, in front of theirs */
export function clauseWarnings(document: PactDocument, clause: Clause, at: string): Hole[] {
  const found: Hole[] = [];
  const warn = (path: string, message: string, trigger?: ClauseTrigger) =>
    found.push({
      path: `${at}${path}`,
      message: `${said(clause)}${message}`,
      clause: clause.key,
      ...(trigger && { trigger }),
    });
  const can = new Set<ClauseTrigger>(["incident", ...raised(clause).map(([trigger]) => trigger)]);
  for (const { path, trigger, consequence } of consequences(clause)) {
    if (!can.has(trigger)) warn(`.on.${path}`, ` never raises \`${trigger}\`, so its consequence never acts`, trigger);
    const limits = consequence.do === "degrade" ? (consequence.limits ?? document.levels?.limited) : undefined;
    if (!limits || !fitsNone(clause.when, limits)) continue;
    const which = clause.when === undefined ? "no request" : `no request with ${clause.when}`;
    warn(
      `.on.${path}`,
      `, \`${trigger}\`: ${which} fits the limits (${sayLimits(limits)}): it degrades to nothing`,
      trigger,
    );
  }
  if (!clause.evidence) {
    for (const name of ["failures", "drift", "score"] as const) {
      if (clause[name]) warn(`.${name}`, ` has no evidence, so \`${name}\` never acts`, name);
    }
  }
  const touches = (pattern: string) =>
    document.scope.actions.some((scope) => coversPattern(scope, pattern) || coversPattern(pattern, scope));
  for (const [i, pattern] of (clause.actions ?? []).entries()) {
    if (!touches(pattern)) warn(`.actions[${i}]`, `: "${pattern}" lies outside the pact's scope, so it never applies`);
  }
  return found;
}

/** Limits on paths that are no declared facts. */
export function factWarnings(document: PactDocument): Hole[] {
  const { facts } = document;
  if (!facts) return [];
  const known = (path: string) => Object.keys(facts).some((fact) => `${path}.`.startsWith(`${fact}.`));
  const limited: [at: string, limits: Limits, clause?: string][] = [];
  if (document.levels?.limited) limited.push(["levels.limited", document.levels.limited]);
  if (document.scope.outside.limits) limited.push(["scope.outside.limits", document.scope.outside.limits]);
  for (const [index, clause] of document.clauses.entries()) {
    for (const { path, consequence } of consequences(clause)) {
      if (consequence.limits) limited.push([`clauses[${index}].on.${path}.limits`, consequence.limits, clause.key]);
    }
  }
  return limited.flatMap(([at, limits, clause]) =>
    Object.keys(limits)
      .filter((path) => !known(path))
      .map((path) => ({
        path: `${at}.${path}`,
        message: `limits "${path}", which is no declared fact`,
        ...(clause && { clause }),
      })),
  );
}

/** What may be published and is probably not meant: limits that nothing fits, consequences that never act, and the like. */
export function warnings(document: PactDocument): Hole[] {
  const found = document.clauses.flatMap((clause, index) => clauseWarnings(document, clause, `clauses[${index}]`));
  if (document.clauses.length === 0)
    found.push({ path: "clauses", message: "the pact promises nothing: it has no clause" });
  return [...found, ...factWarnings(document)];
}
