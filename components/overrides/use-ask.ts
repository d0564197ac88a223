"use client";
import { useState } from "react";
import { useNow } from "@/components/trust/now";
import { asInstant } from "@/components/ui/form-values";
import type { BudgetSpent } from "@/lib/domain/budget";
import type { ClauseTrigger } from "@/lib/domain/pact";

export type AskedTrigger = ClauseTrigger | "scope";

interface OverridableClause {
  /** null: the pact's scope. */
  key: string | null;
  title: string;
  triggers: readonly AskedTrigger[];
  actions: readonly string[];
  longestMs: number;
  quorum: number;
  budget: BudgetSpent | null;
}

/** A pact in force with what of it may be overridden. */
export interface OverridablePact {
  pact: string;
  title: string;
  agent: string;
  workflow: string;
  clauses: readonly OverridableClause[];
}

/** What a request begins with. */
export interface AskedFirst {
  pact?: string;
  clause?: string;
  trigger?: string;
  action?: string;
}

/** In the list of clauses, what stands for the pact's scope. */
export const SCOPE = "";
/** In the list of lengths, an instant of its own. */
export const OWN = "own";
const HOUR = 3_600_000;
/** Of a break-glass, ms. */
export const GLASS_LENGTHS = [15, 30, 60].map((minutes) => minutes * 60_000);
export const LENGTHS = [1, 2, 4, 8, 24, 48, 168].map((hours) => hours * HOUR);

/** What is chosen of a request for an override, and what follows from it. */
export function useAsk(pacts: readonly OverridablePact[], first: AskedFirst) {
  const now = useNow();
  const [chosen, setChosen] = useState({
    pact: first.pact ?? pacts[0]?.pact ?? "",
    clause: first.clause ?? null,
    triggers: first.trigger ? [first.trigger] : ([] as string[]),
    actions: first.action ?? null,
    when: "",
    uses: "",
    length: String(HOUR),
    until: "",
    glass: false,
  });
  const choose = (change: Partial<typeof chosen>) => setChosen((before) => ({ ...before, ...change }));
  const pact = pacts.find((one) => one.pact === chosen.pact) ?? pacts[0];
  const clause = pact?.clauses.find(({ key }) => (key ?? SCOPE) === chosen.clause) ?? pact?.clauses[0];
  if (!pact || !clause) return null;
  const listed = chosen.actions ?? clause.actions.join(", ");
  const triggers: AskedTrigger[] =
    clause.key === null ? ["scope"] : clause.triggers.filter((one) => chosen.triggers.includes(one));
  const { length, until } = chosen;
  return {
    ...chosen,
    choose,
    pact,
    clause,
    triggers,
    /** As it stands in its field. */
    listed,
    actions: listed.split(/[\s,]+/).filter(Boolean),
    endsAt: length === OWN ? asInstant(until) : new Date(now + Number(length)).toISOString(),
  };
}

export type Ask = NonNullable<ReturnType<typeof useAsk>>;
