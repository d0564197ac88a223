/** Exposure: what was permitted between the onset of a broken promise and the moment that it was enforced. */
import type { DecisionRequest } from "./decision.ts";
import type { PactDocument } from "./pact.ts";
import { type ClauseProgram, covers, programOf } from "./program.ts";

export const REMEDIATIONS = ["open", "harmless", "reversed", "compensated", "accepted"] as const;
/** What became of a decision that was permitted meanwhile: nobody said yet, no harm, undone, made good, or let stand. */
export type RemediationState = (typeof REMEDIATIONS)[number];

/** An amount in major units of its currency. */
export interface Money {
  amount: number;
  currency: string;
}

/** What a decision is of that is asked whether a clause concerned it. */
export interface Decided {
  request: DecisionRequest;
  workflow: string | null;
}

/** Whether a clause spoke of a request: its action and `when` (one that cannot be evaluated does, as in a decision). */
export function concerns(clause: ClauseProgram, { request, workflow }: Decided): boolean {
  if (!covers(clause.actions, request.action)) return false;
  if (!clause.when) return true;
  try {
    return clause.when({ ...request, workflow, context: request.context ?? {} });
  } catch {
    return true;
  }
}

const CURRENCY = /^[A-Z]{3}$/;

/** The money of a request: the first fact of a document whose unit is a currency; `currency` of the request goes before it. */
export function moneyOf(document: PactDocument | null, request: DecisionRequest): Money | null {
  const context = request.context ?? {};
  const named = typeof context.currency === "string" && CURRENCY.test(context.currency) ? context.currency : null;
  const facts = document ? programOf(document).facts : [];
  for (const [path, fact] of facts) {
    const value = context[path];
    if (fact.type !== "number" || typeof value !== "number" || !CURRENCY.test(fact.unit ?? "")) continue;
    return { amount: value, currency: named ?? fact.unit ?? "" };
  }
  return typeof context.amount === "number" && named ? { amount: context.amount, currency: named } : null;
}

/** Sums by currency, the largest first. */
export function totalMoney(all: readonly (Money | null)[]): Money[] {
  const sums = new Map<string, number>();
  for (const money of all) if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amount);
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount: Math.round(amount * 100) / 100 }))
    .sort((a, b) => b.amount - a.amount);
}
