/** A budget is what an objective leaves: of the time that clauses were in force, so much may be without fresh evidence. */
import type { FormulaId, Op } from "./metric.ts";

/** Where no threshold says otherwise: 95 % of clause time on fresh evidence. */
const OBJECTIVE = 0.95;

export interface Budget {
  /** 0..1 */
  objective: number;
  /** Of what may be spent, the share that is left; below 0: overspent. */
  left: number;
}

/** What the objective of a share leaves, and how much of that is left; null: the formula has no budget, or nothing is measured. */
export function budgetOf(
  formula: FormulaId,
  value: number | null,
  threshold: { op: Op; value: number } | null,
): Budget | null {
  if (formula !== "freshness_budget" || value === null) return null;
  const objective = threshold?.op.startsWith("<") ? threshold.value : OBJECTIVE;
  return { objective, left: leftOf(1 - value, 1 - objective) };
}

/** Nothing to spend is overspent by anything. */
function leftOf(spent: number, allowed: number): number {
  if (allowed > 0) return 1 - spent / allowed;
  return spent > 0 ? -1 : 1;
}

/** A point of a burn-down: what is left at the end of a day, where the whole window's budget is 1. */
export interface BurnPoint {
  day: string;
  left: number;
  /** Where an even spending of it all would stand. */
  even: number;
}

/**
 * How the budget of a window was spent, day by day.
 * @param days with the share that was kept and of how much (hours), the oldest first
 */
export function burnDown(
  days: readonly { day: string; value: number | null; of: number | null }[],
  objective: number,
): BurnPoint[] {
  const whole = days.reduce((sum, { of }) => sum + (of ?? 0), 0);
  let [spent, passed] = [0, 0];
  return days.map(({ day, value, of }) => {
    spent += value === null ? 0 : (1 - value) * (of ?? 0);
    passed += of ?? 0;
    const even = whole > 0 ? 1 - passed / whole : 1;
    return { day, left: whole > 0 ? leftOf(spent / whole, 1 - objective) : 1, even };
  });
}
