/**
 * Representative requests: one for each region of requests that some expressions and limits can tell apart.
 * Expressions that only compare paths with constants are constant between those constants, so that checking one request
 * a region decides "can both hold?" and "does one imply the other?" for all requests.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import { compileExpression, type ExpressionVars, parseExpression } from "./cel.ts";
import type { Limits } from "./pact.ts";

type Scalar = string | number | boolean;
/** Path from a variable (`context.amount`) to the constants it is held against. */
type Constants = Map<string, Set<Scalar>>;

/** Beyond it, deciding costs more than it is worth: the answer is "not known". */
const MOST = 1000;
const MISSING: unique symbol = Symbol("missing");
type Value = Scalar | null | typeof MISSING;

function pathOf(node: ASTNode): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== "." && node.op !== "[]") return null;
  const [object, step] = node.args;
  const name =
    typeof step === "string" ? step : step.op === "value" && typeof step.args === "string" ? step.args : null;
  const above = pathOf(object);
  return above === null || name === null || name.includes(".") ? null : `${above}.${name}`;
}

/** A constant's value, or null where the node is none that can be compared. */
function scalarOf(node: ASTNode): Scalar | null {
  if (node.op === "-_") {
    const operand = scalarOf(node.args);
    return typeof operand === "number" ? -operand : null;
  }
  if (node.op !== "value") return null;
  const value = node.args;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

function add(constants: Constants, path: string, values: readonly Scalar[]): true {
  const known = constants.get(path) ?? new Set();
  for (const value of values) known.add(value);
  constants.set(path, known);
  return true;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** Adds what an expression compares with what; false where it does more than compare paths with constants. */
function collect(node: ASTNode, constants: Constants): boolean {
  if (node.op === "&&" || node.op === "||") return node.args.every((side) => collect(side, constants));
  if (node.op === "!_") return collect(node.args, constants);
  if (node.op === "value") return typeof node.args === "boolean";
  if (node.op === "call" && node.args[0] === "has") {
    const path = pathOf(node.args[1][0] as ASTNode);
    return path !== null && add(constants, path, []);
  }
  if (node.op === "in") {
    const [left, right] = node.args;
    const [path, values] = [pathOf(left), right.op === "list" ? right.args.map(scalarOf) : [null]];
    return path !== null && !values.includes(null) && add(constants, path, values as Scalar[]);
  }
  if (COMPARISONS.has(node.op)) {
    const [left, right] = node.args as [ASTNode, ASTNode];
    const [path, value] = [pathOf(left) ?? pathOf(right), scalarOf(right) ?? scalarOf(left)];
    return path !== null && value !== null && add(constants, path, [value]);
  }
  const path = pathOf(node);
  return path !== null && add(constants, path, [true, false]);
}

/** Every constant, something between and beyond its neighbours, and a value of a kind that none of them has. */
function representatives(constants: Set<Scalar>): Value[] {
  const numbers = [...constants].filter((value) => typeof value === "number").sort((a, b) => a - b);
  const texts = [...constants].filter((value) => typeof value === "string");
  const between = numbers.slice(1).map((value, i) => ((numbers[i] as number) + value) / 2);
  const beyond = numbers.length > 0 ? [(numbers[0] as number) - 1, (numbers.at(-1) as number) + 1] : [];
  const near = texts.length > 0 ? [...texts.map((value) => `${value}\u0000`), "", "\uffff"] : [];
  const booleans = [true, false].some((value) => constants.has(value)) ? [true, false] : [];
  return [...new Set<Value>([...numbers, ...between, ...beyond, ...texts, ...near, ...booleans, null, MISSING])];
}

/** The variables of a request with these values at these paths; what is missing is left out. */
function requestWith(values: [path: string, value: Value][]): ExpressionVars {
  const vars: Record<string, unknown> = { agent: "agent", action: "action", context: {} };
  for (const [path, value] of values) {
    if (value === MISSING) continue;
    const steps = path.split(".");
    let object = vars;
    for (const step of steps.slice(0, -1)) {
      object[step] ??= {};
      object = object[step] as Record<string, unknown>;
    }
    object[steps.at(-1) as string] = value;
  }
  return vars as unknown as ExpressionVars;
}

/**
 * Requests that tell apart all that these expressions and limits can tell apart; null where that cannot be decided by
 * comparing with constants alone, or would take more than 1,000 requests.
 */
export function representativeRequests(
  expressions: readonly string[],
  limits: readonly Limits[],
): ExpressionVars[] | null {
  const constants: Constants = new Map();
  for (const source of expressions) {
    const ast = parseExpression(source);
    if (!ast || !collect(ast, constants)) return null;
  }
  for (const [path, limit] of limits.flatMap((one) => Object.entries(one))) {
    const all = [limit.max, limit.min, limit.equals, ...(limit.only ?? [])];
    add(
      constants,
      `context.${path}`,
      all.filter((value) => value !== undefined),
    );
  }
  const paths = [...constants.keys()];
  if (paths.some((path) => paths.some((other) => other.startsWith(`${path}.`)))) return null;
  let requests: [string, Value][][] = [[]];
  for (const [path, values] of constants) {
    const found = representatives(values);
    if (requests.length * found.length > MOST) return null;
    requests = requests.flatMap((request) => found.map((value) => [...request, [path, value] as [string, Value]]));
  }
  return requests.map(requestWith);
}

/** Whether an expression holds for a request; `fails` is what a failure to evaluate counts as (CONTRACT.md 3.3). */
export function holds(expression: string | undefined, vars: ExpressionVars, fails: boolean): boolean {
  if (expression === undefined) return true;
  try {
    return compileExpression(expression)(vars);
  } catch {
    return fails;
  }
}
