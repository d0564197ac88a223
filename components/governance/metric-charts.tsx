import { CourseChart } from "@/components/chart/course-chart";
import { EmptyState } from "@/components/ui/page-parts";
import { FORMULAS, type FormulaId, type MetricState, type Op, type Unit } from "@/lib/domain/metric";
import { type Budget, burnDown } from "@/lib/domain/metric-budget";

/** What a day's value is of. */
const OF: Partial<Record<FormulaId, string>> = {
  pact_aware_routing: "calls",
  drift_to_control: "drifts",
  onset_to_control: "drifts",
  fresh_evidence_share: "high-risk actions",
  rested_evidence_share: "permits",
  freshness_budget: "clause hours",
  reviews_in_time: "reviews",
  review_fatigue: "approvals",
};

interface Day {
  day: string;
  value: number | null;
  state: MetricState;
}

export interface MetricChartsProps {
  metric: {
    id: string;
    title: string;
    formulaId: FormulaId;
    unit: Unit;
    threshold: { op: Op; value: number } | null;
    budget: Budget | null;
    days: readonly (Day & { of: number | null })[];
    history: readonly Day[];
  };
  events: readonly { at: string; label: string }[];
  /** What the address measures over, as `?a=b`. */
  query: string;
}

/** Value against promise day by day, the burn-down of its budget, and what was measured when. */
export function MetricCharts({ metric, events, query }: MetricChartsProps) {
  const { id, title, formulaId, unit, threshold, budget, days, history } = metric;
  const csv = (what: string) => `/governance/${id}/csv?${new URLSearchParams({ what })}${query.replace("?", "&")}`;
  const drawn = { threshold, unit, events };
  if (days.length + history.length === 0)
    return (
      <EmptyState
        sentence={
          FORMULAS[formulaId].daily
            ? "There is nothing to measure in its window."
            : "It is measured as of now. Once somebody governs by it, its days stand here."
        }
      />
    );
  return (
    <div className="flex flex-col gap-10">
      {days.length > 0 ? (
        <CourseChart
          title={`${title}, each day by itself`}
          days={days}
          ofWhat={OF[formulaId]}
          csv={csv("days")}
          {...drawn}
        />
      ) : null}
      {budget ? <BurnDown days={days} objective={budget.objective} /> : null}
      {history.length > 1 ? (
        <CourseChart
          title={`${title}, as measured over its window`}
          days={history}
          csv={csv("history")}
          caption="The last value of each day, over the window that ended then."
          {...drawn}
        />
      ) : null}
    </div>
  );
}

function BurnDown({ days, objective }: { days: MetricChartsProps["metric"]["days"]; objective: number }) {
  const points = burnDown(days, objective).map(({ day, left }): Day => {
    return { day, value: left, state: left < 0 ? "breached" : "ok" };
  });
  return (
    <CourseChart
      title="Budget left, day by day"
      days={points}
      threshold={{ op: "<", value: 0 }}
      unit="share"
      height={150}
      caption="The whole window's budget is 100 %; below nothing it is overspent."
    />
  );
}
