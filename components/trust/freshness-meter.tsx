"use client";
import { sayDuration } from "@/lib/domain/duration";
import { type FreshnessState, freshnessAt, freshnessWindow } from "@/lib/domain/evidence";
import { useNow } from "./now";
import { span } from "./words";

/** State of evidence `ageSeconds` old in a window of `windowSeconds`; no age: missing. The rule is the domain's. */
export function freshnessState(ageSeconds: number | null, windowSeconds: number): FreshnessState {
  const observedAt = ageSeconds === null ? null : 0;
  return freshnessAt(freshnessWindow(observedAt, `PT${Math.round(windowSeconds)}S`), (ageSeconds ?? 0) * 1000);
}

export interface AgeMeterProps {
  /** Age in seconds; null: nothing counts. */
  ageSeconds: number | null;
  windowSeconds: number;
  /** Below the bar instead of beside it. */
  below?: boolean;
}

/** Age of window at a fixed instant, e.g. that of a decision: a bar, its tick, and always the words. */
export function AgeMeter({ ageSeconds, windowSeconds, below }: AgeMeterProps) {
  const age = ageSeconds === null ? null : Math.max(0, ageSeconds);
  const state = freshnessState(age, windowSeconds);
  const window = sayDuration(windowSeconds * 1000);
  const words = age === null ? `missing, window ${window}` : `${span(age * 1000)} of ${window}`;
  const ratio = age === null || windowSeconds === 0 ? 0 : Math.min(age / windowSeconds, 1.333);
  return (
    <span className={below ? "block" : "flex items-center gap-3"}>
      <span
        className={below ? "meter" : "meter flex-1"}
        data-state={state}
        style={{ "--a": ratio.toFixed(3) } as React.CSSProperties}
        aria-hidden="true"
      />
      <span className={below ? "block" : "min-w-32 whitespace-nowrap"}>
        {words}
        {state === "expiring" || state === "stale" ? `, ${state}` : null}
      </span>
    </span>
  );
}

export interface FreshnessMeterProps {
  /** `observedAt` of the newest passing record that counts; null: missing. */
  observedAt: string | null;
  /** When it goes stale; needed unless `windowSeconds` is given. */
  staleAt?: string | null;
  windowSeconds?: number;
  now?: string | number;
  below?: boolean;
}

/** Age of window, moving with the page's clock. Takes the `freshness` object of a standing as it comes. */
export function FreshnessMeter({ observedAt, staleAt, windowSeconds, now, below }: FreshnessMeterProps) {
  const current = useNow(now);
  const observed = observedAt ? Date.parse(observedAt) : null;
  const window = windowSeconds ?? (observed !== null && staleAt ? (Date.parse(staleAt) - observed) / 1000 : null);
  if (window === null) return <span>missing</span>;
  const age = observed === null ? null : Math.floor((current - observed) / 1000);
  return <AgeMeter ageSeconds={age} windowSeconds={window} below={below} />;
}
