"use client";
import Link from "next/link";
import { useId, useState } from "react";
import { Glyph } from "@/components/trust/mark";
import { absolute, count, percent, plural } from "@/components/trust/words";
import { SectionHead } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { ConsequenceKind } from "@/lib/domain/pact";
import { type OddsChart as Chart, type OddsInput, prepareOdds } from "./odds";

const DASH: Record<ConsequenceKind, string | undefined> = {
  review: "2 3",
  degrade: "6 3",
  block: undefined,
  settle: "1 4",
};
const NAME: Record<ConsequenceKind, string> = {
  review: "Review",
  degrade: "Degrade",
  block: "Block",
  settle: "Settle",
};
const WIDTH = 784;
/** The table shows the newest of them. */
const ROWS = 200;

export interface OddsChartProps extends Omit<OddsInput, "width"> {
  title: string;
  p0: number;
}

/** The monitor's odds over time on a log scale, with stages, releases, failures and alarms; the same as a table. */
export function OddsChart({ title, p0, ...input }: OddsChartProps) {
  const id = useId();
  const [table, setTable] = useState(false);
  const toggle = (
    <>
      <span className="mr-4 max-sm:hidden">logarithmic, one step a record</span>
      <button
        type="button"
        aria-expanded={table}
        aria-controls={`${id}-table`}
        className="no-print min-h-6 underline decoration-line-strong underline-offset-3"
        onClick={() => setTable(!table)}
      >
        {table ? "View as chart" : "View as table"}
      </button>
    </>
  );
  return (
    <figure>
      <SectionHead title={title} aside={toggle} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <div ref={toNewest} hidden={table} className="scroll mt-3" role="group" aria-label={title} tabIndex={0}>
        <Drawing chart={prepareOdds({ ...input, width: WIDTH })} label={summary(input)} />
      </div>
      <div id={`${id}-table`} hidden={!table}>
        <AsTable title={title} {...input} />
      </div>
    </figure>
  );
}

/** Where there is room for a part only, it is the newest. */
function toNewest(scrolling: HTMLDivElement | null): void {
  if (scrolling) scrolling.scrollLeft = scrolling.scrollWidth;
}

function summary({ points, levels, reached }: Omit<OddsInput, "width">): string {
  const highest = points.reduce((most, { odds }) => Math.max(most, odds), 0);
  const stages = reached.map(({ at, does }) => `${NAME[does].toLowerCase()} at ${count(at)}`);
  const said = stages.length > 0 ? `reached ${stages.join(", ")}` : `no stage of ${levels.length} reached`;
  return `Odds that the promise is broken over ${plural(points.length, "record")}: at most ${sayOdds(highest)} to 1; ${said}.`;
}

const sayOdds = (odds: number) =>
  odds >= 1e9 ? "more than 1,000,000,000" : count(odds < 10 ? Number(odds.toFixed(1)) : Math.floor(odds));

function Drawing({ chart, label }: { chart: Chart; label: string }) {
  const { width, height, bottom } = chart;
  const last = chart.marks.filter(({ kind }) => kind === "release").at(-1);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="w-full min-w-150" role="img" aria-label={label} fontSize="11">
      {last ? <rect x={last.x} y="28" width={width - last.x} height={bottom - 28} fill="var(--color-sunken)" /> : null}
      <Grid chart={chart} />
      {chart.marks.map((mark) => (
        <g key={`${mark.x} ${mark.text}`}>
          <path
            d={`M${mark.x} 20V${bottom}`}
            stroke="var(--color-ink)"
            strokeDasharray={mark.kind === "method" ? "1 3" : undefined}
          />
          {mark.label ? (
            <text
              x={mark.flip ? mark.x - 5 : mark.x + 5}
              y="16"
              textAnchor={mark.flip ? "end" : "start"}
              fill="var(--color-ink)"
              fontWeight="500"
            >
              {mark.text}
            </text>
          ) : (
            <title>{mark.text}</title>
          )}
        </g>
      ))}
      {chart.lines.map((points) =>
        points.includes(" ") ? (
          <polyline
            key={points}
            points={points}
            fill="none"
            stroke="var(--color-ink)"
            strokeWidth="1.5"
            strokeLinejoin="round"
          />
        ) : (
          <circle key={points} cx={points.split(",")[0]} cy={points.split(",")[1]} r="2" fill="var(--color-ink)" />
        ),
      )}
      <Checks chart={chart} />
      {chart.alarms.map((alarm) => (
        <Alarm key={`${alarm.x} ${alarm.does}`} {...alarm} flip={alarm.x > width / 2} />
      ))}
      {chart.ticks.map(({ x, label: text }) => (
        <text key={x} x={x} y={height - 8} textAnchor={x > width - 60 ? "end" : "start"} fill="var(--color-ink-3)">
          {text}
        </text>
      ))}
    </svg>
  );
}

/** Each record as a dot: failed above, passed below, what was measured in between. */
function Checks({ chart: { dots, rows, left } }: { chart: Chart }) {
  return (
    <>
      <text x={left - 10} y={rows.failed + 4} textAnchor="end" fill="var(--color-ink-3)">
        Failed
      </text>
      <text x={left - 10} y={rows.passed + 4} textAnchor="end" fill="var(--color-ink-3)">
        Passed
      </text>
      {dots.map(({ x, y, r, failed, title }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={r} fill={failed ? "var(--color-block)" : "var(--color-ink-3)"}>
          <title>{title}</title>
        </circle>
      ))}
    </>
  );
}

function Grid({ chart: { grid, stages, suspectedY, width, left, bottom } }: { chart: Chart }) {
  const named = new Set(stages.map(({ y }) => y));
  return (
    <>
      {grid
        .filter(({ y }) => !named.has(y))
        .map(({ y, label }) => (
          <g key={label}>
            <text x={left - 10} y={y + 4} textAnchor="end" fill="var(--color-ink-3)">
              {label}
            </text>
            <path d={`M${left} ${y}H${width}`} stroke="var(--color-line)" />
          </g>
        ))}
      {stages.map(({ y, at, does }) => (
        <g key={at} fill={`var(--color-${does})`}>
          <text x={left - 10} y={y + 4} textAnchor="end">
            {count(at)}
          </text>
          <path d={`M${left} ${y}H${width}`} stroke={`var(--color-${does})`} strokeDasharray={DASH[does]} />
          <text x={left + 8} y={y - 6} fontWeight="500">
            {NAME[does]}
          </text>
        </g>
      ))}
      {suspectedY === null ? null : (
        <text x={left + 8} y={suspectedY - 6} fill="var(--color-ink-3)">
          Suspected
        </text>
      )}
      <path d={`M${left} ${bottom}H${width}`} stroke="var(--color-line-strong)" />
    </>
  );
}

function Alarm({ x, y, does, label, flip }: Chart["alarms"][number] & { flip: boolean }) {
  return (
    <g data-tone={does} style={{ color: `var(--color-${does})` }}>
      <circle cx={x} cy={y} r="9" fill="var(--color-paper)" />
      <g transform={`translate(${x - 6},${y - 6})`}>
        <Glyph tone={does} />
      </g>
      <text x={flip ? x - 13 : x + 13} y={y + 4} textAnchor={flip ? "end" : "start"} fill="var(--color-ink)">
        {label}
      </text>
    </g>
  );
}

function AsTable({ title, points }: { title: string; points: OddsInput["points"] }) {
  const shown = points.slice(-ROWS).reverse();
  return (
    <>
      {points.length > ROWS ? (
        <p className="label mt-2">
          The newest {ROWS} of {count(points.length)} records.
        </p>
      ) : null}
      <Table caption={title} dense className="mt-1">
        <thead>
          <tr>
            <Th>Observed</Th>
            <Th>Release</Th>
            <Th num>Check</Th>
            <Th num>Failed</Th>
            <Th num>Odds to 1</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((point) => (
            <tr key={point.id}>
              <Th scope="row" className="whitespace-nowrap">
                <Link href={`/evidence/${point.id}`} prefetch={false}>
                  {absolute(point.at)}
                </Link>
              </Th>
              <Td>{point.release}</Td>
              <Td num>{count(point.checks)}</Td>
              <Td num>
                {point.loss === null
                  ? `${count(point.failed)} of ${count(point.passed + point.failed)}`
                  : `loss ${percent(point.loss)}`}
              </Td>
              <Td num>{sayOdds(point.odds)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
