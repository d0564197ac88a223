/** The odds that a promise is broken, record by record, decided without drawing. Pure; coordinates in px, instants in ms. */
import { clock, count, day, percent } from "@/components/trust/words";
import type { ConsequenceKind } from "@/lib/domain/pact";

export interface OddsPoint {
  id: string;
  at: number;
  release: string;
  passed: number;
  failed: number;
  /** Of one check that was measured, 0..1. */
  loss: number | null;
  odds: number;
  checks: number;
}

export interface OddsInput {
  /** In order of arrival. */
  points: readonly OddsPoint[];
  /** Stages of the clause, the lowest first. */
  levels: readonly { at: number; does: ConsequenceKind }[];
  marks: readonly { at: number; kind: "release" | "method"; text: string }[];
  /** Stages that were reached, by the record that reached them. */
  reached: readonly { at: number; does: ConsequenceKind; since: string; evidence: string | null }[];
  now: number;
  width: number;
}

export interface OddsChart {
  width: number;
  height: number;
  /** Plot area. */
  left: number;
  bottom: number;
  /** One polyline for each release. */
  lines: string[];
  /** Powers of ten on the axis. */
  grid: { y: number; label: string }[];
  stages: { y: number; at: number; does: ConsequenceKind }[];
  suspectedY: number | null;
  /**
   * A dot for each record: in the row above those with failures, larger the more of its checks failed; below the others; what
   * was measured stands between the two, as high as its loss.
   */
  dots: { x: number; y: number; r: number; failed: boolean; title: string }[];
  /** The middles of the two rows of dots. */
  rows: { failed: number; passed: number };
  /** `label`: there is room for its words; `flip`: left of it. */
  marks: { x: number; text: string; kind: "release" | "method"; label: boolean; flip: boolean }[];
  alarms: { x: number; y: number; does: ConsequenceKind; label: string }[];
  ticks: { x: number; label: string }[];
}

const MOST_POINTS = 480;
const LEFT = 60;
const RIGHT = 12;
const TOP = 34;
const PLOT = 260;
const FLOOR = 0.5;
const CEILING = 1e9;
const MARK_ROOM = 120;
const TICK_ROOM = 76;
const FAILED_ROW = 12;
const PASSED_ROW = 26;
const SMALLEST = 1.5;
const LARGEST = 4;

/** 1e8 as "100 M": the axis is narrow. */
const million = (value: number) => `${count(value / 1e6)}\u00a0M`;

/** Of several records in one place the one with the highest odds is drawn, with all their failures. */
function thin(points: readonly OddsPoint[]): OddsPoint[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return [...points];
  const result: OddsPoint[] = [];
  for (let i = 0; i < points.length; i += size) {
    const group = points.slice(i, i + size);
    const top = group.reduce((best, point) => (point.odds > best.odds ? point : best));
    result.push({ ...top, failed: group.reduce((sum, { failed }) => sum + failed, 0) });
  }
  return result;
}

function dotOf({ passed, failed, checks, at }: OddsPoint, x: number, bottom: number): OddsChart["dots"][number] {
  const all = passed + failed;
  const title = `${day(at)}, ${clock(at)}: ${count(failed)} of ${count(all)} failed, check ${count(checks)}`;
  if (failed === 0) return { x, y: bottom + PASSED_ROW, r: SMALLEST, failed: false, title };
  const r = SMALLEST + 0.5 + (LARGEST - SMALLEST - 0.5) * Math.min(1, failed / Math.max(1, all));
  return { x, y: bottom + FAILED_ROW, r: Number(r.toFixed(2)), failed: true, title };
}

/** Of one check that was measured: between the row of what passed (0) and that of what failed (1). */
function lossDot({ loss, failed, checks, at }: OddsPoint, x: number, bottom: number): OddsChart["dots"][number] {
  const title = `${day(at)}, ${clock(at)}: a loss of ${percent(loss ?? 0)}, check ${count(checks)}`;
  const y = bottom + PASSED_ROW - (PASSED_ROW - FAILED_ROW) * (loss ?? 0);
  return { x, y: Number(y.toFixed(1)), r: failed > 0 ? SMALLEST + 0.5 : SMALLEST, failed: failed > 0, title };
}

/** Where everything stands. The horizontal axis counts records, so that a busy hour is not one stroke. */
export function prepareOdds({ points: all, levels, marks, reached, now, width }: OddsInput): OddsChart {
  const points = thin(all);
  const highest = Math.max(levels.at(-1)?.at ?? 1000, ...points.map(({ odds }) => Math.min(odds, CEILING)));
  const [low, high] = [Math.log10(FLOOR), Math.ceil(Math.log10(highest * 1.2))];
  const bottom = TOP + PLOT;
  const y = (odds: number) => {
    const log = Math.log10(Math.min(Math.max(odds, FLOOR), CEILING));
    return Number((TOP + (1 - (log - low) / (high - low)) * PLOT).toFixed(1));
  };
  const slot = (width - LEFT - RIGHT) / Math.max(1, points.length - 1);
  const x = (index: number) => Number((LEFT + index * slot).toFixed(1));
  const lines: string[][] = [];
  points.forEach((point, index) => {
    if (point.release !== points[index - 1]?.release) lines.push([]);
    lines.at(-1)?.push(`${x(index)},${y(point.odds)}`);
  });
  const powers = Array.from({ length: high + 1 }, (_, power) => power);
  return {
    width,
    height: bottom + 62,
    left: LEFT,
    bottom,
    lines: lines.map((line) => line.join(" ")),
    grid: powers.map((power) => ({ y: y(10 ** power), label: power < 6 ? count(10 ** power) : million(10 ** power) })),
    stages: levels.map(({ at, does }) => ({ y: y(at), at, does })),
    suspectedY: levels[0] ? y(levels[0].at / 10) : null,
    dots: points.map((point, index) => (point.loss === null ? dotOf : lossDot)(point, x(index), bottom)),
    rows: { failed: bottom + FAILED_ROW, passed: bottom + PASSED_ROW },
    marks: placeMarks(points, marks, x),
    alarms: reached.flatMap(({ at, does, since, evidence }) => {
      const index = points.findIndex(({ id }) => id === evidence);
      const near = index >= 0 ? index : points.findIndex((point) => point.odds >= at);
      const point = points[near];
      if (!point) return [];
      return [
        {
          x: x(near),
          y: y(point.odds),
          does,
          label: `${day(Date.parse(since), now)}, ${clock(Date.parse(since)).slice(0, 5)}`,
        },
      ];
    }),
    ticks: ticksOf(points, x, now),
  };
}

function placeMarks(
  points: readonly OddsPoint[],
  marks: OddsInput["marks"],
  x: (index: number) => number,
): OddsChart["marks"] {
  let free = Number.NEGATIVE_INFINITY;
  return [...marks]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, kind, text }) => {
      const index = points.findIndex((point) => point.at >= at);
      if (index <= 0) return []; // before the drawing, or after it
      const here = (x(index - 1) + x(index)) / 2;
      const label = here - free >= 0;
      if (label) free = here + MARK_ROOM;
      return [{ x: Number(here.toFixed(1)), text, kind, label, flip: here + MARK_ROOM > x(points.length - 1) }];
    });
}

/** The first record of each day, as far as there is room. */
function ticksOf(points: readonly OddsPoint[], x: (index: number) => number, now: number): OddsChart["ticks"] {
  const ticks: OddsChart["ticks"] = [];
  points.forEach((point, index) => {
    const label = day(point.at, now);
    const before = points[index - 1];
    if (before && day(before.at, now) === label) return;
    const last = ticks.at(-1);
    if (!last || x(index) - last.x >= TICK_ROOM) ticks.push({ x: x(index), label });
  });
  return ticks;
}
