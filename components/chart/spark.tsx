import { useId } from "react";
import { count, percent } from "@/components/trust/words";
import { fillOf, VERDICT_NAMES, VerdictPatterns } from "./patterns";
import { prepareSpark, type SparkInput, VERDICT_KEYS, type VerdictCounts } from "./prepare";

export interface SparklineProps extends Omit<SparkInput, "width" | "height"> {
  /** What it shows, in words: the drawing is an image to assistive technology. */
  label: string;
  width?: number;
  height?: number;
}

/** A value over time with its threshold; red below where the promise is broken. Drawn on the server. */
export function Sparkline({ label, width = 128, height = 28, ...input }: SparklineProps) {
  const spark = prepareSpark({ ...input, width, height });
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      {spark.thresholdY === null ? null : (
        <path d={`M0 ${spark.thresholdY}H${width}`} stroke="var(--color-ink-3)" strokeDasharray="2 3" />
      )}
      {spark.lines.map((points) => (
        <polyline key={points} points={points} fill="none" stroke="var(--color-ink)" strokeWidth="1.5" />
      ))}
      {spark.broken.map((part) => (
        <path
          key={part.x}
          d={`M${part.x.toFixed(1)} ${height - 0.5}h${part.width.toFixed(1)}`}
          stroke="var(--color-block)"
          strokeWidth="2"
        />
      ))}
    </svg>
  );
}

/** How a number of decisions was answered, as one bar with the patterns of the verdicts. */
export function VerdictMix({ counts, width = 176 }: { counts: VerdictCounts; width?: number }) {
  const id = useId().replaceAll(/[^\w-]/g, "");
  const total = VERDICT_KEYS.reduce((sum, key) => sum + counts[key], 0);
  if (total === 0) return <span className="text-ink-3">no decisions</span>;
  const words = VERDICT_KEYS.filter((key) => counts[key] > 0).map(
    (key) => `${count(counts[key])} ${VERDICT_NAMES[key].toLowerCase()}`,
  );
  let x = 0;
  return (
    <svg viewBox={`0 0 ${width} 12`} width={width} height="12" role="img" aria-label={words.join(", ")}>
      <title>{words.join(", ")}</title>
      <VerdictPatterns id={id} />
      {VERDICT_KEYS.map((key) => {
        const part = counts[key] === 0 ? 0 : Math.max(2, (counts[key] / total) * width);
        const at = Math.min(x, width - part);
        x += part;
        return part === 0 ? null : <rect key={key} x={at} y="0" width={part} height="12" fill={fillOf(key, id)} />;
      })}
      <rect x=".5" y=".5" width={width - 1} height="11" fill="none" stroke="var(--color-line-strong)" />
    </svg>
  );
}

/** So many of so many, as an ink length; the words stand beside it. */
export function ShareBar({ part, whole, label }: { part: number; whole: number; label?: string }) {
  const share = whole === 0 ? 0 : part / whole;
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="block h-1 min-w-16 flex-1 bg-line">
        <span className="block h-1 bg-ink" style={{ width: percent(share).replace("\u00a0", "") }} />
      </span>
      <span className="whitespace-nowrap">{label ?? `${count(part)} of ${count(whole)}`}</span>
    </span>
  );
}
