import Link from "next/link";
import { count, day as dayWords, plural } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";
import { ledgerAddress } from "./search";

const [STEP, HEIGHT] = [6, 24] as const;

interface Props {
  /** The oldest first; `day` in ms. */
  days: readonly { day: number; entries: number }[];
}

/** How much each day added to the ledger, as bars; the same as a table below, whose days lead to their entries. */
export function DayStrip({ days }: Props) {
  const filled = days.filter(({ entries }) => entries > 0);
  const most = Math.max(1, ...days.map(({ entries }) => entries));
  const total = days.reduce((sum, { entries }) => sum + entries, 0);
  const iso = (day: number) => new Date(day).toISOString().slice(0, 10);
  return (
    <figure className="max-w-[540px]">
      <svg
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        className="w-full"
        role="img"
        aria-label={`${plural(total, "entry", "entries")} in ${days.length} days, on ${filled.length} of them; at most ${count(most)} a day`}
      >
        {days.map(({ day, entries }, i) => {
          // By its root: a day of thousands leaves one of ten visible.
          const height = entries === 0 ? 0 : Math.max(2, Math.sqrt(entries / most) * (HEIGHT - 2));
          return (
            <rect
              key={day}
              x={i * STEP}
              y={HEIGHT - 1 - height}
              width={STEP - 2}
              height={height}
              fill="var(--color-ink)"
            />
          );
        })}
        <path d={`M0 ${HEIGHT - 0.5}H${days.length * STEP}`} stroke="var(--color-line-strong)" />
      </svg>
      <figcaption className="label mt-1 flex justify-between gap-4">
        <span>Entries a day, {days.length} days up to today; heights by their square root</span>
        <span className="shrink-0">at most {count(most)}</span>
      </figcaption>
      <details className="mt-1 text-xs">
        <summary className="w-fit cursor-pointer underline underline-offset-3">View as table</summary>
        <Table caption="Entries a day" dense>
          <thead>
            <tr>
              <Th>Day (UTC)</Th>
              <Th num>Entries</Th>
            </tr>
          </thead>
          <tbody>
            {[...filled].reverse().map(({ day, entries }) => (
              <tr key={day}>
                <Th scope="row">
                  <Link href={ledgerAddress({ from: iso(day), to: iso(day) })}>{dayWords(day, day)}</Link>
                </Th>
                <Td num>{count(entries)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}
