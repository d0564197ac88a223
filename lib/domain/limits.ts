/** Limits on what a request carries in `context` (CONTRACT.md 2): merging, fitting, saying. */
import type { Fact, Limit, Limits } from "./pact.ts";

type Value = string | number | boolean;

/** What fits nothing: different `equals`, or `only` lists without a common value. */
const NOTHING: Limit = { only: [] };

function mergeOnly(a: Value[] | undefined, b: Value[] | undefined): Value[] | undefined {
  if (!a || !b) return a ?? b;
  return a.filter((value) => b.includes(value));
}

function mergeLimit(a: Limit, b: Limit): Limit {
  if (a.equals !== undefined && b.equals !== undefined && a.equals !== b.equals) return NOTHING;
  const only = mergeOnly(a.only, b.only);
  if (only?.length === 0) return NOTHING;
  const merged: Limit = {};
  const max = Math.min(a.max ?? Infinity, b.max ?? Infinity);
  const min = Math.max(a.min ?? -Infinity, b.min ?? -Infinity);
  if (max !== Infinity) merged.max = max;
  if (min !== -Infinity) merged.min = min;
  if (only) merged.only = only;
  const equals = a.equals ?? b.equals;
  if (equals !== undefined) merged.equals = equals;
  return merged;
}

/** The tightest of several limits: least `max`, greatest `min`, common `only`; different `equals` become `only: []`, which fits nothing. */
export function mergeLimits(...all: Limits[]): Limits {
  const merged: Limits = {};
  for (const limits of all) {
    for (const [path, limit] of Object.entries(limits)) {
      const before = Object.hasOwn(merged, path) ? merged[path] : undefined;
      merged[path] = before ? mergeLimit(before, limit) : limit;
    }
  }
  return merged;
}

/** The value at a dotted path of plain objects, or undefined where a step is absent. */
export function valueAt(context: unknown, path: string): unknown {
  let value: unknown = context;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Whether one value is within one limit; types are strict: `"50"` is within no `max`. */
export function fitsLimit(limit: Limit, value: unknown): boolean {
  if (limit.max !== undefined && !(typeof value === "number" && value <= limit.max)) return false;
  if (limit.min !== undefined && !(typeof value === "number" && value >= limit.min)) return false;
  if (limit.only !== undefined && !limit.only.includes(value as Value)) return false;
  return limit.equals === undefined || value === limit.equals;
}

/** Whether a request fits: every limited path is there in its `context`, and within. */
export function fitsLimits(limits: Limits, context: Record<string, unknown> | undefined): boolean {
  for (const path in limits) {
    const value = valueAt(context, path);
    if (value === undefined || !fitsLimit(limits[path] as Limit, value)) return false;
  }
  return true;
}

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 20 });

/** A number in its unit: €2,500 where that is a currency, else "30 d". */
function sayNumber(value: number, unit: string | undefined): string {
  if (!unit) return number.format(value);
  if (!/^[A-Z]{3}$/.test(unit)) return `${number.format(value)} ${unit}`;
  const money = { style: "currency", currency: unit, trailingZeroDisplay: "stripIfInteger" } as const;
  return new Intl.NumberFormat("en-GB", money).format(value);
}

function sayLimit(limit: Limit, unit: string | undefined): string {
  const say = (value: Value) => (typeof value === "number" ? sayNumber(value, unit) : String(value));
  const said: string[] = [];
  if (limit.equals !== undefined) said.push(say(limit.equals));
  if (limit.only) said.push(limit.only.length === 0 ? "nothing fits" : limit.only.map(say).join(" or "));
  if (limit.min !== undefined) said.push(`at least ${say(limit.min)}`);
  if (limit.max !== undefined) said.push(`at most ${say(limit.max)}`);
  return said.join(" and ");
}

/**
 * Limits in words, path by path: "amount at most 50; currency EUR or USD".
 * @param facts as a pact declares them: numbers are then told in their units, "amount at most €50"
 */
export function sayLimits(limits: Limits, facts?: Readonly<Record<string, Fact>>): string {
  return Object.entries(limits)
    .map(([path, limit]) => `${path} ${sayLimit(limit, facts?.[path]?.unit)}`)
    .join("; ");
}
