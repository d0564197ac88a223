/**
 * A condition as people build it (field, operator, value; groups joined by and / or), read from CEL and written as CEL.
 * What a builder cannot show is `null`: the expression then stays text.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import { parseExpression } from "./cel.ts";

export type ConditionValue = string | number | boolean | (string | number | boolean)[];

export const OPERATORS = [
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not in",
  "starts with",
  "contains",
  "is there",
  "is absent",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** One comparison: a path such as `context.amount` or `action`. `value` is absent with "is there" and "is absent". */
export interface Test {
  field: string;
  operator: Operator;
  value?: ConditionValue;
}
export interface Group {
  join: "and" | "or";
  of: Condition[];
}
export type Condition = Test | Group;

export const isGroup = (condition: Condition): condition is Group => "of" in condition;

type Scalar = string | number | boolean;

function pathOf(node: ASTNode): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return null;
  const [object, step] = node.args;
  const above = pathOf(object);
  return above === null || typeof step !== "string" ? null : `${above}.${step}`;
}

function scalarOf(node: ASTNode): Scalar | null {
  if (node.op === "-_") {
    const operand = scalarOf(node.args);
    return typeof operand === "number" ? -operand : null;
  }
  if (node.op !== "value") return null;
  const value = node.args;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

const COMPARES = ["==", "!=", "<", "<=", ">", ">="] as const;

function testOf(node: ASTNode): Test | null {
  const compare = COMPARES.find((operator) => operator === node.op);
  if (compare) {
    const [left, right] = node.args as [ASTNode, ASTNode];
    const [field, value] = [pathOf(left), scalarOf(right)];
    return field === null || value === null ? null : { field, operator: compare, value };
  }
  if (node.op === "in") {
    const [left, right] = node.args;
    const field = pathOf(left);
    const values = right.op === "list" ? right.args.map(scalarOf) : [null];
    return field === null || values.includes(null) ? null : { field, operator: "in", value: values as Scalar[] };
  }
  if (node.op === "call" && node.args[0] === "has") {
    const field = pathOf(node.args[1][0] as ASTNode);
    return field === null ? null : { field, operator: "is there" };
  }
  if (node.op === "rcall") {
    const [name, target, given] = node.args;
    const operator = name === "startsWith" ? "starts with" : name === "contains" ? "contains" : null;
    const [field, value] = [pathOf(target), given.length === 1 ? scalarOf(given[0] as ASTNode) : null];
    return operator && field !== null && typeof value === "string" ? { field, operator, value } : null;
  }
  return pathOf(node) === null || node.op === "id"
    ? null
    : { field: pathOf(node) as string, operator: "==", value: true };
}

function conditionOf(node: ASTNode): Condition | null {
  if (node.op === "&&" || node.op === "||") {
    const join = node.op === "&&" ? "and" : "or";
    const sides = node.args.map(conditionOf);
    if (sides.some((side) => side === null)) return null;
    // `a && b && c` is parsed as pairs: one group holds them all.
    return {
      join,
      of: (sides as Condition[]).flatMap((side) => (isGroup(side) && side.join === join ? side.of : [side])),
    };
  }
  if (node.op === "!_") {
    const inner = testOf(node.args);
    if (inner?.operator === "in") return { ...inner, operator: "not in" };
    if (inner?.operator === "is there") return { ...inner, operator: "is absent" };
    const bare = pathOf(node.args);
    return bare !== null && node.args.op !== "id" ? { field: bare, operator: "==", value: false } : null;
  }
  return testOf(node);
}

/** The condition that an expression says, as a group; null where a builder cannot show it, or it does not compile. */
export function readCondition(source: string): Group | null {
  const ast = parseExpression(source);
  const found = ast && conditionOf(ast);
  if (!found) return null;
  return isGroup(found) ? found : { join: "and", of: [found] };
}

const literal = (value: Scalar) => (typeof value === "string" ? JSON.stringify(value) : String(value));
const literalList = (value: ConditionValue | undefined) =>
  `[${(Array.isArray(value) ? value : value === undefined ? [] : [value]).map(literal).join(", ")}]`;

function writeTest({ field, operator, value }: Test): string {
  const one = Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
  switch (operator) {
    case "in":
      return `${field} in ${literalList(value)}`;
    case "not in":
      return `!(${field} in ${literalList(value)})`;
    case "is there":
      return `has(${field})`;
    case "is absent":
      return `!has(${field})`;
    case "starts with":
      return `${field}.startsWith(${literal(String(one))})`;
    case "contains":
      return `${field}.contains(${literal(String(one))})`;
    default:
      return `${field} ${operator} ${literal(one)}`;
  }
}

/** A condition as CEL; "" for a group of nothing. `readCondition` reads it back as the same condition. */
export function writeCondition(condition: Condition): string {
  if (!isGroup(condition)) return writeTest(condition);
  const parts = condition.of
    .map((one) => (isGroup(one) && one.of.length > 1 ? `(${writeCondition(one)})` : writeCondition(one)))
    .filter((part) => part !== "");
  return parts.join(condition.join === "and" ? " && " : " || ");
}

const SAID: Record<Operator, string> = {
  "==": "is",
  "!=": "is not",
  "<": "is below",
  "<=": "is at most",
  ">": "is above",
  ">=": "is at least",
  in: "is one of",
  "not in": "is none of",
  "starts with": "starts with",
  contains: "contains",
  "is there": "is there",
  "is absent": "is absent",
};

/** An operator as the builder names it: "is at most". */
export const sayOperator = (operator: Operator) => SAID[operator];
