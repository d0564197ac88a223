/** Actions and their patterns: an exact dotted name, a prefix `payments.*` (everything below it), or `*`. */

const NAME = /^[A-Za-z0-9_-]+(?:[.:/][A-Za-z0-9_-]+)*$/;
const LONGEST = 200;

/** Whether `value` names one action: words of letters, digits, `_` and `-`, joined by dots (or `:` `/`, as tools do). */
export function isActionName(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST && NAME.test(value);
}

/** Whether `value` is an action's name, a prefix pattern `a.b.*`, or `*`. */
export function isActionPattern(value: unknown): value is string {
  if (value === "*") return true;
  if (typeof value !== "string") return false;
  return isActionName(value.endsWith(".*") ? value.slice(0, -2) : value);
}

/** Whether `pattern` covers `action`; a prefix pattern covers what is below it, never the bare prefix. */
export function matchesAction(pattern: string, action: string): boolean {
  if (pattern === "*" || pattern === action) return true;
  if (!pattern.endsWith(".*")) return false;
  return action.length > pattern.length - 1 && action.startsWith(pattern.slice(0, -1));
}

/** Whether every action that `inner` covers is covered by `outer` too. */
export function coversPattern(outer: string, inner: string): boolean {
  if (outer === "*" || outer === inner) return true;
  if (inner === "*" || !outer.endsWith(".*")) return false;
  return inner.length > outer.length - 1 && inner.startsWith(outer.slice(0, -1));
}
