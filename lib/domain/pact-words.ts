/** A pact document in sentences: what is tested, how it is kept fresh, and what happens otherwise. Pure. */

import { durationMs, sayDuration } from "./duration.ts";
import { sayLimits } from "./limits.ts";
import type { Clause, Consequence, ConsequenceKind, PactDocument } from "./pact.ts";
import { joined, upperFirst } from "./text.ts";

const NB = "\u00a0";
const length = (iso: string) => sayDuration(durationMs(iso));

/** An action pattern in words: "payments.refund", "everything below orders", "anything". */
export function sayAction(pattern: string): string {
  if (pattern === "*") return "anything";
  return pattern.endsWith(".*") ? `everything below ${pattern.slice(0, -2)}` : pattern;
}

const OUTSIDE: Record<ConsequenceKind, string> = {
  block: "is blocked",
  review: "is held for a person",
  degrade: "is limited",
  settle: "is settled",
};

/** What the agent may ask for, and what becomes of the rest. */
export function sayScope({ scope, facts }: PactDocument): string {
  const limits = scope.outside.limits ? ` to ${sayLimits(scope.outside.limits, facts)}` : "";
  const release = scope.release === "required" ? " Every request names its release." : "";
  const may = `The agent may ask for ${joined(scope.actions.map(sayAction))}.`;
  if (scope.actions.includes("*")) return `${may}${release}`;
  return `${may} Anything else it asks for ${OUTSIDE[scope.outside.do]}${limits}.${release}`;
}

const METHODS = {
  eval: "Evaluation",
  runtime: "Runtime check",
  attestation: "Attestation",
  human: "Check by a person",
} as const;

/** How the clause is tested. */
export function sayEvidence({ evidence, require }: Clause): string {
  if (!evidence) return require === undefined ? "None" : "None needed: the request itself must satisfy it";
  const { method, describe, target, perRelease, minChecks, from } = evidence;
  const rate = `${Number((target * 100).toFixed(4))}${NB}%`;
  const parts = [describe ?? METHODS[method], `pass rate ${rate}`];
  if (minChecks > 1) parts.push(`at least ${minChecks} checks`);
  if (perRelease) parts.push("for each release");
  if (from) parts.push(`from ${joined(from, " or ")}`);
  return parts.join("; ");
}

/** How long a test counts, where no record of it is known. */
export function sayFreshness({ evidence }: Clause): string {
  return evidence ? `at most ${length(evidence.freshness)} old` : "Judged at the request";
}

function sayDoes({ do: does, limits }: Consequence, document: PactDocument): string {
  if (does !== "degrade") return does;
  const to = limits ?? document.levels?.limited;
  return to ? `degrade (${sayLimits(to, document.facts)})` : "degrade";
}

/** What one consequence does to a request, in a sentence that goes on from its cause. */
const DOES: Record<ConsequenceKind, string> = {
  block: "the request is blocked",
  review: "the request waits for a person",
  degrade: "the request may go ahead only within limits",
  settle: "the request may go ahead, and money is settled",
};

/** What will happen on a trigger, in a sentence: "While evidence is missing, the request waits for a person." */
export function sayConsequenceOf(
  cause: string,
  { do: does, limits }: Consequence,
  document: PactDocument | null,
): string {
  const to = does === "degrade" ? (limits ?? document?.levels?.limited) : undefined;
  return `${upperFirst(cause)}, ${DOES[does]}${to ? `: ${sayLimits(to, document?.facts)}` : ""}.`;
}

/** "3 failures within 24 h"; one alone has no time to fall in. */
export function sayFailures({ count, within }: { count: number; within: string }): string {
  return count === 1 ? "one failure" : `${count} failures within ${length(within)}`;
}

/** What makes each trigger, as it goes on from a consequence: "block while evidence is missing". */
function causes(clause: Clause, document: PactDocument): [does: string, cause: string][] {
  const { on, failures, score } = clause;
  const found: [Consequence | undefined, string][] = [
    [on.violation, "when the request does not satisfy it"],
    [on.missing, "while evidence is missing"],
    [on.stale, "while it is stale"],
    [on.failures, failures ? `after ${sayFailures(failures)}` : "after failures"],
    ...(on.drift ?? []).map((stage): [Consequence, string] => [
      stage,
      `on drift from odds of ${stage.at.toLocaleString("en-GB")}`,
    ]),
    [on.score, score ? `below a score of ${score.below}` : "below its score"],
    [on.incident, on.incident ? `during an incident (${on.incident.atLeast} or above)` : ""],
  ];
  return found.flatMap(([one, cause]) => (one ? [[sayDoes(one, document), cause]] : []));
}

/** What happens otherwise: one sentence for each consequence, in the order of its triggers. */
export function sayOtherwise(clause: Clause, document: PactDocument): string[] {
  const byConsequence = new Map<string, string[]>();
  for (const [does, cause] of causes(clause, document)) {
    byConsequence.set(does, [...(byConsequence.get(does) ?? []), cause]);
  }
  return [...byConsequence].map(([does, all]) => `${upperFirst(does)} ${joined(all, " or ")}.`);
}

/** How overrides and money are ruled; null where the pact says nothing of them. */
export function sayOverrides({ overrides }: PactDocument): string | null {
  if (!overrides) return null;
  const { maxDuration, budget } = overrides;
  const longest = maxDuration ? `An override lasts at most ${length(maxDuration)}.` : "";
  const spent = budget
    ? `${budget.count} may be used within ${length(budget.within)}; one more, and the answer is ${budget.then}.`
    : "";
  return [longest, spent].filter(Boolean).join(" ") || null;
}

/** An amount in integer minor units of its currency: `986000` EUR is €9,860.00. */
function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** What is held and forfeited, clause by clause; null where the pact is about no money. */
export function saySettlement({ settlement, clauses }: PactDocument): string | null {
  if (!settlement) return null;
  const { currency, disputeWindow } = settlement;
  const each = Object.entries(settlement.clauses).map(([key, { hold, penalty }]) => {
    const said = [
      hold === undefined ? "" : `${money(hold, currency)} is held`,
      penalty === undefined ? "" : `${money(penalty, currency)} is forfeited on a breach`,
    ].filter(Boolean);
    return `For "${clauses.find((clause) => clause.key === key)?.title ?? key}" ${joined(said)}.`;
  });
  return [...each, `A breach may be disputed within ${length(disputeWindow)}.`].join(" ");
}
