import Link from "next/link";
import type { ReactNode } from "react";
import { Sparkline } from "@/components/chart/spark";
import { ToneNote } from "@/components/trust/mark";
import { OwnerTag } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { percent } from "@/components/trust/words";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { HowItComes } from "./how-it-comes";
import { type Metric, sayScope, sayThreshold, sparkThreshold } from "./metric";
import { StateMark } from "./state-mark";

interface ListProps {
  metrics: readonly Metric[];
  /** What the address measures over, as `?a=b`: links keep it. */
  query?: string;
}

/** Every metric: its value against the threshold, who owns it, when it is looked at next, and what a breach does. */
export function MetricList({ metrics, query = "" }: ListProps) {
  return (
    <ul className="flex flex-col">
      {metrics.map((metric) => (
        <li key={metric.id} className="border-b border-line py-6">
          <MetricCard metric={metric} query={query} />
        </li>
      ))}
    </ul>
  );
}

function MetricCard({ metric, query }: { metric: Metric; query: string }) {
  const { id, title, says, scope, response, owner, inForce, window, formula, course, threshold } = metric;
  const over = sayScope(scope);
  return (
    <article className="grid gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_200px_minmax(0,1fr)]">
      <div>
        <h3 className="text-md font-medium">
          <Link href={`/governance/${id}${query}`}>{title}</Link> <HowItComes title={title} formula={formula} />
        </h3>
        <p className="label mt-1">
          <span className="mono">{id}</span>
          {over ? `, over ${over}` : null}, last {sayDuration(durationMs(window))}
        </p>
        <div className="mt-2">
          <StateMark metric={metric} />
        </div>
      </div>
      <div>
        <p className="text-xl">{says}</p>
        <p className="label">{sayThreshold(metric)}</p>
        <BudgetLine metric={metric} />
        {course.filter((value) => value !== null).length > 1 ? (
          <div className="mt-2">
            <Sparkline
              label={`${title}, day by day`}
              values={course}
              threshold={sparkThreshold(threshold)}
              width={180}
            />
          </div>
        ) : null}
      </div>
      <div className="text-sm">
        {response && owner ? <Governs metric={metric} /> : <Incomplete id={id} />}
        {inForce.map((one) => (
          <div key={one.id} className="mt-3">
            <ToneNote tone="block">
              Since <When at={one.since} />: {one.says}. A person lifts it.
            </ToneNote>
          </div>
        ))}
      </div>
    </article>
  );
}

/** "42 % of the budget left (objective 95 %)". */
export function BudgetLine({ metric: { budget } }: { metric: Pick<Metric, "budget"> }): ReactNode {
  if (!budget) return null;
  const left =
    budget.left >= 0
      ? `${percent(budget.left)} of the budget left`
      : `budget overspent by ${percent(-budget.left)} of itself`;
  return (
    <p className="label">
      {left}; objective {percent(budget.objective)}
    </p>
  );
}

function Governs({ metric: { owner, response, reviewDue, lastResponse, missedReviews } }: { metric: Metric }) {
  return (
    <>
      <p>A breach {response?.says}.</p>
      <p className="mt-1 text-ink-2">
        <OwnerTag team={owner ?? undefined} /> looks at it again{" "}
        {reviewDue ? <When at={reviewDue} form="relative" /> : "when asked"}
        {missedReviews > 0 ? `; ${missedReviews} missed so far` : null}.
      </p>
      {lastResponse ? (
        <p className="label mt-1">
          Last acted <When at={lastResponse.since} />
        </p>
      ) : (
        <p className="label mt-1">Has not acted yet</p>
      )}
    </>
  );
}

function Incomplete({ id }: { id: string }) {
  return (
    <p className="text-ink-2">
      Nobody owns it, and a breach would change nothing. <Link href={`/governance/${id}/edit`}>Govern by it</Link>
    </p>
  );
}
