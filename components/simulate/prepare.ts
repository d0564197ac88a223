/** Decides where bars and bands of a simulation lie; `flow-bars` draws them. */
import { VERDICT_KEYS, type VerdictCounts, type VerdictKey } from "@/components/chart/prepare";
import type { SimulatedSide } from "@/lib/domain/simulate-shapes";

export interface Slice {
  key: VerdictKey;
  x: number;
  width: number;
  count: number;
}

/** A band from a part of the bar before to a part of the bar after. */
export interface Band {
  from: VerdictKey;
  to: VerdictKey;
  count: number;
  /** Ends above and below: x and width. */
  top: readonly [x: number, width: number];
  bottom: readonly [x: number, width: number];
  changed: boolean;
}

/** A share too small to be seen is drawn this wide, px. */
const LEAST = 2;

/** Widths that add up to `width`, none of what is there less than `LEAST`. */
function widths(counts: readonly number[], width: number): number[] {
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (total === 0) return counts.map(() => 0);
  const raised = counts.map((one) => (one === 0 ? 0 : Math.max(LEAST, (one / total) * width)));
  const over = raised.reduce((sum, one) => sum + one, 0) - width;
  const largest = raised.indexOf(Math.max(...raised));
  return raised.map((one, index) => (index === largest ? one - over : one));
}

function slices(counts: VerdictCounts, width: number): Slice[] {
  const wide = widths(
    VERDICT_KEYS.map((key) => counts[key]),
    width,
  );
  let x = 0;
  return VERDICT_KEYS.map((key, index) => {
    const slice = { key, x, width: wide[index] ?? 0, count: counts[key] };
    x += slice.width;
    return slice;
  });
}

/** The parts of one slice that its flows take, in the order of the other side. */
function parts(slice: Slice, flows: readonly { count: number }[]): [number, number][] {
  const wide = widths(
    flows.map(({ count }) => count),
    slice.width,
  );
  let { x } = slice;
  return wide.map((width) => {
    const part: [number, number] = [x, width];
    x += width;
    return part;
  });
}

/** Two bars and the bands between them. @param width px */
export function prepareFlow(
  before: VerdictCounts,
  side: Pick<SimulatedSide, "after" | "flow">,
  width: number,
): { before: Slice[]; after: Slice[]; bands: Band[] } {
  const [top, bottom] = [slices(before, width), slices(side.after, width)];
  const order = (key: VerdictKey) => VERDICT_KEYS.indexOf(key);
  const ends = new Map<string, { top?: [number, number]; bottom?: [number, number] }>();
  const name = (flow: { from: string; to: string }) => `${flow.from} ${flow.to}`;
  for (const slice of top) {
    const own = side.flow.filter(({ from }) => from === slice.key).sort((a, b) => order(a.to) - order(b.to));
    parts(slice, own).forEach((part, index) => {
      const flow = own[index];
      if (flow) ends.set(name(flow), { ...ends.get(name(flow)), top: part });
    });
  }
  for (const slice of bottom) {
    const own = side.flow.filter(({ to }) => to === slice.key).sort((a, b) => order(a.from) - order(b.from));
    parts(slice, own).forEach((part, index) => {
      const flow = own[index];
      if (flow) ends.set(name(flow), { ...ends.get(name(flow)), bottom: part });
    });
  }
  const bands = side.flow.flatMap((flow): Band[] => {
    const end = ends.get(name(flow));
    return end?.top && end.bottom
      ? [{ ...flow, top: end.top, bottom: end.bottom, changed: flow.from !== flow.to }]
      : [];
  });
  return { before: top, after: bottom, bands };
}
