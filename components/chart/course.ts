/** What the course of a metric draws, decided without drawing: scale, broken stretches, events, words. Pure. */
import { day as sayDay } from "@/components/trust/words";
import { type MetricState, type Op, sayValue, type Unit } from "@/lib/domain/metric";

export interface CourseInput {
  /** The oldest first; the last one is today. */
  days: readonly { day: string; value: number | null; of?: number | null; state: MetricState }[];
  threshold: { op: Op; value: number } | null;
  unit: Unit;
  /** What happened to it: RFC 3339. */
  events?: readonly { at: string; label: string }[];
  /** ms */
  now: number;
}

export interface CoursePoint {
  day: string;
  label: string;
  value: number | null;
  /** The value again, where it breaks the promise. */
  broken: number | null;
  says: string;
  of: number | null;
  /** Still filling. */
  provisional: boolean;
  events: string[];
}

export interface Course {
  points: CoursePoint[];
  domain: [number, number];
  /** Values that are written beside the scale: the least and the most that were measured. */
  levels: { value: number; says: string }[];
  /** Days that are written on the axis. */
  ticks: string[];
  threshold: { value: number; label: string } | null;
  most: number;
  broken: number;
}

const SIDE: Record<Op, string> = { "<": "at least", "<=": "above", ">": "at most", ">=": "below" };

/** Room above and below, so that neither the line nor the threshold lies on the edge; shares never pass 0 and 1. */
function domainOf(values: readonly number[], unit: Unit): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.15;
  const bottom = unit === "share" ? Math.max(-0.02, low - room) : Math.max(0, low - room);
  return [bottom, unit === "share" ? Math.min(1.02, high + room) : high + room];
}

function levelsOf(values: readonly number[], unit: Unit): Course["levels"] {
  if (values.length === 0) return [];
  const ends = [...new Set([Math.min(...values), Math.max(...values)])];
  return ends.map((value) => ({ value, says: sayValue(value, unit) }));
}

export function prepareCourse({ days, threshold, unit, events = [], now }: CourseInput): Course {
  const told = new Map<string, string[]>();
  for (const { at, label } of events) told.set(at.slice(0, 10), [...(told.get(at.slice(0, 10)) ?? []), label]);
  const points = days.map(({ day, value, of = null, state }, index): CoursePoint => {
    const label = index === days.length - 1 ? "today" : sayDay(Date.parse(day), now);
    const says = value === null ? "no data" : sayValue(value, unit);
    const broken = state === "breached" ? value : null;
    return { day, label, value, broken, says, of, provisional: index === days.length - 1, events: told.get(day) ?? [] };
  });
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = points.length - 1;
  const wanted = Math.min(points.length, 4);
  const ticks = Array.from({ length: wanted }, (_, i) => Math.round((i * last) / Math.max(1, wanted - 1)));
  return {
    points,
    domain: domainOf(
      [...values, ...(threshold ? [threshold.value] : []), ...(values.length === 0 ? [0, 1] : [])],
      unit,
    ),
    levels: levelsOf(values, unit),
    ticks: [...new Set(ticks)].map((index) => points[index]?.day ?? ""),
    threshold: threshold && {
      value: threshold.value,
      label: `${SIDE[threshold.op]} ${sayValue(threshold.value, unit)}`,
    },
    most: Math.max(0, ...points.map(({ of }) => of ?? 0)),
    broken: points.filter(({ broken }) => broken !== null).length,
  };
}
