/**
 * The override budget of a pact (`overrides.budget`): so many overrides of one clause may take effect within so long. One
 * more lowers the clause by itself, until enough of them are longer ago (trigger `budget`, which nothing overrides).
 */
import { durationMs } from "./duration.ts";
import { resolveConsequence } from "./latch.ts";
import type { Consequence, ConsequenceKind, PactDocument } from "./pact.ts";
import type { Spending } from "./state.ts";

/** A budget made ready to be counted against. */
export interface BudgetProgram {
  count: number;
  withinMs: number;
  consequence: Consequence;
}

/** An interval `[from, until)`, ms. */
export interface Span {
  from: number;
  until: number;
}

/** The budget of every clause of a document; null where the pact sets none. */
export function budgetOf(document: PactDocument): BudgetProgram | null {
  const budget = document.overrides?.budget;
  if (!budget) return null;
  const { count, within, then } = budget;
  return { count, withinMs: durationMs(within), consequence: resolveConsequence({ do: then }, document) };
}

/** Overrides counted at `now`: those that took effect less than the window ago. */
export function spentAt(spendings: readonly Pick<Spending, "at">[], withinMs: number, now: number): number {
  return spendings.filter(({ at }) => at <= now && now - at < withinMs).length;
}

/** A clause's budget as it stands. */
export interface BudgetSpent {
  used: number;
  count: number;
  /** ISO 8601 */
  within: string;
  then: ConsequenceKind;
}

/**
 * What of a clause's budget is spent at `now` (ms); null where its pact sets none.
 * @param spendings of whichever clauses
 */
export function budgetSpent(
  document: PactDocument | null | undefined,
  clause: string,
  spendings: readonly Spending[],
  now: number,
): BudgetSpent | null {
  const budget = document?.overrides?.budget;
  if (!document || !budget) return null;
  const own = spendings.filter((one) => one.pact === document.pact && one.clause === clause);
  return { used: spentAt(own, durationMs(budget.within), now), ...budget };
}

/**
 * When more overrides are counted than the budget has: from the first too many until the first of them is a window ago.
 * @param spendings of one clause
 * @returns apart from each other, the earliest first
 */
export function overspent({ count, withinMs }: BudgetProgram, spendings: readonly Pick<Spending, "at">[]): Span[] {
  const at = spendings.map((one) => one.at).sort((a, b) => a - b);
  const spans: Span[] = [];
  for (let i = count; i < at.length; i++) {
    const from = at[i] as number;
    const until = (at[i - count] as number) + withinMs;
    if (until <= from) continue;
    const last = spans.at(-1);
    if (last && from <= last.until) last.until = until;
    else spans.push({ from, until });
  }
  return spans;
}
