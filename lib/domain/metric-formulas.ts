/** What can be measured, and how each value comes about, in words that an auditor can recount by. */

export const UNITS = ["share", "seconds", "count"] as const;
export type Unit = (typeof UNITS)[number];

interface Formula {
  title: string;
  unit: Unit;
  /** Which side of a threshold is a breach. */
  breach: "below" | "above";
  /** How the value comes about, in words that an auditor can recount by. */
  formula: string;
  /** What an agent, a workflow or a pact narrows; empty: it is measured over the organisation alone. */
  narrows: readonly ("agent" | "workflow" | "pact")[];
  /** Whether a day of the past has a value of its own. */
  daily: boolean;
}

const ALL = ["agent", "workflow", "pact"] as const;

/** What can be measured. The first four are the ones that every organisation answers for. */
export const FORMULAS = {
  pact_aware_routing: {
    title: "Consequential traffic routed through a pact",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: true,
    formula:
      "Of the calls that independent observers saw in consequential workflows, the share that a decision under a pact permitted. Where nobody observes anything, of the decisions there the share that a pact governed. Calls of actions that no workflow names count as consequential.",
  },
  drift_to_control: {
    title: "Time from verified drift to enforced control",
    unit: "seconds",
    breach: "above",
    narrows: ALL,
    daily: true,
    formula:
      "Mean over drifts verified in the window: from verifiedAt until every node then live had acknowledged the revision that lowered authority. One that is not enforced everywhere yet counts with the time that has passed. Beside it, for the same drifts, the time from the onset: the first check since which the heaviest component of the monitor counts.",
  },
  policy_bypasses: {
    title: "Overrides and exceptions around pact policy",
    unit: "count",
    breach: "above",
    narrows: ALL,
    daily: true,
    formula:
      "Uses of overrides by decisions in the window, and exceptions of the window: break-glass uses, ungoverned actions, answers given while the database was away.",
  },
  fresh_evidence_share: {
    title: "High-risk actions that require fresh evidence",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: true,
    formula:
      "Of the actions of registered workflows whose risk is high or critical, the share that a pact in force covers with a clause whose evidence, when missing and when stale, blocks, degrades or asks for review. A day of the past is measured over the pacts that were in force at its end. Beside it: of the permits given for such actions in the window, the share that rested on fresh evidence.",
  },
  rested_evidence_share: {
    title: "High-risk permits that rested on fresh evidence",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: true,
    formula:
      "Of the decisions of the window that permitted an action of high or critical risk, the share that rested on fresh evidence: some clause that lets the action run on fresh evidence alone applied to the request, and nothing was missing, stale or overridden. What a person approved in a review is not a permit of this kind.",
  },
  onset_to_control: {
    title: "Time from the onset of drift to enforced control",
    unit: "seconds",
    breach: "above",
    narrows: ALL,
    daily: true,
    formula:
      "As drift_to_control, from the onset: the first check since which the heaviest component of the monitor counts.",
  },
  freshness_budget: {
    title: "Clause time on fresh evidence",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: true,
    formula:
      "Each clause with evidence of a pact in force counts for the time of the window in which the pact was live; of all that time, the share in which passing evidence that counted when it was given was within its freshness window. What the threshold leaves is the budget; each hour that a clause is missing or stale spends an hour of it.",
  },
  stale_soon: {
    title: "Clauses that go stale within a week",
    unit: "count",
    breach: "above",
    narrows: ALL,
    daily: false,
    formula:
      "Clauses with evidence of pacts in force whose evidence for the agent's current release is fresh now and will be stale within seven days, unless new evidence comes.",
  },
  evidence_coverage: {
    title: "Clauses that rest on fresh evidence",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: false,
    formula:
      "Of the clauses with evidence in pacts in force, the share whose evidence for the agent's current release is fresh or expiring now.",
  },
  reviews_in_time: {
    title: "Held decisions that a person answered in time",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: true,
    formula:
      "Of the reviews whose time ended or that were settled in the window, the share settled before they expired.",
  },
  review_fatigue: {
    title: "Approvals given in under five seconds",
    unit: "share",
    breach: "above",
    narrows: [],
    daily: true,
    formula:
      "Of the approvals of held decisions in the window, the share given within five seconds of being asked or of the same person's answer before: too fast to have been read. Person by person beside it, with the most answers in one hour.",
  },
  override_budget: {
    title: "Override budget left, where it is least",
    unit: "share",
    breach: "below",
    narrows: ALL,
    daily: false,
    formula:
      "Pacts in force may set how many overrides of one clause may take effect within so long (overrides.budget). Of each clause's budget, the share that is left now; the least of them is the value.",
  },
  false_alarms: {
    title: "Alarms of monitors that a person found false",
    unit: "count",
    breach: "above",
    narrows: ["agent", "pact"],
    daily: true,
    formula:
      "Drifts whose monitor gave its alarm in the window and that a person cleared without their having been verified. Beside it, clause by clause: the checks of the window, and how many false alarms its lowest stage promises at most for so many checks (one in N).",
  },
  missed_looks: {
    title: "Looks at metrics that their owners missed",
    unit: "count",
    breach: "above",
    narrows: [],
    daily: true,
    formula:
      "Each governed metric's owner looks at it once a cadence, and at once where a breach calls for it. A look that is due and that nobody made for a whole further cadence is missed; the value is how many were in the window.",
  },
  decision_latency: {
    title: "Time to a durable answer, 99th percentile",
    unit: "seconds",
    breach: "above",
    narrows: [],
    daily: false,
    formula:
      "Over all decisions that the nodes now live have answered since they started, whoever asked: the time within which 99 of 100 had their durable answer, from a histogram, evenly spread within its buckets. The window does not bound it.",
  },
} as const satisfies Record<string, Formula>;

export type FormulaId = keyof typeof FORMULAS;
export const FORMULA_IDS = Object.keys(FORMULAS) as [FormulaId, ...FormulaId[]];

/** Always listed first, governed by or not. */
export const GOVERNING: readonly FormulaId[] = [
  "pact_aware_routing",
  "drift_to_control",
  "policy_bypasses",
  "fresh_evidence_share",
];

/** How soon `stale_soon` looks ahead, ms. */
export const SOON_MS = 7 * 24 * 3600_000;
