/** What a simulation is given and what it comes to. Plain data: it crosses to a worker thread and to the browser. */
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import type { LivePact, OrganisationState } from "./state.ts";

export type VerdictCounts = Record<Verdict, number>;

/** A decision as it was recorded. */
export interface Recorded {
  id: string;
  request: DecisionRequest;
  answer: Answer;
}

export interface SimulationJob {
  /** The organisation as it stands, with the pacts in force. */
  state: OrganisationState;
  /** The version to try in place of the pact's own. */
  draft: LivePact;
  /** Keys of the draft's clauses that publishing would start without evidence. */
  missing: string[];
  /** ms: the instant that everything is judged at. */
  now: number;
}

/** Why a recorded request cannot be asked again: what the draft asks for is not in the record. */
export type Unreplayable = "facts" | "limits" | "release";

export interface FlipExample {
  id: string;
  at: string;
  agent: string;
  action: string;
  /** The strongest reason on the stricter side. */
  says: string;
}

/** Sums of a fact that is money, by its currency, in the unit that requests carry it in. */
export type MoneyTouched = Record<string, number>;

/** Decisions that come to something else: one kind, such as allow → review. */
export interface Flip {
  from: { verdict: Verdict; permitted: boolean };
  to: { verdict: Verdict; permitted: boolean };
  direction: "tighter" | "looser";
  count: number;
  money: MoneyTouched;
  /** The newest, five at most. */
  examples: FlipExample[];
}

/** What the decisions come to on the other side. */
export interface SimulatedSide {
  after: VerdictCounts;
  /** Unchanged ones too: what bars are joined by. */
  flow: { from: Verdict; to: Verdict; count: number }[];
  flipped: number;
  /** The most frequent first. */
  flips: Flip[];
  agents: { agent: string; decisions: number; flipped: number }[];
  money: MoneyTouched;
}

export interface Simulation extends SimulatedSide {
  /** Recorded decisions looked at. */
  decisions: number;
  replayed: number;
  /** Of first and last decision looked at. */
  from: string | null;
  to: string | null;
  unreplayable: {
    count: number;
    /** Of the decisions looked at, 0..1. */
    share: number;
    reasons: { reason: Unreplayable; says: string; count: number; examples: string[] }[];
  };
  /** As they were answered then, by the standing of their day. */
  recorded: VerdictCounts;
  /** The replayed ones under the pacts in force, by today's standing: what `after` is compared with. */
  before: VerdictCounts;
  /** Replayed ones that the pacts in force answer otherwise today than they were answered: what changed since, not the draft. */
  moved: number;
  /** What a shadow draft would have answered; null: the draft is enforced. */
  shadow: VerdictCounts | null;
  missing: string[];
  /** The same as if what is missing had been proven; null: nothing is missing. */
  proven: SimulatedSide | null;
  /** Of one decision, microseconds; null where nobody took the time. */
  latency: { before: Quantiles; after: Quantiles } | null;
  tookMs: number;
}

export interface Quantiles {
  p50: number;
  p99: number;
}
