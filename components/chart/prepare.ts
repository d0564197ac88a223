/**
 * What charts draw, decided without drawing: buckets, gaps, units, ticks. Pure; instants in ms, texts in UTC.
 * The drawing only draws.
 */
import { clock, day } from "@/components/trust/words";

export const VERDICT_KEYS = ["allow", "degrade", "review", "block"] as const;
export type VerdictKey = (typeof VERDICT_KEYS)[number];
export type VerdictCounts = Record<VerdictKey, number>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY];

/** The smallest of the usual bucket lengths that cuts `from`..`to` into at most `most` bars. All in ms. */
export function stepFor(from: number, to: number, most = 60): number {
  return STEPS.find((step) => (to - from) / step <= most) ?? 30 * DAY;
}

export interface VerdictBar {
  /** Start of the bucket. */
  at: number;
  /** The bucket in words, for table and tooltip. */
  label: string;
  counts: VerdictCounts;
  total: number;
  /** Heights to draw: a count too small to be seen is drawn at the least visible height. */
  shown: VerdictCounts;
  /** Nothing can be known of it: it lies before the records begin, or ahead. Not the same as a bucket with no decisions. */
  gap: boolean;
  /** Still filling. */
  provisional: boolean;
}

export interface VerdictSeries {
  bars: VerdictBar[];
  step: number;
  /** Height of the drawing's scale. */
  max: number;
  totals: VerdictCounts;
  total: number;
  ticks: { at: number; label: string }[];
  /** Downgrades, each in the bucket it fell in; several in one bucket are one marker. */
  markers: { at: number; label: string }[];
}

export interface VerdictInput {
  /** Counts by instant; they are gathered into buckets, so any finer cut will do. RFC 3339. */
  counts: readonly ({ at: string } & Partial<VerdictCounts>)[];
  from: string;
  to: string;
  /** The page's instant. */
  now: string;
  /** Bucket length in ms; default `stepFor`. */
  step?: number;
  /** When records begin; earlier buckets are gaps. */
  since?: string;
  markers?: readonly { at: string; label: string }[];
}

const none = (): VerdictCounts => ({ allow: 0, degrade: 0, review: 0, block: 0 });
const sum = (counts: VerdictCounts) => VERDICT_KEYS.reduce((total, key) => total + counts[key], 0);
/** The least share of the scale that can be seen: 1.5 px of 96. */
const LEAST = 1.5 / 96;

function labelOf(at: number, step: number, now: number): string {
  if (step >= 7 * DAY) return `week of ${day(at, now)}`;
  return step >= DAY ? day(at, now) : `${day(at, now)}, ${clock(at).slice(0, 5)}`;
}

/** Three to five labels on the time axis: the first and last bucket and even steps between. */
function ticksOf(bars: VerdictBar[], step: number, now: number): VerdictSeries["ticks"] {
  if (bars.length === 0) return [];
  const wanted = Math.min(bars.length, bars.length > 12 ? 5 : 3);
  const last = bars.length - 1;
  const indexes = Array.from({ length: wanted }, (_, i) => Math.round((i * last) / Math.max(1, wanted - 1)));
  const days = bars[last]!.at - bars[0]!.at > DAY;
  return [...new Set(indexes)].map((index) => {
    const at = bars[index]!.at;
    if (index === last && at <= now && now < at + step) return { at, label: step >= DAY ? "today" : "now" };
    const time = clock(at).slice(0, 5);
    return { at, label: step >= DAY ? day(at, now) : days ? `${day(at, now)}, ${time}` : time };
  });
}

/** Gathers decisions over time into bars of equal length. */
export function prepareVerdicts(input: VerdictInput): VerdictSeries {
  const [from, to, now] = [Date.parse(input.from), Date.parse(input.to), Date.parse(input.now)];
  const step = input.step ?? stepFor(from, to);
  const since = input.since ? Date.parse(input.since) : from;
  const start = Math.floor(from / step) * step;
  const buckets = new Map<number, VerdictCounts>();
  for (let at = start; at < to; at += step) buckets.set(at, none());
  const bucketOf = (instant: string) => Math.floor(Date.parse(instant) / step) * step;
  for (const row of input.counts) {
    const bucket = buckets.get(bucketOf(row.at));
    if (bucket) for (const key of VERDICT_KEYS) bucket[key] += row[key] ?? 0;
  }
  const max = Math.max(1, ...[...buckets.values()].map(sum));
  const least = max * LEAST;
  const bars = [...buckets].map(([at, counts]): VerdictBar => {
    const shown = none();
    for (const key of VERDICT_KEYS) shown[key] = counts[key] === 0 ? 0 : Math.max(counts[key], least);
    const gap = at + step <= since || at > now;
    const provisional = at <= now && now < at + step;
    return { at, label: labelOf(at, step, now), counts, total: sum(counts), shown, gap, provisional };
  });
  const totals = none();
  for (const bar of bars) for (const key of VERDICT_KEYS) totals[key] += bar.counts[key];
  const marked = new Map<number, string[]>();
  for (const marker of input.markers ?? []) {
    const at = bucketOf(marker.at);
    if (buckets.has(at)) marked.set(at, [...(marked.get(at) ?? []), marker.label]);
  }
  const markers = [...marked].map(([at, labels]) => ({ at, label: labels.join("; ") }));
  return { bars, step, max, totals, total: sum(totals), ticks: ticksOf(bars, step, now), markers };
}

export interface SparkInput {
  /** Oldest first; null where nothing was measured. */
  values: readonly (number | null)[];
  /** The promise: broken below `min`, or above `max`. */
  threshold?: { op: "min" | "max"; value: number };
  width: number;
  height: number;
}

export interface Spark {
  /** Polylines, one for each stretch without a gap, as `x,y x,y`. */
  lines: string[];
  thresholdY: number | null;
  /** Stretches where the promise is broken, as x and width. */
  broken: { x: number; width: number }[];
}

/** A small line over time with its threshold; gaps stay gaps. Coordinates in px. */
export function prepareSpark({ values, threshold, width, height }: SparkInput): Spark {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return { lines: [], thresholdY: null, broken: [] };
  const scope = threshold ? [...known, threshold.value] : known;
  const [low, high] = [Math.min(...scope), Math.max(...scope)];
  const range = high - low || 1;
  const y = (value: number) => Number((2 + (1 - (value - low) / range) * (height - 6)).toFixed(1));
  const slot = width / Math.max(1, values.length - 1);
  const lines: string[][] = [[]];
  const broken: Spark["broken"] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) {
      lines.push([]);
      continue;
    }
    lines.at(-1)!.push(`${(index * slot).toFixed(1)},${y(value)}`);
    const isBroken = threshold && (threshold.op === "min" ? value < threshold.value : value > threshold.value);
    if (isBroken) broken.push({ x: Math.min(index * slot, width - slot), width: slot });
  }
  return {
    lines: lines.filter((line) => line.length > 0).map((line) => line.join(" ")),
    thresholdY: threshold ? y(threshold.value) : null,
    broken,
  };
}
