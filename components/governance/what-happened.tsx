import { Sparkline } from "@/components/chart/spark";
import { When } from "@/components/trust/when";
import { EmptyState } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import { type MetricState, type Op, sayValue, type Unit } from "@/lib/domain/metric";

interface HistoryProps {
  history: readonly { day: string; value: number | null; state: MetricState }[];
  threshold: { op: Op; value: number } | null;
  title: string;
  unit: Unit;
}

/** A value a day, as a line and as a table. */
export function MetricHistory({ history, threshold, title, unit }: HistoryProps) {
  if (history.length === 0)
    return <EmptyState sentence="A metric that governs is measured each minute; its days stand here." />;
  const side = threshold && {
    op: threshold.op.startsWith("<") ? ("min" as const) : ("max" as const),
    value: threshold.value,
  };
  return (
    <div className="flex flex-col gap-4">
      <Sparkline
        label={`${title}, day by day`}
        values={history.map(({ value }) => value)}
        threshold={side ?? undefined}
        width={480}
        height={64}
      />
      <details>
        <summary className="cursor-pointer text-sm text-ink-2">View as table</summary>
        <Table caption={`${title}, day by day`} dense>
          <thead>
            <tr>
              <Th>Day</Th>
              <Th num>Value</Th>
              <Th>State</Th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ day, value, state }) => (
              <tr key={day}>
                <Td>{day}</Td>
                <Td num>{value === null ? "no data" : sayValue(value, unit)}</Td>
                <Td>{state === "no_data" ? "no data" : state}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </div>
  );
}

interface ResponsesProps {
  responses: readonly {
    id: string;
    kind: string;
    says: string;
    since: string;
    liftedAt: string | null;
    liftedBy: { name: string } | null;
    liftReason: string | null;
  }[];
}

/** Every breach that acted, the latest first. */
export function Responses({ responses }: ResponsesProps) {
  if (responses.length === 0) return <EmptyState sentence="No breach has acted so far." />;
  return (
    <ul>
      {responses.map((one) => (
        <li key={one.id} className="border-b border-line py-3 text-sm">
          <p>{one.says}.</p>
          <p className="label mt-1">
            {one.kind}, since <When at={one.since} />
            {one.liftedAt ? (
              <>
                ; lifted by {one.liftedBy?.name} <When at={one.liftedAt} />: {one.liftReason}
              </>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
