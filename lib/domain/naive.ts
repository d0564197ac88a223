/**
 * The decision once more, straight from CONTRACT.md 3 over the plain state: no compiler, no index, no thought for speed.
 * It exists to be compared with `decide`; nothing else calls it.
 */
import { matchesAction } from "./action.ts";
import type { DecisionRequest, Verdict } from "./decision.ts";
import { durationMs } from "./duration.ts";
import { fitsLimits, mergeLimits } from "./limits.ts";
import { cappedReasons, grantedReasons, ungovernedReasons } from "./naive-authority.ts";
import { carriedOut, holds, lineOf, type NaiveReason, variables } from "./naive-parts.ts";
import type { Clause, Consequence, Limits, PactDocument, Trigger } from "./pact.ts";
import { clauseAssurance } from "./score.ts";
import type { LivePact, OrganisationState } from "./state.ts";

export interface NaiveAnswer {
  verdict: Verdict;
  permitted: boolean;
  because: NaiveReason[];
  limits: Limits | null;
  shadow: Verdict | null;
}

const ORDER: Verdict[] = ["allow", "degrade", "review", "block"];
const LEVELS = ["low", "medium", "high", "critical"];

/** The answer of the plain evaluator: verdict, permitted, reasons, limits and shadow verdict. */
export function decideNaively(
  state: OrganisationState,
  request: DecisionRequest,
  now: number,
  reviewApproved = false,
): NaiveAnswer {
  const agent = state.agents.find(({ slug }) => slug === request.agent);
  const own = agent ? state.pacts.filter(({ document }) => document.agent === request.agent) : [];
  const inWorkflow = own.filter(({ document }) => !request.workflow || document.workflow === request.workflow);
  const matching = inWorkflow.filter(({ document }) => {
    if (request.counterparty && document.parties.counterparty !== request.counterparty) return false;
    return document.scope.actions.some((pattern) => matchesAction(pattern, request.action));
  });
  const because: NaiveReason[] = [];
  const shadow: NaiveReason[] = [];
  // What is in force answers for what it does not cover, even where a shadow pact covers it: that contributes nothing.
  const answering = (mode: LivePact["mode"]) => {
    const covering = matching.filter((pact) => pact.mode === mode);
    const uncovered = mode === "enforce" ? covering.length === 0 : matching.length === 0;
    return uncovered ? inWorkflow.filter((pact) => pact.mode === mode) : covering;
  };
  const concerned = [...answering("enforce"), ...answering("shadow")];
  for (const pact of concerned) {
    const matches = matching.includes(pact);
    const reasons = [
      ...scopeOf(state, pact, request, matches),
      ...(matches ? pact.document.clauses.flatMap((c) => clauseReasons(state, pact, c, request, now)) : []),
      ...grantedReasons(state, pact, request, now),
      ...cappedReasons(state, pact, request),
    ].map((reason) => overridden(state, pact.document, reason, request, now));
    (pact.mode === "shadow" ? shadow : because).push(...reasons);
    if (pact.mode === "shadow")
      because.push(
        ...reasons.filter(
          ({ trigger, consequence }) => (trigger === "granted" || trigger === "metric") && consequence === "block",
        ),
      );
  }
  if (inWorkflow.length === 0) because.push(...ungovernedReasons(state, request, now));
  const verdict = strongestOf(because, reviewApproved);
  const degrades = because.filter((reason) => reason.consequence === "degrade" && reason.override === null);
  const limits = degrades.length > 0 ? mergeLimits(...degrades.map((reason) => reason.limits ?? {})) : null;
  const permitted = (verdict === "allow" || verdict === "degrade") && fitsLimits(limits ?? {}, request.context);
  const anyShadow = concerned.some(({ mode }) => mode === "shadow");
  return { verdict, permitted, because, limits, shadow: anyShadow ? strongestOf(shadow, reviewApproved) : null };
}

function strongestOf(reasons: NaiveReason[], reviewApproved: boolean): Verdict {
  const verdicts = reasons
    .filter((reason) => reason.override === null && !(reviewApproved && reason.consequence === "review"))
    .map(({ consequence }) => (consequence === "settle" ? 0 : ORDER.indexOf(consequence)));
  return ORDER[Math.max(0, ...verdicts)] as Verdict;
}

function scopeOf(
  state: OrganisationState,
  { document }: LivePact,
  request: DecisionRequest,
  matches: boolean,
): NaiveReason[] {
  const agent = state.agents.find(({ slug }) => slug === request.agent);
  const known = [agent?.release, ...(agent?.candidates ?? [])];
  const faulty =
    request.release === undefined ? document.scope.release === "required" : !known.includes(request.release);
  if (matches && !faulty) return [];
  const outside = carriedOut(document.scope.outside, document);
  return [{ pact: document.pact, clause: null, trigger: "scope", override: null, ...outside }];
}

function clauseReasons(
  state: OrganisationState,
  pact: LivePact,
  clause: Clause,
  request: DecisionRequest,
  now: number,
): NaiveReason[] {
  const { document } = pact;
  if (!(clause.actions ?? document.scope.actions).some((pattern) => matchesAction(pattern, request.action))) return [];
  const vars = variables(document, state, request);
  if (!holds(clause.when, vars, true, document.facts)) return [];
  const reasons: NaiveReason[] = [];
  const raise = (trigger: Trigger, consequence: Consequence | undefined, at?: number) =>
    reasons.push({
      pact: document.pact,
      clause: clause.key,
      trigger,
      override: null,
      ...carriedOut(consequence, document),
      ...(at === undefined ? {} : { at }),
    });
  if (!holds(clause.require, vars, false, document.facts)) raise("violation", clause.on.violation);
  const current = state.agents.find(({ slug }) => slug === request.agent)?.release ?? "";
  const release = request.release ?? current;
  if (clause.evidence) {
    const line = lineOf(state, document, clause, clause.evidence.perRelease ? release : "");
    if (!line?.newest) raise("missing", clause.on.missing);
    else if (now - line.newest.observedAt >= durationMs(clause.evidence.freshness)) raise("stale", clause.on.stale);
    if (clause.score && 100 * (clauseAssurance(clause, line, now) ?? 0) < clause.score.below)
      raise("score", clause.on.score);
  }
  const bound = state.latches.filter(
    (latch) =>
      latch.agent === request.agent &&
      latch.pact === document.pact &&
      latch.clause === clause.key &&
      (latch.release === "" || latch.release === (clause.evidence?.perRelease ? release : current)) &&
      latch.verifiedAt <= now,
  );
  for (const key of new Set(bound.map((latch) => `${latch.trigger}/${latch.at ?? ""}`))) {
    const latch = bound.find((one) => `${one.trigger}/${one.at ?? ""}` === key) as (typeof bound)[number];
    const stages = [...(clause.on.drift ?? [])].sort((a, b) => b.at - a.at);
    const stage = stages.find((one) => one.at <= (latch.at ?? 0)) ?? stages.at(-1);
    const consequence = latch.trigger === "failures" ? clause.on.failures : stage;
    raise(latch.trigger, consequence ?? latch.consequence ?? { do: "review" }, latch.at);
  }
  const level = clause.on.incident?.atLeast ?? "critical";
  const grave = state.incidents.some(
    (one) => one.agent === request.agent && LEVELS.indexOf(one.severity) >= LEVELS.indexOf(level),
  );
  if (clause.on.incident && grave) raise("incident", clause.on.incident);
  const budget = document.overrides?.budget;
  if (budget && spent(state, document, clause, request, now) > budget.count) raise("budget", { do: budget.then });
  return reasons;
}

/** How many overrides of a clause took effect within its budget's window. */
function spent(
  { spendings = [] }: OrganisationState,
  { pact, overrides }: PactDocument,
  { key }: Clause,
  { agent }: DecisionRequest,
  now: number,
): number {
  const window = durationMs(overrides?.budget?.within ?? "PT0S");
  return spendings.filter(
    (one) => one.agent === agent && one.pact === pact && one.clause === key && one.at <= now && now < one.at + window,
  ).length;
}

function overridden(
  state: OrganisationState,
  document: PactDocument,
  reason: NaiveReason,
  request: DecisionRequest,
  now: number,
): NaiveReason {
  if (["granted", "metric", "budget"].includes(reason.trigger)) return reason;
  const vars = variables(document, state, request);
  const taking = state.overrides.find(
    (override) =>
      override.agent === request.agent &&
      override.pact === reason.pact &&
      override.clause === reason.clause &&
      override.triggers.includes(reason.trigger) &&
      override.actions.some((pattern) => matchesAction(pattern, request.action)) &&
      override.startsAt <= now &&
      now < override.endsAt &&
      (override.maxUses === null || override.used < override.maxUses) &&
      holds(override.when ?? undefined, vars, false),
  );
  return { ...reason, override: taking?.id ?? null };
}
