/** Metrics that follow from what is in force alone: which high-risk actions require fresh evidence, which clauses have it. */
import { matchesAction } from "./action.ts";
import { spentAt } from "./budget.ts";
import { standingsFor } from "./compile.ts";
import { freshnessAt } from "./evidence.ts";
import type { MetricScope } from "./metric.ts";
import type { Consequence } from "./pact.ts";
import type { BoundPact } from "./plan.ts";
import { type ClauseProgram, covers } from "./program.ts";
import type { Snapshot } from "./snapshot.ts";

export interface HighRiskAction {
  workflow: string;
  action: string;
  risk: "high" | "critical";
  /** `pact/clause` of each clause in force that makes it require fresh evidence. */
  by: string[];
}

export interface PactInForce {
  agent: string;
  pact: Pick<BoundPact, "pact" | "workflow" | "program">;
}

/** Pacts in force within a scope, with their agent. */
export function inForce(snapshot: Snapshot, { agent, workflow, pact }: MetricScope) {
  return [...snapshot.agents].flatMap(([slug, { book }]) =>
    book.pacts
      .filter(
        (one) =>
          one.mode === "enforce" &&
          (agent === undefined || slug === agent) &&
          (workflow === undefined || one.workflow === workflow) &&
          (pact === undefined || one.pact === pact),
      )
      .map((one) => ({ agent: slug, pact: one })),
  );
}

const bites = ({ do: kind }: Consequence) => kind !== "settle";

/** Whether a clause lets an action run on fresh evidence alone: with none, or with old, it blocks, degrades or holds. */
export function demands({ clause, actions, missing, stale }: ClauseProgram, action: string): boolean {
  return clause.evidence !== undefined && covers(actions, action) && bites(missing) && bites(stale);
}

/** Every action of high or critical risk in the scope's workflows, and which clauses make it require fresh evidence. */
export function highRiskActions(
  snapshot: Pick<Snapshot, "workflows">,
  pacts: readonly PactInForce[],
  scope: MetricScope,
): HighRiskAction[] {
  const narrowed = scope.agent !== undefined || scope.pact !== undefined;
  return snapshot.workflows.flatMap(({ slug, actions }) => {
    if (scope.workflow !== undefined && scope.workflow !== slug) return [];
    const own = pacts.filter(({ pact }) => pact.workflow === slug);
    return actions.flatMap(({ name, risk }): HighRiskAction[] => {
      if (risk !== "high" && risk !== "critical") return [];
      const covering = own.filter(({ pact }) =>
        pact.program.document.scope.actions.some((p) => matchesAction(p, name)),
      );
      // Of one agent or pact, only what it may do at all is its business.
      if (narrowed && covering.length === 0) return [];
      const by = covering.flatMap(({ pact }) =>
        pact.program.clauses.filter((clause) => demands(clause, name)).map(({ key }) => `${pact.pact}/${key}`),
      );
      return [{ workflow: slug, action: name, risk, by }];
    });
  });
}

const risky = (risk: string) => risk === "high" || risk === "critical";

/** Tells whether an action is of high or critical risk where a decision placed it; with no workflow named: in any. */
export function highRisk({
  workflows,
}: Pick<Snapshot, "workflows">): (workflow: string | null, action: string) => boolean {
  const inAny = new Set<string>();
  const within = new Set<string>();
  for (const { slug, actions } of workflows)
    for (const { name, risk } of actions)
      if (risky(risk)) {
        inAny.add(name);
        within.add(`${slug} ${name}`);
      }
  return (workflow, action) => (workflow === null ? inAny.has(action) : within.has(`${workflow} ${action}`));
}

export interface ClauseEvidence {
  agent: string;
  pact: string;
  clause: string;
  state: "fresh" | "expiring" | "stale" | "missing";
  /** ms; null: missing */
  staleAt: number | null;
}

/** Every clause with evidence of the pacts in force in a scope, and how fresh it is at `now` (ms) for the current release. */
export function evidenceCover(snapshot: Snapshot, scope: MetricScope, now: number): ClauseEvidence[] {
  return inForce(snapshot, scope).flatMap(({ agent, pact }) => {
    const own = snapshot.agents.get(agent);
    if (!own) return [];
    const standings = standingsFor(own, own.agent.release)[pact.index] ?? [];
    return standings.flatMap(({ window }, index): ClauseEvidence[] => {
      const key = pact.program.clauses[index]?.key;
      if (!window || !key) return [];
      const state = freshnessAt(window, now);
      return [{ agent, pact: pact.pact, clause: key, state, staleAt: state === "missing" ? null : window.staleAt }];
    });
  });
}

export interface BudgetLeft {
  agent: string;
  pact: string;
  clause: string;
  /** Overrides that may take effect within the budget's time, and those that count now. */
  allowed: number;
  spent: number;
  /** 0..1 */
  left: number;
}

/** The override budget of every clause of the pacts in force that set one, at `now` (ms). */
export function overrideBudgets(snapshot: Snapshot, scope: MetricScope, now: number): BudgetLeft[] {
  return inForce(snapshot, scope).flatMap(({ agent, pact }) => {
    const { budget, clauses } = pact.program;
    if (!budget) return [];
    const spendings = snapshot.agents.get(agent)?.spendings ?? [];
    return clauses.map(({ key }): BudgetLeft => {
      const own = spendings.filter((one) => one.pact === pact.pact && one.clause === key);
      const spent = spentAt(own, budget.withinMs, now);
      return {
        agent,
        pact: pact.pact,
        clause: key,
        allowed: budget.count,
        spent,
        left: budget.count > 0 ? Math.max(0, 1 - spent / budget.count) : 0,
      };
    });
  });
}
