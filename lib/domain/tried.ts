/** What trying a request out, and asking a recorded decision again, come to: plain data for the API and the console. */
import type { Difference } from "./compare-answers.ts";
import type { DecisionRequest } from "./decision.ts";
import type { DecisionJson } from "./present.ts";

/** A request tried out: what would be answered now, and at each later instant at which time alone changes that. */
export interface Tried {
  request: DecisionRequest;
  now: string;
  /** The answer now, then each that time makes of it: from `decidedAt` until `validUntil`. */
  steps: DecisionJson[];
  /** How far ahead was looked. */
  until: string;
}

/** A recorded decision asked again, as it was decided and with what is in force today. */
export interface Rerun {
  id: string;
  request: DecisionRequest;
  /** As it was recorded, whatever a person said of it since. */
  recorded: DecisionJson;
  /** `same`: to the last word. `differs`: an alarm. `unknown`: the record does not hold what it takes. */
  asDecided: {
    outcome: "same" | "differs" | "unknown";
    says: string;
    decision: DecisionJson | null;
    differences: Difference[];
  };
  today: { decision: DecisionJson; differences: Difference[] };
}

/** What a request may be made of: what an agent's pacts and workflows speak of, and what it asked last. */
export interface TryAgent {
  slug: string;
  release: string;
  candidates: string[];
  actions: string[];
  workflows: string[];
  counterparties: string[];
  facts: { name: string; type: string; unit: string | null }[];
}

export interface TryScene {
  agents: TryAgent[];
  /** Requests of recorded decisions, one of each kind, the newest first. */
  recent: { id: string; request: DecisionRequest }[];
  /** Titles of pacts and clauses (`pact/key`). */
  titles: Record<string, string>;
}
