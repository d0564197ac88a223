/** What an agent's pacts have to say about an action: their plans, which change only with the pacts themselves. */
import type { Consequence, Mode } from "./pact.ts";
import { covers, limitedTo, type PactProgram } from "./program.ts";

/** A live pact of an agent, and where it stands in the agent's list. */
export interface BoundPact {
  index: number;
  pact: string;
  version: number;
  hash: string;
  mode: Mode;
  /** Slug of the metric whose breach switched it from shadow to enforce. */
  enforcedBy: string | null;
  workflow: string;
  program: PactProgram;
}

/** Why trigger `scope` acts: the action, the counterparty, a release that nobody registered, none where one is required. */
export type ScopeFault = "action" | "counterparty" | "unknown" | "absent";

/** What one pact has to say about one action. */
export interface PactPlan {
  pact: BoundPact;
  /** Indexes of the clauses that name the action. */
  clauses: number[];
  /** What a grant of `limited` means here. */
  limited: Consequence;
  /** The pact does not cover the request, and says so with its `outside`. */
  fault: "action" | "counterparty" | null;
}

/** The pacts of an agent and, by action, the plans of those whose scope covers it; unchanged while only standing changes. */
export interface PlanBook {
  pacts: BoundPact[];
  plans: Map<string, PactPlan[]>;
}

/** Actions that an agent was seen to ask for are kept, up to so many: names come from outside. */
const REMEMBERED = 2000;

/** The plans for an action, made at first sight. */
export function planFor(book: PlanBook, action: string): PactPlan[] {
  const known = book.plans.get(action);
  if (known) return known;
  const covering = book.pacts.filter((pact) => covers(pact.program.document.scope.actions, action));
  const plans = covering.map((pact) => planPact(pact, action));
  if (book.plans.size < REMEMBERED) book.plans.set(action, plans);
  return plans;
}

function planPact(pact: BoundPact, action: string): PactPlan {
  const { program } = pact;
  const clauses = program.clauses.flatMap((clause, index) => (covers(clause.actions, action) ? [index] : []));
  return { pact, clauses, limited: limitedTo(program, action), fault: null };
}
