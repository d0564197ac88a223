import type { FormulaId, MetricScope } from "@/lib/domain/metric";

interface Records {
  label: string;
  href: string;
}

const decisions = ({ agent, workflow, pact }: MetricScope, more: Record<string, string>): string => {
  const asked = { ...(agent && { agent }), ...(workflow && { workflow }), ...(pact && { pact }), ...more };
  return `/decisions?${new URLSearchParams({ ...asked, range: "30d" })}`;
};

/** Where the single records behind a value are listed; null: its rows are all there is. */
export function recordsOf(formula: FormulaId, scope: MetricScope): Records | null {
  switch (formula) {
    case "pact_aware_routing":
      return { label: "Decisions that no pact governed", href: decisions(scope, { ungoverned: "true" }) };
    case "drift_to_control":
    case "onset_to_control":
    case "false_alarms":
      return { label: "All drifts", href: "/drift" };
    case "policy_bypasses":
      return { label: "Exceptions, one by one", href: "/overrides?view=exceptions" };
    case "fresh_evidence_share":
    case "rested_evidence_share":
      return { label: "Decisions that were permitted", href: decisions(scope, { permitted: "true" }) };
    case "reviews_in_time":
    case "review_fatigue":
      return { label: "Held decisions", href: "/reviews" };
    case "override_budget":
      return { label: "Overrides in force", href: "/overrides?view=active" };
    case "decision_latency":
    case "missed_looks":
      return null;
    default:
      return { label: "Freshness of every clause", href: "/freshness" };
  }
}
