import { day } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";

export interface WeekBar {
  from: string;
  overrides: number;
  exceptions: number;
}

const [WIDTH, HEIGHT, STEP, BAR] = [384, 56, 32, 12] as const;
const dayOf = (iso: string) => day(Date.parse(iso), Date.parse(iso));

/** Overrides (open) and exceptions (filled) week by week; the same as a table below. */
export function WeekBars({ weeks }: { weeks: readonly WeekBar[] }) {
  const most = Math.max(1, ...weeks.flatMap(({ overrides, exceptions }) => [overrides, exceptions]));
  const height = (n: number) => (n === 0 ? 0 : Math.max(3, (n / most) * (HEIGHT - 6)));
  const sum = (pick: (week: WeekBar) => number) => weeks.reduce((total, week) => total + pick(week), 0);
  const said = `${sum((w) => w.overrides)} overrides and ${sum((w) => w.exceptions)} exceptions in ${weeks.length} weeks`;
  return (
    <figure className="mt-3">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full max-w-[384px]" role="img" aria-label={said}>
        {weeks.map(({ from, overrides, exceptions }, i) => (
          <g key={from}>
            {overrides > 0 ? (
              <rect
                x={i * STEP + 2.5}
                y={HEIGHT - height(overrides) - 0.5}
                width={BAR}
                height={height(overrides)}
                fill="none"
                stroke="var(--color-ink)"
              />
            ) : null}
            {exceptions > 0 ? (
              <rect
                x={i * STEP + BAR + 4}
                y={HEIGHT - height(exceptions) - 0.5}
                width={BAR - 3}
                height={height(exceptions)}
                fill="var(--color-block)"
              />
            ) : null}
          </g>
        ))}
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--color-line-strong)" />
      </svg>
      <figcaption className="mt-1 text-xs text-ink-2">
        Open bars: overrides. Filled: exceptions outside policy, target zero. From {dayOf(weeks[0]?.from ?? "")} to this
        week.
      </figcaption>
      <details className="mt-1 text-xs">
        <summary className="w-fit cursor-pointer underline underline-offset-3">View as table</summary>
        <Table caption="Overrides and exceptions a week" dense>
          <thead>
            <tr>
              <Th>Week of</Th>
              <Th>Overrides</Th>
              <Th>Exceptions</Th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ from, overrides, exceptions }) => (
              <tr key={from}>
                <Th scope="row">{dayOf(from)}</Th>
                <Td>{overrides}</Td>
                <Td>{exceptions}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}
