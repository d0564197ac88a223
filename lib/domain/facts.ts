/** Facts: what a pact declares that requests carry in `context` (CONTRACT.md 2), checked against one request. */
import { valueAt } from "./limits.ts";
import type { Fact } from "./pact.ts";

function isOf(type: Fact["type"], value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/**
 * Declared facts that a request carries with another type, one sentence each. An absent fact is no fault in itself:
 * not every action carries every fact, and an expression that needs it fails closed.
 */
export function factFaults(
  facts: Record<string, Fact> | undefined,
  context: Record<string, unknown> | undefined,
): string[] {
  const found: string[] = [];
  for (const name in facts) {
    const value = valueAt(context, name);
    const { type } = facts[name] as Fact;
    if (value !== undefined && !isOf(type, value))
      found.push(`context.${name} should be a${/^[aeiou]/.test(type) ? "n" : ""} ${type}`);
  }
  return found;
}
