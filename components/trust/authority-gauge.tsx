import type { Authority } from "@/lib/domain/state";

const STEPS: Record<Authority, number> = { suspended: 0, supervised: 1, limited: 2, full: 3 };

function stepState(step: number, granted: Authority, effective: Authority): "on" | "lost" | "open" {
  if (step <= STEPS[effective]) return "on";
  return step <= STEPS[granted] ? "lost" : "open";
}

export interface AuthorityGaugeProps {
  granted: Authority;
  effective: Authority;
  /** Adds "of full granted" where something is lost. */
  detail?: boolean;
  /** Only the steps; the words must stand beside it. */
  bare?: boolean;
}

/** Three steps: filled is effective, dashed was granted and is lost, open was never granted. */
export function AuthorityGauge({ granted, effective, detail, bare }: AuthorityGaugeProps) {
  const gauge = (
    <span className="gauge" aria-hidden="true">
      {[1, 2, 3].map((step) => (
        <i key={step} data-step={stepState(step, granted, effective)} />
      ))}
    </span>
  );
  if (bare) return gauge;
  return (
    <span className="inline-flex items-baseline gap-2 whitespace-nowrap">
      {gauge}
      <span>
        <span className="font-medium">{effective}</span>
        {detail && granted !== effective ? <span className="text-ink-3"> of {granted} granted</span> : null}
      </span>
    </span>
  );
}
