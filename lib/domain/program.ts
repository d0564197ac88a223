/** A pact document made ready to be judged by: expressions compiled, limits resolved, durations in numbers. */
import { matchesAction } from "./action.ts";
import { type BudgetProgram, budgetOf } from "./budget.ts";
import { evidenceHash } from "./canonical.ts";
import { compileExpression, type ExpressionVars } from "./cel.ts";
import { durationMs } from "./duration.ts";
import { tolerance } from "./evidence.ts";
import { resolveConsequence } from "./latch.ts";
import { mergeLimits } from "./limits.ts";
import type { Clause, ClauseConsequences, Consequence, Fact, Level, Limits, PactDocument } from "./pact.ts";
import { halfLife } from "./score.ts";

export type Condition = (vars: ExpressionVars) => boolean;

export interface ClauseProgram {
  key: string;
  clause: Clause;
  when: Condition | null;
  require: Condition | null;
  /** Patterns of the actions it names: its own, or all of the scope. */
  actions: string[];
  evidenceHash: string;
  perRelease: boolean;
  /** Tolerance and half-life of the score, ms. */
  p0: number;
  half: number;
  windowMs: number;
  violation: Consequence;
  missing: Consequence;
  stale: Consequence;
  score: { consequence: Consequence; below: number } | null;
  incident: { consequence: Consequence; atLeast: Level } | null;
  /** Limits of all its degrade consequences, stages included. */
  limits: Limits[];
}

export interface PactProgram {
  document: PactDocument;
  clauses: ClauseProgram[];
  outside: Consequence;
  permitMs: number;
  /** Facts that it declares. */
  facts: readonly (readonly [name: string, fact: Fact])[];
  /** Requests have to name their release. */
  wantsRelease: boolean;
  /** Of overrides, for each clause; null: none is set. */
  budget: BudgetProgram | null;
}

/** What no published pact leaves out; if it is left out all the same, the answer is no. */
const UNSAID: Consequence = { do: "block" };

function everyConsequence(on: ClauseConsequences): Consequence[] {
  const { drift, ...single } = on;
  return [...Object.values(single), ...(drift ?? [])].filter((consequence) => consequence !== undefined);
}

function limitsOf(consequence: Consequence, document: PactDocument): Limits[] {
  const { limits } = resolveConsequence(consequence, document);
  return limits ? [limits] : [];
}

function compileClause(document: PactDocument, clause: Clause): ClauseProgram {
  const { evidence, on } = clause;
  const resolved = (consequence: Consequence | undefined) => resolveConsequence(consequence ?? UNSAID, document);
  return {
    key: clause.key,
    clause,
    when: clause.when === undefined ? null : compileExpression(clause.when, document.facts),
    require: clause.require === undefined ? null : compileExpression(clause.require, document.facts),
    actions: clause.actions ?? document.scope.actions,
    evidenceHash: evidence ? evidenceHash(document, clause) : "",
    perRelease: evidence?.perRelease ?? false,
    p0: tolerance(evidence?.target ?? 1),
    half: evidence ? halfLife(evidence.freshness) : 1,
    windowMs: evidence ? durationMs(evidence.freshness) : 0,
    violation: resolved(on.violation),
    missing: resolved(on.missing),
    stale: resolved(on.stale),
    score: evidence && clause.score ? { consequence: resolved(on.score), below: clause.score.below } : null,
    incident: on.incident ? { consequence: resolved(on.incident), atLeast: on.incident.atLeast } : null,
    limits: everyConsequence(on).flatMap((consequence) => limitsOf(consequence, document)),
  };
}

const programs = new WeakMap<PactDocument, PactProgram>();

/** The program of a document, compiled once per document object: documents are immutable. */
export function programOf(document: PactDocument): PactProgram {
  const known = programs.get(document);
  if (known) return known;
  const program: PactProgram = {
    document,
    clauses: document.clauses.map((clause) => compileClause(document, clause)),
    outside: resolveConsequence(document.scope.outside, document),
    permitMs: durationMs(document.permit),
    facts: Object.entries(document.facts ?? {}),
    wantsRelease: document.scope.release === "required",
    budget: budgetOf(document),
  };
  programs.set(document, program);
  return program;
}

/** Whether one of the patterns covers the action. */
export function covers(patterns: readonly string[], action: string): boolean {
  for (const pattern of patterns) if (matchesAction(pattern, action)) return true;
  return false;
}

/**
 * What a grant of `limited` means for an action (CONTRACT.md 3, point 4): `levels.limited` merged with the limits of every
 * degrade consequence of the clauses that name the action; none has any: review.
 */
export function limitedTo(program: PactProgram, action: string): Consequence {
  const level = program.document.levels?.limited;
  const all = program.clauses.flatMap((clause) => (covers(clause.actions, action) ? clause.limits : []));
  if (level) all.unshift(level);
  return all.length > 0 ? { do: "degrade", limits: mergeLimits(...all) } : { do: "review" };
}
