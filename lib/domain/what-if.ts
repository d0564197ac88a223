/**
 * What a draft would answer, from the pure core, while it is written: recorded or sample requests under a document as if
 * every clause had fresh, passing evidence and nothing were latched. What depends on evidence is not claimed.
 */
import { matchesAction } from "./action.ts";
import { evidenceHash } from "./canonical.ts";
import { representativeRequests } from "./cel-cases.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import { lineRelease } from "./evidence.ts";
import type { Clause, Limits, PactDocument } from "./pact.ts";
import { parseSettings } from "./settings.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ClauseLine } from "./state.ts";

/** What of a recorded request decides: who asked when is not needed. */
export type AskedBefore = Pick<DecisionRequest, "action" | "resource" | "context">;

type Context = Record<string, unknown>;

const RELEASE = "now";
/** Checks without a failure: enough for any score to stand at its top. */
const CLEAN_CHECKS = 1e6;

function freshLine(document: PactDocument, clause: PactDocument["clauses"][number], now: number): ClauseLine {
  const newest = { id: "sample", observedAt: now, source: "sample" };
  return {
    agent: document.agent,
    pact: document.pact,
    clause: clause.key,
    evidenceHash: evidenceHash(document, clause),
    release: lineRelease(clause, RELEASE),
    newest,
    last: newest,
    lastFailureAt: null,
    failures: [],
    monitor: null,
    drift: { state: "none" },
    weights: { n: CLEAN_CHECKS, f: 0, at: now },
    restoring: null,
    failingTasks: [],
  };
}

/** A document compiled alone, enforced, with all its evidence fresh at `now` (ms). */
export function asIfProven(document: PactDocument, now: number): Snapshot {
  return compile({
    organisation: "sample",
    revision: 0,
    settings: parseSettings({}),
    agents: [{ slug: document.agent, release: RELEASE, candidates: [] }],
    workflows: [],
    pacts: [{ pact: document.pact, version: 0, hash: "", document: { ...document, mode: "enforce" }, mode: "enforce" }],
    lines: document.clauses.filter(({ evidence }) => evidence).map((clause) => freshLine(document, clause, now)),
    latches: [],
    incidents: [],
    overrides: [],
    grants: [],
    caps: [],
  });
}

/** One request under a compiled document. */
export function askOf(snapshot: Snapshot, document: PactDocument, asked: AskedBefore, now: number): Answer {
  const { action, resource, context } = asked;
  const request = { agent: document.agent, workflow: document.workflow, action, resource, context, release: RELEASE };
  return decide(snapshot, request, now);
}

export type VerdictCount = Record<Verdict, number>;

/** How many of these requests a document would answer how. */
export function countVerdicts(document: PactDocument, asked: readonly AskedBefore[], now: number): VerdictCount {
  const snapshot = asIfProven(document, now);
  const counts: VerdictCount = { allow: 0, degrade: 0, review: 0, block: 0 };
  for (const one of asked) counts[askOf(snapshot, document, one, now).verdict]++;
  return counts;
}

/** Samples that one document's conditions and limits tell apart; plain ones where that cannot be said. */
export function sampleRequests(document: PactDocument): AskedBefore[] {
  const limited = document.levels?.limited ? [document.levels.limited] : [];
  const actions = document.scope.actions.map((pattern) => pattern.replace(/\*$/, "example"));
  return actions.slice(0, MOST_ACTIONS).flatMap((action): AskedBefore[] => {
    const clauses = document.clauses.filter(
      (clause) => !clause.actions || clause.actions.some((one) => matchesAction(one, action)),
    );
    return contextsOf(clauses, limited).map((context) => ({ action, context }));
  });
}

/** Samples for one clause: those that its own condition and limits tell apart come first. */
export function samplesFor(document: PactDocument, clause: Clause, limits: readonly Limits[]): AskedBefore[] {
  const actions = (clause.actions ?? document.scope.actions).map((pattern) => pattern.replace(/\*$/, "example"));
  return actions.slice(0, MOST_ACTIONS).flatMap((action): AskedBefore[] => {
    const beside = document.clauses.filter(
      (one) => one.key !== clause.key && (!one.actions || one.actions.some((name) => matchesAction(name, action))),
    );
    return contextsOf([clause, ...beside], limits).map((context) => ({ action, context }));
  });
}

const expressionsOf = ({ when, require }: Clause) => [when, require].filter((one) => one !== undefined);

function contextsOf(clauses: readonly Clause[], limited: readonly Limits[]): Context[] {
  const all = [...new Set(clauses.flatMap(expressionsOf))].slice(0, MOST_EXPRESSIONS);
  const plain = plainContexts(all, limited);
  if (plain.length > 0) return spread(plain);
  // Too many to go through together: clause by clause, laid over one another in turn.
  const sets = clauses.map((clause) => plainContexts(expressionsOf(clause), [])).filter((set) => set.length > 0);
  if (sets.length === 0) return [{}];
  return Array.from({ length: MOST_SAMPLES }, (_, at) =>
    Object.assign({}, ...sets.map((set, step) => set[(at * (2 * step + 1)) % set.length])),
  );
}

function plainContexts(expressions: readonly string[], limited: readonly Limits[]): Context[] {
  const found = representativeRequests(expressions, limited) ?? [];
  return found.flatMap(({ context }) => (isPlainContext(context) ? [context ?? {}] : []));
}

/** So many of them, from one end to the other. */
function spread<T>(all: readonly T[]): T[] {
  const step = Math.max(1, all.length / MOST_SAMPLES);
  return Array.from({ length: Math.min(all.length, MOST_SAMPLES) }, (_, index) => all[Math.floor(index * step)] as T);
}
const MOST_ACTIONS = 5;
const MOST_EXPRESSIONS = 6;
const MOST_SAMPLES = 100;

/** Without the made-up values (nulls, control characters) that only tell expressions apart. */
const isPlainContext = (context: Record<string, unknown> | undefined) =>
  Object.values(context ?? {}).every(
    (value) => value !== null && !String(value).includes("\u0000") && value !== "\uffff",
  );
