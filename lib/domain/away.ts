/**
 * `decideAway`: the answer while the database is away (ARCHITECTURE.md 3): the last known good, as far as the risk of the
 * action bears it. What blocks holds, and overrides cannot be used, since their uses cannot be counted.
 */

import { withoutOverrides } from "./compile.ts";
import { decide } from "./decide.ts";
import type { Answer, Because, DecisionRequest } from "./decision.ts";
import { sayDuration } from "./duration.ts";
import { LEVELS, type Level } from "./pact.ts";
import { planFor } from "./plan.ts";
import { covers } from "./program.ts";
import type { Snapshot } from "./snapshot.ts";
import type { WorkflowState } from "./state.ts";

/** How old the last known good may be, ms, by risk; null: however old, as long as nothing better is to be had. */
export const LAST_GOOD_MS: Record<Level, number | null> = { low: null, medium: 15 * 60_000, high: 60_000, critical: 0 };

const worse = (a: Level, b: Level): Level => (LEVELS.indexOf(a) < LEVELS.indexOf(b) ? b : a);

/** The risk of an action within a workflow: its own, else the workflow's where a pact covers it; unknown counts as critical. */
function riskWithin(workflow: WorkflowState | undefined, action: string, covered: boolean): Level {
  if (!workflow) return "critical";
  const own = workflow.actions.filter(({ name }) => covers([name], action)).map(({ risk }) => risk);
  if (own.length > 0) return own.reduce(worse);
  return covered ? workflow.risk : "critical";
}

/**
 * How bad a wrong answer would be: the worst over the workflows that the request concerns, which are the one it names,
 * else those of the agent's pacts that cover the action. What nobody knows is critical.
 */
export function riskOf(snapshot: Snapshot, { agent, action, workflow }: DecisionRequest): Level {
  const book = snapshot.agents.get(agent)?.book;
  const covering = book ? planFor(book, action).map(({ pact }) => pact.workflow) : [];
  const concerned = workflow === undefined ? covering : [workflow];
  if (concerned.length === 0) return "critical";
  return concerned
    .map((slug) =>
      riskWithin(
        snapshot.workflows.find((one) => one.slug === slug),
        action,
        covering.includes(slug),
      ),
    )
    .reduce(worse);
}

/** What the absence of the database adds: by risk, and by how old the last known good is. */
function consequenceOf(risk: Level, age: number): "allow" | "review" | "block" {
  const bound = LAST_GOOD_MS[risk];
  if (bound === null) return "allow";
  if (age >= bound) return "block";
  return risk === "high" ? "review" : "allow";
}

function becauseAway(consequence: "review" | "block", action: string, risk: Level, age: number): Because {
  const old = `The last known good is ${sayDuration(Math.max(0, age))} old`;
  const bound = LAST_GOOD_MS[risk];
  const why =
    risk === "critical"
      ? "nothing of critical risk is done without a record."
      : consequence === "review"
        ? `${old}; a person must approve what is of high risk.`
        : `${old}, and for ${risk} risk it may be ${sayDuration(bound ?? 0)} old at most.`;
  const says = `The database is away, and ${action} is of ${risk} risk${risk === "critical" ? ": " : ". "}${why}`;
  return {
    pact: null,
    version: null,
    clause: null,
    trigger: "away",
    consequence,
    says: `${says} Ask again when it is back.`,
    evidence: null,
    override: null,
  };
}

/**
 * The answer to one request while the database is away.
 * @param now ms
 * @param verifiedAt ms: when the snapshot was last held against the database
 */
export function decideAway(snapshot: Snapshot, request: DecisionRequest, now: number, verifiedAt: number): Answer {
  const base = decide(withoutOverrides(snapshot), request, now);
  const risk = riskOf(snapshot, request);
  const age = now - verifiedAt;
  const away = { risk, verifiedAt };
  const added = consequenceOf(risk, age);
  const bound = LAST_GOOD_MS[risk];
  // At that instant the last known good is too old: time alone changes the answer.
  const turns = bound !== null && age < bound && base.verdict !== "block" ? verifiedAt + bound : Infinity;
  const until = Math.min(base.validUntil ?? Infinity, turns);
  const validUntil = until === Infinity ? null : until;
  if (added === "allow" || base.verdict === "block")
    return { ...base, validUntil, useBy: base.useBy === null ? null : Math.min(base.useBy, until), away };
  const verdict = added;
  const because = [becauseAway(added, request.action, risk, age), ...base.because];
  return { ...base, verdict, permitted: false, because, validUntil, useBy: null, away };
}
