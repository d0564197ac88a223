/** Evidence against its window: each record as a dot at its share passed, over time. Pure; px and ms. */
import { day, keptShare } from "@/components/trust/words";

interface DotRecord {
  id: string;
  at: number;
  passed: number;
  failed: number;
  loss: number | null;
  passing: boolean;
  counts: boolean;
}

export interface DotsInput {
  records: readonly DotRecord[];
  /** 0..1 */
  target: number;
  windowMs: number;
  /** Of the newest record that counts; null: none. */
  provenAt: number | null;
  now: number;
  width: number;
}

export interface Dots {
  width: number;
  height: number;
  left: number;
  bottom: number;
  dots: { id: string; x: number; y: number; r: number; passing: boolean; counts: boolean }[];
  targetY: number;
  /** The window of the newest record: from its observation to its end. */
  window: { x: number; width: number } | null;
  nowX: number;
  ticks: { x: number; label: string }[];
  axis: { y: number; label: string }[];
}

const LEFT = 52;
const RIGHT = 12;
const TOP = 16;
const PLOT = 120;
const TICKS = 5;
const DAY = 24 * 3600_000;

/** The time shown reaches from the oldest record (two windows ago at most) to the end of the newest one's window. */
export function prepareDots({ records, target, windowMs, provenAt, now, width }: DotsInput): Dots {
  const earliest = now - Math.max(2 * windowMs, 14 * DAY);
  const shown = records.filter(({ at }) => at >= earliest);
  const from = Math.min(now - windowMs, ...shown.map(({ at }) => at));
  const to = Math.max(now, provenAt === null ? now : provenAt + windowMs);
  const x = (at: number) => Number((LEFT + ((at - from) / (to - from)) * (width - LEFT - RIGHT)).toFixed(1));
  const least = Math.min(target, ...shown.map(keptShare));
  const low = Math.max(0, least - (1 - least) * 0.2 - 0.005);
  const y = (value: number) => Number((TOP + (1 - (value - low) / (1 - low)) * PLOT).toFixed(1));
  const bottom = TOP + PLOT;
  const percentOf = (value: number) => `${Number((value * 100).toPrecision(3))}\u00a0%`;
  return {
    width,
    height: bottom + 36,
    left: LEFT,
    bottom,
    dots: shown.map((record) => ({
      id: record.id,
      x: x(record.at),
      y: y(keptShare(record)),
      r: Math.min(6, 2 + Math.log10(record.passed + record.failed + 1)),
      passing: record.passing,
      counts: record.counts,
    })),
    targetY: y(target),
    window:
      provenAt === null
        ? null
        : { x: x(Math.max(provenAt, from)), width: x(provenAt + windowMs) - x(Math.max(provenAt, from)) },
    nowX: x(now),
    ticks: Array.from({ length: TICKS }, (_, index) => {
      const at = from + ((to - from) * index) / (TICKS - 1);
      return { x: x(at), label: day(at, now) };
    }).filter(({ label }, index, all) => all.findIndex((one) => one.label === label) === index),
    axis: [...new Set([1, target])].map((value) => ({ y: y(value), label: percentOf(value) })),
  };
}
