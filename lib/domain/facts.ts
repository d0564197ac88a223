/**
 * Facts: what a pact declares that requests carry in `context` (CONTRACT.md 2), checked against one request.
 * Not every action carries every fact; an expression that needs an absent one fails closed by itself.
 */
import { valueAt } from "./limits.ts";
import type { Fact } from "./pact.ts";

function isOf(type: Fact["type"], value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

type Context = Record<string, unknown> | undefined;

/** Why a request's value of a declared fact is none, in a sentence without its full stop; null where it is, or is absent. */
export function factFault(name: string, { type }: Fact, context: Context): string | null {
  const own = context !== undefined && Object.hasOwn(context, name) ? context[name] : undefined;
  const value = name.includes(".") ? valueAt(context, name) : own;
  if (value === undefined || isOf(type, value)) return null;
  return `context.${name} should be a${/^[aeiou]/.test(type) ? "n" : ""} ${type}`;
}
