/**
 * The four questions of a workflow, scored: what is promised, how it is measured, how fresh that is, what changes if it
 * fails. The weakest answer is what a sceptic would ask about first, so it comes with the next best step.
 */
import type { FreshnessState } from "./evidence.ts";
import type { Clause, ConsequenceKind, Level, Mode } from "./pact.ts";

export const QUESTIONS = ["promised", "measured", "fresh", "changes"] as const;
export type Question = (typeof QUESTIONS)[number];

export const DEBTS = ["trust", "evidence", "consequence"] as const;
export type Debt = (typeof DEBTS)[number];

/** What is owed where an answer is weak: trust (no promise), evidence (no proof, or old), consequence (nothing happens). */
export const DEBT: Record<Question, Debt> = {
  promised: "trust",
  measured: "evidence",
  fresh: "evidence",
  changes: "consequence",
};

interface InventoryClause {
  pact: string;
  mode: Mode;
  clause: Clause;
  /** null: it takes no evidence. */
  freshness: FreshnessState | null;
}

export interface InventoryInput {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  actions: readonly { name: string; risk: Level; gated: boolean }[];
  /** Of the pacts in force in it. */
  clauses: readonly InventoryClause[];
  /** Pacts in force, also those without clauses. */
  pacts: readonly string[];
}

interface NextStep {
  says: string;
  /** A clause that the step is about. */
  clause: string | null;
  pact: string | null;
  /** The action that wants a clause. */
  action: string | null;
}

export interface InventoryItem {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  /** 0..100 each. */
  scores: Record<Question, number>;
  weakest: Question;
  /** What each kind lacks of 100: the weakest of its answers. */
  debts: Record<Debt, number>;
  /** null: nothing is owed. */
  next: NextStep | null;
}

const WEIGHT: Record<Level, number> = { low: 1, medium: 2, high: 4, critical: 8 };
const FRESH: Record<FreshnessState, number> = { fresh: 1, expiring: 0.5, stale: 0, missing: 0 };
const BITES: Record<ConsequenceKind, number> = { block: 1, review: 1, degrade: 1, settle: 0.5 };

const mean = (values: readonly number[], none: number) =>
  values.length === 0 ? none : values.reduce((sum, one) => sum + one, 0) / values.length;

/** How much of what can be done a clause names, the riskier the heavier. */
function promised({ actions, pacts }: InventoryInput): number {
  const whole = actions.reduce((sum, { risk }) => sum + WEIGHT[risk], 0);
  if (whole === 0) return pacts.length > 0 ? 1 : 0;
  return actions.reduce((sum, { risk, gated }) => sum + (gated ? WEIGHT[risk] : 0), 0) / whole;
}

/** Whether something tells that a clause is kept: the request itself, or evidence that was ever given. */
const measuredOne = ({ clause, freshness }: InventoryClause): number =>
  clause.evidence ? (freshness === "missing" || freshness === null ? 0 : 1) : clause.require === undefined ? 0 : 1;

/** Whether a broken clause changes anything: in shadow nothing does; evidence without `failures` or `drift` half bites. */
function changesOne({ clause, mode }: InventoryClause): number {
  if (mode === "shadow") return 0;
  const { drift, ...single } = clause.on;
  const all = [...Object.values(single), ...(drift ?? [])].flatMap((one) => (one ? [BITES[one.do]] : []));
  const strongest = Math.max(0, ...all);
  return clause.evidence && !clause.failures && !clause.drift ? Math.min(strongest, 0.5) : strongest;
}

const hundred = (share: number) => Math.round(share * 100);

function scoresOf(input: InventoryInput): Record<Question, number> {
  const { clauses } = input;
  const withEvidence = clauses.filter(({ freshness }) => freshness !== null);
  const fresh = withEvidence.map(({ freshness }) => FRESH[freshness ?? "missing"]);
  return {
    promised: hundred(promised(input)),
    measured: hundred(mean(clauses.map(measuredOne), 0)),
    fresh: hundred(mean(fresh, clauses.length > 0 ? 1 : 0)),
    changes: hundred(mean(clauses.map(changesOne), 0)),
  };
}

/** The step that mends most of the weakest answer. */
function nextOf(input: InventoryInput, weakest: Question): NextStep | null {
  const { actions, clauses, pacts } = input;
  const about = (one: InventoryClause | undefined, says: (title: string) => string): NextStep | null =>
    one ? { says: says(one.clause.title), clause: one.clause.key, pact: one.pact, action: null } : null;
  const [pact = null] = pacts;
  if (pact === null)
    return { says: "Write a pact: nothing is promised here yet.", clause: null, pact: null, action: null };
  if (weakest === "promised") {
    const open = [...actions].filter(({ gated }) => !gated).sort((a, b) => WEIGHT[b.risk] - WEIGHT[a.risk])[0];
    if (!open) return null;
    return { says: `Add a clause for ${open.name} (${open.risk} risk).`, clause: null, pact, action: open.name };
  }
  if (weakest === "measured")
    return about(
      clauses.find((one) => measuredOne(one) === 0),
      (title) => `Submit the first evidence for “${title}”.`,
    );
  if (weakest === "fresh")
    return about(
      clauses.find(({ freshness }) => freshness === "missing" || freshness === "stale") ??
        clauses.find(({ freshness }) => freshness === "expiring"),
      (title) => `Renew the evidence for “${title}”.`,
    );
  const shadowed = clauses.find(({ mode }) => mode === "shadow");
  if (shadowed)
    return {
      ...{ says: `Enforce ${shadowed.pact}: in shadow nothing changes.`, clause: null },
      ...{ pact: shadowed.pact, action: null },
    };
  return about(
    clauses.find((one) => changesOne(one) < 1),
    (title) => `Say what repeated failure of “${title}” does.`,
  );
}

function debtsOf(scores: Record<Question, number>): Record<Debt, number> {
  const owed = (kind: Debt) =>
    100 - Math.min(...QUESTIONS.filter((one) => DEBT[one] === kind).map((one) => scores[one]));
  return { trust: owed("trust"), evidence: owed("evidence"), consequence: owed("consequence") };
}

/** One workflow's answers. */
export function inventoryOf(input: InventoryInput): InventoryItem {
  const { slug, name, consequential, risk } = input;
  const scores = scoresOf(input);
  const weakest = QUESTIONS.reduce((least, one) => (scores[one] < scores[least] ? one : least));
  const next = scores[weakest] === 100 ? null : nextOf(input, weakest);
  return { slug, name, consequential, risk, scores, weakest, debts: debtsOf(scores), next };
}

/** The weakest answers of what matters most first. */
export function byNeed(a: InventoryItem, b: InventoryItem): number {
  const need = ({ scores, weakest, risk, consequential }: InventoryItem) =>
    (100 - scores[weakest]) * WEIGHT[risk] * (consequential ? 2 : 1);
  return need(b) - need(a);
}
