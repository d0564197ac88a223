/** What decisions are counted by: those alike in all of this are of one kind. */
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import { demands } from "./metric-cover.ts";
import type { Mode, Trigger } from "./pact.ts";
import type { PactProgram } from "./program.ts";

export interface DecisionKind {
  agent: string;
  workflow: string | null;
  action: string;
  verdict: Verdict;
  /** The strongest trigger that acted and was not overridden; null: none. */
  trigger: Trigger | null;
  mode: Mode;
  permitted: boolean;
  governed: boolean;
  /** It was permitted on fresh evidence: see `rests`. */
  rested: boolean;
  pacts: string[];
}

/** Whether a permit for an action rests on evidence: always, never, or as the `when` of some clause says of the request. */
export type Rests = "always" | "never" | "depends";

/** @param programs of the pacts that answered; those in shadow promise nothing */
export function restsFor(programs: readonly PactProgram[], action: string): Rests {
  const clauses = demanding(programs, action);
  if (clauses.some(({ when }) => when === null)) return "always";
  return clauses.length > 0 ? "depends" : "never";
}

const demanding = (programs: readonly PactProgram[], action: string) =>
  programs
    .filter(({ document }) => document.mode === "enforce")
    .flatMap(({ clauses }) => clauses.filter((clause) => demands(clause, action)));

/**
 * Whether a permit rested on fresh evidence: some clause that lets the action run on fresh evidence alone applied to the
 * request, and nothing was missing, stale or overridden. A `when` that cannot be evaluated applies, as it does in `decide`.
 */
function rests(
  programs: readonly PactProgram[],
  request: DecisionRequest,
  { permitted, because, workflow }: Pick<Answer, "permitted" | "because" | "workflow">,
): boolean {
  if (!permitted || because.some(({ trigger, override }) => override || trigger === "missing" || trigger === "stale"))
    return false;
  const { agent, action, release = "", resource = null, context = {} } = request;
  const vars = { agent, action, workflow: workflow ?? "", release, resource, context };
  return demanding(programs, action).some(({ when }) => {
    try {
      return when === null || when(vars);
    } catch {
      return true;
    }
  });
}

/** The kind of a decision. */
export function kindOf(request: DecisionRequest, answer: Answer, programs: readonly PactProgram[]): DecisionKind {
  const { verdict, mode, permitted, governed, workflow, because, pacts } = answer;
  const { agent, action } = request;
  return {
    ...{ agent, workflow, action, verdict, mode, permitted, governed },
    trigger: because.find(({ override }) => override === null)?.trigger ?? null,
    rested: rests(programs, request, answer),
    pacts: [...new Set(pacts.map(({ pact }) => pact))].sort(),
  };
}

/** One text for all decisions of a kind. */
export function kindText({ agent, workflow, action, verdict, trigger, mode, ...rest }: DecisionKind): string {
  const { permitted, governed, rested, pacts } = rest;
  return JSON.stringify([agent, workflow, action, verdict, trigger, mode, permitted, governed, rested, pacts]);
}
