/** The five of the beginning, in their order. */
export const STEPS = ["promise", "evidence", "freshness", "consequence", "decision"] as const;
export type Step = (typeof STEPS)[number];
export type Steps = Record<Step, boolean>;

/** Holds the steps that were done when the list was put away. */
export const CHECKLIST_COOKIE = "surety-checklist";

/**
 * Whether the list is shown: never put away and not complete, or put away with a step done that no longer is.
 * @param cookie the value kept when it was put away, or undefined
 */
export function showChecklist(steps: Steps, cookie: string | undefined): boolean {
  if (cookie === undefined) return STEPS.some((step) => !steps[step]);
  const then = new Set(cookie.split("."));
  return STEPS.some((step) => then.has(step) && !steps[step]);
}
