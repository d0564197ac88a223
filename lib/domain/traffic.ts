/** What an agent was seen to ask for: its actions, how often, and the facts that its requests carried. */
import { isoInstant } from "./instant.ts";
import type { Fact, Level } from "./pact.ts";
import type { Recorded } from "./simulate-shapes.ts";

/** Quantiles of a number that requests carried. */
interface Spread {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
}
export type Percentile = keyof Spread;

export interface SeenFact {
  path: string;
  type: Fact["type"];
  /** Of the requests of this action, 0..1. */
  share: number;
  spread: Spread | null;
  /** Of texts, where there are few. */
  values: string[] | null;
}

export interface SeenAction {
  action: string;
  count: number;
  ungoverned: number;
  /** As a workflow lists it; null: none does. */
  risk: Level | null;
  /** A clause of a live pact of this agent names it. */
  gated: boolean;
  facts: SeenFact[];
}

export interface Traffic {
  agent: string;
  decisions: number;
  ungoverned: number;
  from: string | null;
  to: string | null;
  /** That requests named, the most frequent first. */
  workflows: string[];
  counterparties: string[];
  /** What lies open and matters first. */
  actions: SeenAction[];
}

const MOST_VALUES = 8;
const MOST_FACTS = 60;
const DEEPEST = 3;
const RISKS: Record<Level, number> = { critical: 4, high: 3, medium: 2, low: 1 };

const typeOf = (value: unknown): Fact["type"] | null => {
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "number" || type === "string" || type === "boolean" ? type : null;
};

interface Facts {
  types: Set<Fact["type"]>;
  count: number;
  numbers: number[];
  texts: Set<string>;
}

class ActionTally {
  count = 0;
  ungoverned = 0;
  private readonly facts = new Map<string, Facts>();

  add({ request, answer }: Recorded): void {
    this.count++;
    if (!answer.governed) this.ungoverned++;
    this.walk(request.context ?? {}, "", 1);
  }

  private walk(context: Record<string, unknown>, prefix: string, depth: number): void {
    for (const [name, value] of Object.entries(context)) {
      if (!/^[A-Za-z_][\w-]*$/.test(name)) continue;
      const path = prefix + name;
      const type = typeOf(value);
      if (type === null) {
        if (typeof value === "object" && value !== null && depth < DEEPEST)
          this.walk(value as Record<string, unknown>, `${path}.`, depth + 1);
        continue;
      }
      const known = this.facts.get(path) ?? { types: new Set(), count: 0, numbers: [], texts: new Set() };
      if (!this.facts.has(path) && this.facts.size >= MOST_FACTS) continue;
      this.facts.set(path, known);
      known.types.add(type);
      known.count++;
      if (typeof value === "number") known.numbers.push(value);
      if (typeof value === "string" && known.texts.size <= MOST_VALUES) known.texts.add(value);
    }
  }

  /** Facts of one type throughout; what changes its type from request to request is nothing to build on. */
  told(): SeenFact[] {
    return [...this.facts].flatMap(([path, { types, count, numbers, texts }]): SeenFact[] => {
      const [type, ...others] = types;
      if (!type || others.length > 0) return [];
      // Names that come again and again, not a list of whom it met so far.
      const few = type === "string" && texts.size <= MOST_VALUES && texts.size * 4 <= count;
      const share = count / this.count;
      return [{ path, type, share, spread: spreadOf(numbers), values: few ? [...texts].sort() : null }];
    });
  }
}

function spreadOf(numbers: number[]): Spread | null {
  if (numbers.length === 0) return null;
  const sorted = Float64Array.from(numbers).sort();
  // The least value that so large a share does not exceed.
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** What is known of an action beside what was recorded. */
export interface ActionKnown {
  risk: Level | null;
  gated: boolean;
}

/** What recorded decisions of one agent amount to. @param known of each action */
export function trafficOf(
  agent: string,
  recorded: Iterable<Recorded>,
  known: (action: string) => ActionKnown,
): Traffic {
  const actions = new Map<string, ActionTally>();
  const named = { workflows: new Map<string, number>(), counterparties: new Map<string, number>() };
  const span = { decisions: 0, first: Infinity, last: -Infinity };
  const note = (counts: Map<string, number>, name: string | undefined) => {
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const record of recorded) {
    const { action, workflow, counterparty } = record.request;
    const tally = actions.get(action) ?? new ActionTally();
    actions.set(action, tally);
    tally.add(record);
    note(named.workflows, workflow);
    note(named.counterparties, counterparty);
    span.decisions++;
    span.first = Math.min(span.first, record.answer.decidedAt);
    span.last = Math.max(span.last, record.answer.decidedAt);
  }
  const seen = [...actions].map(
    ([action, tally]): SeenAction => ({
      action,
      count: tally.count,
      ungoverned: tally.ungoverned,
      ...known(action),
      facts: tally.told(),
    }),
  );
  const frequent = (counts: Map<string, number>) => [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  return {
    agent,
    decisions: span.decisions,
    ungoverned: seen.reduce((sum, { ungoverned }) => sum + ungoverned, 0),
    from: span.decisions > 0 ? isoInstant(span.first) : null,
    to: span.decisions > 0 ? isoInstant(span.last) : null,
    workflows: frequent(named.workflows),
    counterparties: frequent(named.counterparties),
    actions: seen.sort((a, b) => weight(b) - weight(a) || b.count - a.count),
  };
}

const weight = ({ gated, risk }: SeenAction) => (gated ? 0 : 10) + (risk ? RISKS[risk] : 0);
