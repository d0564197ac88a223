/** The functions of expressions; `cel-bounds.ts` lists them with their arguments. None costs more than its operand is long. */
import { ExpressionError, say } from "./cel-values.ts";

/** What fits an integer or a decimal text; longer ones are refused before they are read. */
const NUMBER = /^[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;
const INTEGER = /^[+-]?\d{1,18}$/;

function size(value: unknown): bigint {
  if (Array.isArray(value)) return BigInt(value.length);
  if (typeof value === "object" && value !== null) return BigInt(Object.keys(value).length);
  if (typeof value !== "string") throw new ExpressionError(`${say(value)} has no size`);
  let points = 0;
  for (const _ of value) points++;
  return BigInt(points);
}

function toInt(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
  if (typeof value === "string" && INTEGER.test(value)) return BigInt(value.replace("+", ""));
  throw new ExpressionError(`${say(value)} cannot become an integer`);
}

function toDouble(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && NUMBER.test(value)) return Number(value);
  throw new ExpressionError(`${say(value)} cannot become a number`);
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  throw new ExpressionError(`${say(value)} cannot become a text`);
}

function toBool(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true") return true;
  if (value === "false") return false;
  throw new ExpressionError(`${say(value)} cannot become true or false`);
}

const CALLS: Record<string, (value: unknown) => unknown> = {
  size,
  int: toInt,
  double: toDouble,
  string: toText,
  bool: toBool,
};

const lower = (text: string) => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
const upper = (text: string) => text.replace(/[a-z]+/g, (run) => run.toUpperCase());
const METHODS: Record<string, (text: string, argument: string) => unknown> = {
  startsWith: (text, argument) => text.startsWith(argument),
  endsWith: (text, argument) => text.endsWith(argument),
  contains: (text, argument) => text.includes(argument),
  lowerAscii: lower,
  upperAscii: upper,
  trim: (text) => text.trim(),
};
const UNARY = new Set(["lowerAscii", "upperAscii", "trim"]);

/** `name(value)`. @throws ExpressionError where the value is of a wrong type. */
export function callFunction(name: string, value: unknown): unknown {
  const call = CALLS[name];
  if (!call) throw new ExpressionError(`unknown function \`${name}\``);
  return call(value);
}

/** `on.name(argument)`. @throws ExpressionError where one is of a wrong type. */
export function callMethod(name: string, on: unknown, argument: unknown): unknown {
  if (name === "size") return size(on);
  const method = METHODS[name];
  if (!method) throw new ExpressionError(`unknown function \`${name}\``);
  if (typeof on !== "string" || (typeof argument !== "string" && !UNARY.has(name))) {
    throw new ExpressionError(`\`${name}\` works on texts`);
  }
  return method(on, argument as string);
}
