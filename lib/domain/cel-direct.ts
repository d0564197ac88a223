/**
 * The short way for the conditions that most clauses have: a field held against constants (`context.amount <= 500`,
 * `context.currency in ["EUR", "USD"]`, `has(context.note)`), and `!`, `&&`, `||` of them. They become flat records of one
 * shape that one function runs, so that it stays fast however many different conditions there are.
 * Where a test does not know the answer (a missing field, a wrong type) it says undefined, and `cel-eval.ts`, which is
 * the rule, is asked: whatever fails, fails there, with its words.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { ExpressionVars } from "./cel-eval.ts";

type Scalar = string | number | boolean | null;

/** A field of the request: where it begins and the steps from there. Most lie in `context` itself: then `fact` is its name. */
interface Field {
  variable: keyof ExpressionVars;
  steps: readonly string[];
  fact: string | null;
}

export interface DirectTest extends Field {
  does: "<" | "<=" | ">" | ">=" | "==" | "!=" | "in" | "has" | "flag" | "always" | "!" | "&&" | "||";
  /** What the field is held against; for `always`, the answer. */
  bound: Scalar;
  /** Type of `bound`. */
  kind: string;
  values: readonly Scalar[];
  left: DirectTest | null;
  right: DirectTest | null;
}

const CONTEXT: Field = { variable: "context", steps: [], fact: null };

function testOf(does: DirectTest["does"], field: Field, more: Partial<DirectTest>): DirectTest {
  const { variable, steps, fact } = field;
  const { bound = null, values = [], left = null, right = null } = more;
  return { does, variable, steps, fact, bound, kind: typeof bound, values, left, right };
}

/** The same text as engines keep names and short texts of parsed requests: equal ones are one, and compare as fast. */
const interned = (text: string) => Object.keys({ [text]: true })[0] as string;

function fieldOf(node: ASTNode): Field | null {
  if (node.op === "id") return { variable: node.args as keyof ExpressionVars, steps: [], fact: null };
  if (node.op !== "." && node.op !== "[]") return null;
  const [object, step] = node.args;
  const name = typeof step === "string" ? step : step.op === "value" ? step.args : null;
  const owner = fieldOf(object);
  if (!owner || typeof name !== "string") return null;
  const steps = [...owner.steps, interned(name)];
  const inContext = owner.variable === "context" && steps.length === 1;
  return { variable: owner.variable, steps, fact: inContext ? (steps[0] as string) : null };
}

/** A constant as requests would carry it; undefined where it is none, or an integer that a double cannot hold. */
function scalarOf(node: ASTNode): Scalar | undefined {
  if (node.op === "-_") {
    const operand = scalarOf(node.args);
    return typeof operand === "number" ? -operand : undefined;
  }
  if (node.op !== "value") return;
  const value = node.args;
  if (typeof value === "string") return interned(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  return typeof value === "number" || typeof value === "boolean" || value === null ? value : undefined;
}

const TURNED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" } as const;

function comparison(does: keyof typeof TURNED, node: ASTNode, constant: ASTNode): DirectTest | null {
  const [field, bound] = [fieldOf(node), scalarOf(constant)];
  if (!field || bound === undefined) return null;
  const comparable = does === "==" || does === "!=" || typeof bound === "number" || typeof bound === "string";
  return comparable ? testOf(does, field, { bound }) : null;
}

function membership(node: ASTNode, range: ASTNode): DirectTest | null {
  const field = fieldOf(node);
  const values = range.op === "list" ? range.args.map(scalarOf) : [undefined];
  return field && !values.includes(undefined) ? testOf("in", field, { values: values as Scalar[] }) : null;
}

/** The short way of a bounded expression, or null where it takes more than fields, constants and logic. */
export function directTest(node: ASTNode): DirectTest | null {
  switch (node.op) {
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "==":
    case "!=": {
      const [left, right] = node.args;
      return comparison(node.op, left, right) ?? comparison(TURNED[node.op], right, left);
    }
    case "in":
      return membership(node.args[0], node.args[1]);
    case "call": {
      const field = node.args[0] === "has" ? fieldOf(node.args[1][0] as ASTNode) : null;
      return field && testOf("has", field, {});
    }
    case "value":
      return typeof node.args === "boolean" ? testOf("always", CONTEXT, { bound: node.args }) : null;
    case "!_": {
      const left = directTest(node.args);
      return left && testOf("!", CONTEXT, { left });
    }
    case "&&":
    case "||": {
      const [left, right] = [directTest(node.args[0]), directTest(node.args[1])];
      return left && right && testOf(node.op, CONTEXT, { left, right });
    }
    default: {
      const field = fieldOf(node);
      return field && testOf("flag", field, {});
    }
  }
}

/** A member of what has members; undefined where it is missing. Never what a prototype has: only what the request carries. */
function own(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return;
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

function read({ variable, steps }: Field, vars: ExpressionVars, depth: number): unknown {
  let value: unknown = vars[variable];
  for (let i = 0; i < depth; i++) value = own(value, steps[i] as string);
  return value;
}

/** What `cel-eval.ts` would say to these variables; undefined: it must be asked. */
export function holds(test: DirectTest, vars: ExpressionVars): boolean | undefined {
  switch (test.does) {
    case "&&":
    case "||":
      return joined(test, vars);
    case "!": {
      const operand = holds(test.left as DirectTest, vars);
      return operand === undefined ? undefined : !operand;
    }
    case "always":
      return test.bound as boolean;
    case "has":
      return present(test, vars);
    default: {
      const { fact, steps } = test;
      return fieldHolds(test, fact !== null ? own(vars.context, fact) : read(test, vars, steps.length));
    }
  }
}

function fieldHolds({ does, bound, kind, values }: DirectTest, value: unknown): boolean | undefined {
  // Integers of another kind (only calls from code carry them) compare otherwise.
  if (value === undefined || typeof value === "bigint") return;
  if (does === "==") return value === bound;
  if (does === "!=") return value !== bound;
  if (does === "in") return values.includes(value as Scalar);
  if (does === "flag") return typeof value === "boolean" ? value : undefined;
  // NaN stands in no order.
  if (typeof value !== kind || Number.isNaN(value)) return;
  const [a, b] = [value as string | number, bound as string | number];
  if (does === "<=") return a <= b;
  if (does === "<") return a < b;
  return does === ">=" ? a >= b : a > b;
}

/** `has(owner.name)`: the owner must be there. */
function present(test: DirectTest, vars: ExpressionVars): boolean | undefined {
  const { steps } = test;
  const owner = read(test, vars, steps.length - 1);
  if (typeof owner !== "object" || owner === null) return;
  const name = steps.at(-1) as string;
  return Object.hasOwn(owner, name) && (owner as Record<string, unknown>)[name] !== undefined;
}

/** `&&` (decided by false) or `||` (decided by true): one side that decides is enough, whatever the other is. */
function joined({ does, left, right }: DirectTest, vars: ExpressionVars): boolean | undefined {
  const decides = does === "||";
  const first = holds(left as DirectTest, vars);
  if (first === decides) return decides;
  const second = holds(right as DirectTest, vars);
  if (second === decides) return decides;
  return first === undefined || second === undefined ? undefined : !decides;
}
