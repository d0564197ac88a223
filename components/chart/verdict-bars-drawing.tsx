"use client";
import { useState } from "react";
import {
  Bar,
  BarChart,
  type BarShapeProps,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { count } from "@/components/trust/words";
import { fillOf, VERDICT_NAMES, VerdictPatterns } from "./patterns";
import { VERDICT_KEYS, type VerdictBar, type VerdictKey, type VerdictSeries } from "./prepare";

interface DrawingProps {
  series: VerdictSeries;
  height: number;
  id: string;
  labelMarkers?: boolean;
  onRange?: (from: string, to: string) => void;
}

/** The drawing itself; loaded in the browser only. */
export default function VerdictBarsDrawing({ series, height, id, labelMarkers, onRange }: DrawingProps) {
  const range = useRange(series, onRange);
  const labels = new Map(series.ticks.map((tick) => [tick.at, tick.label]));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart
        data={series.bars}
        accessibilityLayer={false}
        margin={{ top: 18, right: 0, bottom: 0, left: 0 }}
        barCategoryGap={series.bars.length > 40 ? 1 : 2}
        {...range.handlers}
      >
        <VerdictPatterns id={id} />
        <XAxis
          dataKey="at"
          ticks={series.ticks.map((tick) => tick.at)}
          interval={0}
          tickFormatter={(at: number) => labels.get(at) ?? ""}
          tick={<AxisLabel series={series} labels={labels} />}
          tickLine={false}
          axisLine={{ stroke: "var(--color-line-strong)" }}
          height={20}
        />
        <YAxis hide domain={[0, series.max * 1.04]} allowDataOverflow />
        <Tooltip
          content={<Hovered />}
          cursor={{ fill: "var(--color-ink)", fillOpacity: 0.06 }}
          isAnimationActive={false}
        />
        {VERDICT_KEYS.map((key) => (
          <Bar
            key={key}
            dataKey={(bar: VerdictBar) => bar.shown[key]}
            name={VERDICT_NAMES[key]}
            stackId="verdicts"
            isAnimationActive={false}
            shape={(shape: BarShapeProps) => <Block shape={shape} verdict={key} id={id} />}
          />
        ))}
        {series.markers.map((marker) => (
          <ReferenceLine
            key={marker.at}
            x={marker.at}
            stroke={labelMarkers ? "var(--color-ink)" : "none"}
            strokeDasharray="2 2"
            label={(props: { viewBox?: unknown }) => (
              <Marker place={props.viewBox as Place} label={marker.label} written={labelMarkers} />
            )}
          />
        ))}
        {range.chosen ? (
          <ReferenceArea x1={range.chosen[0]} x2={range.chosen[1]} fill="none" stroke="var(--color-ink)" />
        ) : null}
      </BarChart>
    </ResponsiveContainer>
  );
}

/** Dragging from bar to bar; the range is told when the pointer lets go. */
function useRange(series: VerdictSeries, onRange: DrawingProps["onRange"]) {
  const [chosen, setChosen] = useState<[number, number] | null>(null);
  if (!onRange) return { chosen: null, handlers: {} };
  type Event = { activeLabel?: string | number };
  const at = (event: Event) => (event.activeLabel === undefined ? null : Number(event.activeLabel));
  const onMouseDown = (event: Event) => {
    const start = at(event);
    setChosen(start === null ? null : [start, start]);
  };
  const onMouseMove = (event: Event) => {
    const end = at(event);
    setChosen((now) => (now && end !== null ? [now[0], end] : now));
  };
  const onMouseUp = () => {
    if (chosen) {
      const [from, to] = [Math.min(...chosen), Math.max(...chosen) + series.step];
      onRange(new Date(from).toISOString(), new Date(to).toISOString());
    }
    setChosen(null);
  };
  return { chosen, handlers: { onMouseDown, onMouseMove, onMouseUp } };
}

function Block({ shape, verdict, id }: { shape: BarShapeProps; verdict: VerdictKey; id: string }) {
  const { x = 0, y = 0, width = 0, height = 0 } = shape as { x?: number; y?: number; width?: number; height?: number };
  const bar = shape.payload as VerdictBar;
  if (bar.gap || height <= 0) return <g />;
  return (
    <g opacity={bar.provisional ? 0.7 : undefined}>
      <rect x={x} y={y} width={width} height={height} fill={fillOf(verdict, id)} />
      {verdict === "allow" ? (
        <path
          d={`M${x} ${y + 0.5}h${width}`}
          stroke="var(--color-allow)"
          strokeDasharray={bar.provisional ? "1.5 1.5" : undefined}
        />
      ) : null}
    </g>
  );
}

interface Place {
  x: number;
  y: number;
}

function Marker({ place, label, written }: { place: Place; label: string; written?: boolean }) {
  if (written) {
    const late = place.x > 320;
    return (
      <text
        x={place.x + (late ? -6 : 6)}
        y={place.y - 6}
        textAnchor={late ? "end" : "start"}
        fontSize="11"
        fill="var(--color-ink-2)"
      >
        {label}
      </text>
    );
  }
  return (
    <path d={`M${place.x - 4} ${place.y - 14}h8l-4 7z`} fill="var(--color-ink)">
      <title>{label}</title>
    </path>
  );
}

type LabelProps = {
  series: VerdictSeries;
  labels: Map<number, string>;
  x?: number;
  y?: number;
  payload?: { value: number };
};

/** The first label starts at the axis and the last one ends with it, so that none is cut. */
function AxisLabel({ series, labels, x = 0, y = 0, payload }: LabelProps) {
  const at = payload?.value ?? 0;
  const [first, last] = [series.ticks[0]?.at, series.ticks.at(-1)?.at];
  const anchor = at === first ? "start" : at === last ? "end" : "middle";
  const edge = at === first ? -4 : at === last ? 4 : 0;
  return (
    <text x={x + edge} y={y + 8} textAnchor={anchor} fontSize="11" fill="var(--color-ink-3)">
      {labels.get(at)}
    </text>
  );
}

function Hovered({ active, payload }: { active?: boolean; payload?: readonly { payload?: VerdictBar }[] }) {
  const bar = payload?.[0]?.payload;
  if (!active || !bar || bar.gap) return null;
  return (
    <div className="rounded-control bg-ink px-2.5 py-1.5 text-xs text-paper shadow-float">
      <p className="mb-0.5 font-medium">
        {bar.label}
        {bar.provisional ? ", so far" : ""}
      </p>
      {VERDICT_KEYS.filter((key) => bar.counts[key] > 0).map((key) => (
        <p key={key}>
          {count(bar.counts[key])} {VERDICT_NAMES[key].toLowerCase()}
        </p>
      ))}
      {bar.total === 0 ? <p>no decisions</p> : null}
    </div>
  );
}
