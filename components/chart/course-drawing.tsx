"use client";
import {
  Bar,
  BarChart,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { count } from "@/components/trust/words";
import type { Course, CoursePoint } from "./course";

const MARGIN = { top: 16, right: 8, bottom: 0, left: 0 };
/** Room for the least and the most, px. */
const AXIS = 52;
const RATE_HEIGHT = 40;

interface DrawingProps {
  course: Course;
  height: number;
}

/** The drawing itself; loaded in the browser only. Value above, with what happened; beneath, of how much it was. */
export default function CourseDrawing({ course, height }: DrawingProps) {
  const { points, domain, threshold, most } = course;
  const upper = most > 0 ? height - RATE_HEIGHT : height;
  return (
    <>
      <ResponsiveContainer width="100%" height={upper}>
        <ComposedChart data={points} accessibilityLayer={false} margin={MARGIN}>
          <XAxis
            dataKey="day"
            ticks={course.ticks}
            interval={0}
            tick={<Label course={course} />}
            tickLine={false}
            axisLine={{ stroke: "var(--color-line-strong)" }}
            height={20}
          />
          <YAxis
            domain={domain}
            allowDataOverflow
            width={AXIS}
            ticks={course.levels.map(({ value }) => value)}
            interval={0}
            tickFormatter={(value: number) => course.levels.find((level) => level.value === value)?.says ?? ""}
            tick={{ fontSize: 11, fill: "var(--color-ink-3)" }}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip content={<Hovered />} cursor={{ stroke: "var(--color-line-strong)" }} isAnimationActive={false} />
          {threshold ? (
            <ReferenceLine
              y={threshold.value}
              stroke="var(--color-ink-3)"
              strokeDasharray="3 3"
              label={{
                value: threshold.label,
                position: "insideBottomRight",
                fontSize: 11,
                fill: "var(--color-ink-2)",
              }}
            />
          ) : null}
          <Line dataKey="value" stroke="var(--color-ink)" strokeWidth={1.5} dot={<Dot />} isAnimationActive={false} />
          <Line
            dataKey="broken"
            stroke="var(--color-block)"
            strokeWidth={2}
            dot={<Broken />}
            activeDot={false}
            isAnimationActive={false}
          />
          {points
            .filter(({ events }) => events.length > 0)
            .map(({ day, events }) => (
              <ReferenceLine
                key={day}
                x={day}
                stroke="none"
                label={(props: { viewBox?: unknown }) => (
                  <Wedge place={props.viewBox as { x: number; y: number }} label={events.join("; ")} />
                )}
              />
            ))}
        </ComposedChart>
      </ResponsiveContainer>
      {most > 0 ? (
        <ResponsiveContainer width="100%" height={RATE_HEIGHT}>
          <BarChart data={points} accessibilityLayer={false} margin={{ ...MARGIN, top: 4 }}>
            <XAxis dataKey="day" hide />
            <YAxis domain={[0, most]} width={AXIS} tick={false} tickLine={false} axisLine={false} />
            <Bar dataKey="of" fill="var(--color-line-strong)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      ) : null}
    </>
  );
}

type DotProps = { cx?: number; cy?: number; index?: number; payload?: CoursePoint };

/** A value that is still filling is hollow; one that stands alone between gaps would else not be seen. */
function Dot({ cx, cy, payload }: DotProps) {
  if (cx === undefined || cy === undefined || !payload || payload.value === null) return <g />;
  const fill = payload.provisional ? "var(--color-paper)" : "var(--color-ink)";
  return <circle cx={cx} cy={cy} r={payload.provisional ? 2.5 : 1.5} fill={fill} stroke="var(--color-ink)" />;
}

function Broken({ cx, cy, payload }: DotProps) {
  if (cx === undefined || cy === undefined || !payload || payload.broken === null) return <g />;
  return <rect x={cx - 3} y={cy - 3} width="6" height="6" fill="var(--color-block)" />;
}

function Wedge({ place, label }: { place: { x: number; y: number }; label: string }) {
  return (
    <path d={`M${place.x - 4} ${place.y - 12}h8l-4 7z`} fill="var(--color-ink)">
      <title>{label}</title>
    </path>
  );
}

type LabelProps = { course: Course; x?: number; y?: number; payload?: { value: string } };

/** The first label starts at its day and the last one ends with it, so that none is cut. */
function Label({ course: { ticks, points }, x = 0, y = 0, payload }: LabelProps) {
  const at = payload?.value;
  const anchor = at === ticks[0] ? "start" : at === ticks.at(-1) ? "end" : "middle";
  return (
    <text x={x} y={y + 8} textAnchor={anchor} fontSize="11" fill="var(--color-ink-3)">
      {points.find(({ day }) => day === at)?.label}
    </text>
  );
}

function Hovered({ active, payload }: { active?: boolean; payload?: readonly { payload?: CoursePoint }[] }) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="max-w-80 rounded-control bg-ink px-2.5 py-1.5 text-xs text-paper shadow-float">
      <p className="mb-0.5 font-medium">
        {point.label}
        {point.provisional ? ", so far" : ""}
      </p>
      <p>
        {point.says}
        {point.of ? ` of ${count(Math.round(point.of))}` : ""}
      </p>
      {point.events.map((event) => (
        <p key={event}>{event}</p>
      ))}
    </div>
  );
}
