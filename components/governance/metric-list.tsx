import Link from "next/link";
import { ToneNote } from "@/components/trust/mark";
import { OwnerTag } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { type Metric, sayScope, sayThreshold } from "./metric";
import { StateMark } from "./state-mark";

/** Every metric: its value against the threshold, who owns it, when it is looked at next, and what a breach does. */
export function MetricList({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <ul className="flex flex-col">
      {metrics.map((metric) => (
        <li key={metric.id} className="border-b border-line py-6 first:border-t">
          <MetricCard metric={metric} />
        </li>
      ))}
    </ul>
  );
}

function MetricCard({ metric }: { metric: Metric }) {
  const { id, title, says, scope, response, owner, inForce, window } = metric;
  const over = sayScope(scope);
  return (
    <article className="grid gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_180px_minmax(0,1fr)]">
      <div>
        <h2 className="text-md font-medium">
          <Link href={`/governance/${id}`}>{title}</Link>
        </h2>
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

function Governs({ metric: { owner, response, reviewDue, lastTriggered, missedReviews } }: { metric: Metric }) {
  return (
    <>
      <p>A breach {response?.says}.</p>
      <p className="mt-1 text-ink-2">
        <OwnerTag team={owner ?? undefined} /> looks at it again{" "}
        {reviewDue ? <When at={reviewDue} form="relative" /> : "when asked"}
        {missedReviews > 0 ? `; ${missedReviews} missed so far` : null}.
      </p>
      {lastTriggered ? (
        <p className="label mt-1">
          Last acted <When at={lastTriggered} />
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
