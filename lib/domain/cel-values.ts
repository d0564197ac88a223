/** Values of an expression: bigint for its integer literals, number for what a request carries; both mix. */

/** An expression that cannot be evaluated on this request: a missing field, a wrong type, not a boolean. */
export class ExpressionError extends Error {
  override name = "ExpressionError";
}

export type Arithmetic = (a: unknown, b: unknown) => unknown;

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** A value's kind in words, for messages; never the value itself, which may be nobody's business. */
export function say(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "bigint" || typeof value === "number") return "a number";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

const isNumber = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";

/** Equality of values: numbers by value whatever their kind, lists and maps by content; different kinds are unequal. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  // biome-ignore lint/suspicious/noDoubleEquals: only == compares a number with a bigint by value
  if (isNumber(a) && isNumber(b)) return a == b;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false;
    return true;
  }
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(b, name)) return false;
    if (!equal((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name])) return false;
  }
  return true;
}

/** Order of two numbers, two texts or two booleans: below, at or above 0. @throws ExpressionError for other kinds, and NaN. */
export function compare(a: unknown, b: unknown): number {
  if (Number.isNaN(a) || Number.isNaN(b)) throw new ExpressionError("what is not a number cannot be compared");
  const comparable = isNumber(a)
    ? isNumber(b)
    : (typeof a === "string" || typeof a === "boolean") && typeof a === typeof b;
  if (!comparable) throw new ExpressionError(`${say(a)} cannot be compared with ${say(b)}`);
  const [left, right] = [a as number, b as number];
  return left < right ? -1 : left > right ? 1 : 0;
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionError("the calculation has no finite result");
}

function within(value: bigint): bigint {
  if (value >= SMALLEST && value <= LARGEST) return value;
  throw new ExpressionError("the calculation leaves the range of integers");
}

function arithmetic(ints: (a: bigint, b: bigint) => bigint, doubles: (a: number, b: number) => number): Arithmetic {
  return (a, b) => {
    if (!isNumber(a) || !isNumber(b)) throw new ExpressionError(`${say(a)} and ${say(b)} cannot be calculated with`);
    if (typeof a === "bigint" && typeof b === "bigint") return within(ints(a, b));
    return finite(doubles(Number(a), Number(b)));
  };
}

function nonZero(b: bigint): bigint {
  if (b === 0n) throw new ExpressionError("division by zero");
  return b;
}

const sum = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);
/** Sum of two numbers, or two texts joined. */
export const add: Arithmetic = (a, b) => (typeof a === "string" && typeof b === "string" ? a + b : sum(a, b));
export const subtract = arithmetic(
  (a, b) => a - b,
  (a, b) => a - b,
);
export const multiply = arithmetic(
  (a, b) => a * b,
  (a, b) => a * b,
);
/** Division: of two integers towards zero, else exact; by zero it fails, whatever the kinds. */
export const divide = arithmetic(
  (a, b) => a / nonZero(b),
  (a, b) => a / b,
);
export const remainder = arithmetic(
  (a, b) => a % nonZero(b),
  (a, b) => a % b,
);

/** The number with its sign turned. */
export function negate(value: unknown): unknown {
  if (!isNumber(value)) throw new ExpressionError(`${say(value)} has no negative`);
  return typeof value === "bigint" ? within(-value) : -value;
}

/** `object.name`. @throws ExpressionError where it is missing */
export function field(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new ExpressionError(`\`${name}\` is asked of ${say(object)}, which has no fields`);
  }
  const value = Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
  if (value === undefined) throw new ExpressionError(`the field \`${name}\` is missing`);
  return value;
}

/** `list[index]` or `map["name"]`. @throws ExpressionError where it is missing */
export function element(object: unknown, key: unknown): unknown {
  if (!Array.isArray(object)) {
    if (typeof key === "string") return field(object, key);
    throw new ExpressionError(`[${say(key)}] is asked of ${say(object)}`);
  }
  const index = typeof key === "bigint" || typeof key === "number" ? Number(key) : -1;
  const value = Number.isInteger(index) ? object[index] : undefined;
  if (value === undefined) throw new ExpressionError(`the list has no element ${say(key)}`);
  return value;
}

/** `value in range`: an element of a list, or a name of a map. @throws ExpressionError for any other range */
export function isIn(value: unknown, range: unknown): boolean {
  if (Array.isArray(range)) {
    for (const candidate of range) if (equal(value, candidate)) return true;
    return false;
  }
  if (typeof range === "object" && range !== null && typeof value === "string") return Object.hasOwn(range, value);
  throw new ExpressionError(`\`in\` needs a list, or a name and a map; here it is ${say(value)} in ${say(range)}`);
}
