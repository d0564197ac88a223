"use client";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { count, plural } from "@/components/trust/words";
import { SectionHead } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { VERDICT_NAMES, VerdictLegend } from "./patterns";
import { prepareVerdicts, VERDICT_KEYS, type VerdictInput, type VerdictSeries } from "./prepare";

// Recharts draws nothing on the server and is heavy: it comes afterwards, into a box that is already there.
const Drawing = dynamic(() => import("./verdict-bars-drawing"), {
  ssr: false,
  loading: () => (
    <div className="h-full border-b border-line-strong" role="status" aria-label="The chart is being drawn" />
  ),
});

export interface VerdictBarsProps extends VerdictInput {
  /** "Verdicts, 30 days". */
  title: string;
  /** Height of the drawing in px. */
  height?: number;
  /** Writes the markers' words beside dotted lines; else wedges carry them as titles. For wide charts. */
  labelMarkers?: boolean;
  /** Dragging over the bars chooses a range: RFC 3339. */
  onRange?: (from: string, to: string) => void;
  /** Without its heading: the title is for assistive technology alone, and what stood there moves below. */
  bare?: boolean;
}

/** Decisions over time by verdict, with downgrades marked; the same as a table, which the server writes too. */
export function VerdictBars({ title, height = 132, labelMarkers, onRange, bare, ...input }: VerdictBarsProps) {
  const id = useId();
  const [table, setTable] = useState(false);
  const series = prepareVerdicts(input);
  const toggle = (
    <button
      type="button"
      aria-expanded={table}
      aria-controls={`${id}-table`}
      className="no-print min-h-6 underline decoration-line-strong underline-offset-3"
      onClick={() => setTable(!table)}
    >
      {table ? "View as chart" : "View as table"}
    </button>
  );
  return (
    <figure>
      {bare ? <h2 className="sr-only">{title}</h2> : <SectionHead title={title} aside={toggle} />}
      <div hidden={table}>
        <div className="my-2 overflow-hidden select-none" style={{ height }} role="img" aria-label={summary(series)}>
          <Drawing
            series={series}
            height={height}
            id={id.replaceAll(/[^\w-]/g, "")}
            labelMarkers={labelMarkers}
            onRange={onRange}
          />
        </div>
        <div className={bare ? "flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1" : undefined}>
          <VerdictLegend id={id.replaceAll(/[^\w-]/g, "")} keys={VERDICT_KEYS} />
          <figcaption className={bare ? "label" : "label mt-2"}>
            {plural(series.total, "decision")}.{" "}
            {series.markers.length > 0 && !labelMarkers ? "A wedge marks a downgrade. " : null}
            {onRange ? <span className="max-sm:hidden">Drag over the bars to look closer. </span> : null}
            {bare ? toggle : null}
          </figcaption>
        </div>
      </div>
      <div id={`${id}-table`} hidden={!table}>
        {bare ? <p className="label text-right">{toggle}</p> : null}
        <AsTable title={title} series={series} />
      </div>
    </figure>
  );
}

function summary(series: VerdictSeries): string {
  const parts = VERDICT_KEYS.map((key) => `${count(series.totals[key])} ${VERDICT_NAMES[key].toLowerCase()}`);
  const marks =
    series.markers.length > 0 ? ` Downgrades: ${series.markers.map((marker) => marker.label).join("; ")}.` : "";
  return `${plural(series.total, "decision")}: ${parts.join(", ")}.${marks}`;
}

function AsTable({ title, series }: { title: string; series: VerdictSeries }) {
  const marks = new Map(series.markers.map((marker) => [marker.at, marker.label]));
  return (
    <Table caption={title} dense className="mt-1">
      <thead>
        <tr>
          <Th>When (UTC)</Th>
          {VERDICT_KEYS.map((key) => (
            <Th key={key} num>
              {VERDICT_NAMES[key]}
            </Th>
          ))}
          <Th>Downgrades</Th>
        </tr>
      </thead>
      <tbody>
        {series.bars.map((bar) => (
          <tr key={bar.at}>
            <Th scope="row">
              {bar.label}
              {bar.provisional ? <span className="text-ink-3"> so far</span> : null}
            </Th>
            {VERDICT_KEYS.map((key) => (
              <Td key={key} num>
                {bar.gap ? "no record" : count(bar.counts[key])}
              </Td>
            ))}
            <Td>{marks.get(bar.at) ?? ""}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
