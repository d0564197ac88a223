/** Overrides: permission asked for beforehand, scoped, expiring, counted (CONTRACT.md 3, point 5). */
import { coversPattern } from "./action.ts";
import { compileExpression, type ExpressionVars } from "./cel.ts";
import type { Trigger } from "./pact.ts";
import { type Condition, covers } from "./program.ts";
import type { OverrideState } from "./state.ts";

export interface BoundOverride {
  state: OverrideState;
  when: Condition | null;
}

/** Triggers that nobody can override. */
const FIRM: ReadonlySet<Trigger> = new Set(["granted", "metric", "no_pact", "away", "budget"]);

export function bindOverride(state: OverrideState): BoundOverride {
  return { state, when: state.when === null ? null : compileExpression(state.when) };
}

/** Whether an override holds at `now` and has uses left. */
export function overrideActive(override: OverrideState, now: number): boolean {
  if (now < override.startsAt || now >= override.endsAt) return false;
  return override.maxUses === null || override.used < override.maxUses;
}

/** Whether it names the (clause, trigger) pair of a pact; clause null: the pact's `scope`. */
export function overrideNames(override: OverrideState, pact: string, clause: string | null, trigger: Trigger): boolean {
  if (override.pact !== pact || override.clause !== clause || FIRM.has(trigger)) return false;
  return override.triggers.includes(trigger);
}

/** Whether it reaches a request: its actions cover it and its `when` is true; one that fails to evaluate is false. */
export function overrideReaches(override: BoundOverride, action: string, vars: () => ExpressionVars): boolean {
  if (!covers(override.state.actions, action)) return false;
  if (!override.when) return true;
  try {
    return override.when(vars());
  } catch {
    return false;
  }
}

/** Whether it holds for every request that the clause can concern: unconditional, and all of the clause's actions covered. */
export function overrideWhole(override: OverrideState, clauseActions: readonly string[]): boolean {
  if (override.when !== null && override.when.trim() !== "true") return false;
  return clauseActions.every((inner) => override.actions.some((outer) => coversPattern(outer, inner)));
}
