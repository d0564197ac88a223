import type { VerdictKey } from "./prepare";

export const VERDICT_NAMES: Record<VerdictKey, string> = {
  allow: "Allowed",
  degrade: "Degraded",
  review: "Held for review",
  block: "Blocked",
};

/** What a verdict's area is filled with: pale, hatched, dotted, solid, so that it reads without colour. */
export function fillOf(key: VerdictKey, id: string): string {
  return key === "block" ? "var(--color-block)" : key === "allow" ? "var(--color-allow-bg)" : `url(#${id}-${key})`;
}

/** The patterns of one drawing; `id` keeps drawings on a page apart. */
export function VerdictPatterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-degrade`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" fill="var(--color-degrade-bg)" />
        <rect width="2.4" height="5" fill="var(--color-degrade)" />
      </pattern>
      <pattern id={`${id}-review`} width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--color-review-bg)" />
        <circle cx="2" cy="2" r="1.2" fill="var(--color-review)" />
      </pattern>
    </defs>
  );
}

/** Words beside samples of the patterns. */
export function VerdictLegend({ id, keys }: { id: string; keys: readonly VerdictKey[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {keys.map((key) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <VerdictPatterns id={`${id}-legend-${key}`} />
            <rect
              x=".5"
              y=".5"
              width="11"
              height="11"
              fill={fillOf(key, `${id}-legend-${key}`)}
              stroke={`var(--color-${key})`}
            />
          </svg>
          {VERDICT_NAMES[key]}
        </li>
      ))}
    </ul>
  );
}
