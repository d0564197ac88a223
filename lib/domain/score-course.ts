/** When a clause's score was below its line, from how its weights went. */
import type { Span } from "./budget.ts";
import { assuranceAt, scoreWindow, type Weights } from "./score.ts";

/** Weights as they were from `at` (ms, when the record became known) on. */
export interface WeightsPoint {
  at: number;
  weights: Weights;
}

export interface ScoreLine {
  /** Tolerance. */
  p0: number;
  /** Half-life, ms. */
  half: number;
  /** 0..100 */
  below: number;
}

/**
 * The spans of `[from, to)` in which a score lies below its line: by a record's failures, or by decay alone.
 * @param course the oldest first; before its first point nothing is known
 */
export function lowSpans(course: readonly WeightsPoint[], line: ScoreLine, from: number, to: number): Span[] {
  const spans: Span[] = [];
  const low = (start: number, end: number) => {
    if (end <= start) return;
    const last = spans.at(-1);
    if (last && last.until === start) last.until = end;
    else spans.push({ from: start, until: end });
  };
  for (let i = -1; i < course.length; i++) {
    const start = Math.max(from, course[i]?.at ?? from);
    const end = Math.min(to, course[i + 1]?.at ?? to);
    if (end <= start) continue;
    const kept = keptIn(course[i]?.weights ?? null, line, start, end);
    low(start, kept.from);
    low(kept.until, end);
  }
  return spans;
}

/** The one part of `[start, end)` in which the score is at or above its line; empty at its end where there is none. */
function keptIn(weights: Weights | null, { p0, half, below }: ScoreLine, start: number, end: number): Span {
  const holds = (now: number) => 100 * assuranceAt(weights, p0, half, now) >= below;
  // Decay moves it along one rise and one fall at most: what holds at both ends holds between them.
  if (holds(start) && holds(end - 1)) return { from: start, until: end };
  const window = scoreWindow(weights, p0, half, below);
  const from = Math.min(end, Math.max(start, window.from));
  return { from, until: Math.max(from, Math.min(end, window.until)) };
}
