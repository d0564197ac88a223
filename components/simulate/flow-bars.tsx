"use client";
import { useId } from "react";
import { fillOf, VERDICT_NAMES, VerdictLegend, VerdictPatterns } from "@/components/chart/patterns";
import { VERDICT_KEYS, type VerdictCounts } from "@/components/chart/prepare";
import { count } from "@/components/trust/words";
import type { SimulatedSide } from "@/lib/domain/simulate-shapes";
import { prepareFlow, type Slice } from "./prepare";

const WIDTH = 640;
const BAR = 16;
const GAP = 44;

/** How decisions are answered before and after, as two bars; what changes its verdict runs between them. */
export function FlowBars({ before, side }: { before: VerdictCounts; side: Pick<SimulatedSide, "after" | "flow"> }) {
  const id = useId().replaceAll(/[^\w-]/g, "");
  const drawn = prepareFlow(before, side, WIDTH);
  const said = (counts: VerdictCounts) =>
    VERDICT_KEYS.filter((key) => counts[key] > 0)
      .map((key) => `${count(counts[key])} ${VERDICT_NAMES[key].toLowerCase()}`)
      .join(", ") || "none";
  const keys = VERDICT_KEYS.filter((key) => before[key] + side.after[key] > 0);
  return (
    <figure className="mt-4">
      <p className="label mb-1 flex flex-wrap justify-between gap-x-4">
        <span>In force</span>
        <span>{said(before)}</span>
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} ${2 * BAR + GAP}`}
        className="block h-auto w-full"
        role="img"
        aria-label={`In force: ${said(before)}. Under the draft: ${said(side.after)}.`}
      >
        <VerdictPatterns id={id} />
        {drawn.bands.map((band) => {
          const [[a, wide], [b, broad]] = [band.top, band.bottom];
          const [y, end] = [BAR, BAR + GAP];
          const middle = (y + end) / 2;
          return (
            <path
              key={`${band.from} ${band.to}`}
              d={`M${a} ${y}C${a} ${middle} ${b} ${middle} ${b} ${end}h${broad}C${b + broad} ${middle} ${a + wide} ${middle} ${a + wide} ${y}Z`}
              fill={band.changed ? `var(--color-${band.to})` : "var(--color-line)"}
              opacity={band.changed ? 0.45 : 0.5}
            >
              <title>{`${VERDICT_NAMES[band.from]} → ${VERDICT_NAMES[band.to].toLowerCase()}: ${count(band.count)}`}</title>
            </path>
          );
        })}
        <Bar slices={drawn.before} y={0} id={id} />
        <Bar slices={drawn.after} y={BAR + GAP} id={id} />
      </svg>
      <p className="label mt-1 mb-2 flex flex-wrap justify-between gap-x-4">
        <span>Under the draft</span>
        <span>{said(side.after)}</span>
      </p>
      <VerdictLegend id={id} keys={keys} />
    </figure>
  );
}

function Bar({ slices, y, id }: { slices: readonly Slice[]; y: number; id: string }) {
  return (
    <g>
      {slices.map(({ key, x, width }) =>
        width > 0 ? <rect key={key} x={x} y={y} width={width} height={BAR} fill={fillOf(key, id)} /> : null,
      )}
      <rect x=".5" y={y + 0.5} width={WIDTH - 1} height={BAR - 1} fill="none" stroke="var(--color-line-strong)" />
    </g>
  );
}
