/**
 * Runs a parsed, bounded expression on a request: each node becomes a closure, once. Numbers of a request are doubles
 * and mix with integer literals everywhere, as deep as lists and maps go; whatever is missing, of a wrong type or not
 * finite throws. `&&`, `||`, `all` and `exists` take CEL's view of failures: one that cannot matter does not.
 */
import type { ASTNode, ASTOperator } from "@marcbachmann/cel-js";
import { isConstant, LIMITS } from "./cel-bounds.ts";
import { callFunction, callMethod } from "./cel-functions.ts";
import {
  type Arithmetic,
  add,
  compare,
  divide,
  ExpressionError,
  element,
  equal,
  field,
  isIn,
  multiply,
  negate,
  remainder,
  say,
  subtract,
} from "./cel-values.ts";

export { ExpressionError } from "./cel-values.ts";

/** What an expression may read. What is undefined counts as missing; null is a value. */
export interface ExpressionVars {
  agent: string;
  action: string;
  workflow?: string | null;
  release?: string | null;
  resource?: unknown;
  context: Record<string, unknown>;
}

/** `item` is the element that an enclosing `all` or `exists` looks at. */
type Run = (vars: ExpressionVars, item: unknown) => unknown;
type Node<Op extends ASTOperator> = Extract<ASTNode, { op: Op }>;

/** Evaluates to a boolean, or to the failure itself, for operators on which a failure may not matter. */
function attempt(run: Run, vars: ExpressionVars, item: unknown): boolean | ExpressionError {
  try {
    const value = run(vars, item);
    return typeof value === "boolean"
      ? value
      : new ExpressionError(`a condition is ${say(value)} instead of true or false`);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** `&&` (decided by false) or `||` (decided by true). */
function logical(left: Run, right: Run, decides: boolean): Run {
  return (vars, item) => {
    const first = attempt(left, vars, item);
    if (first === decides) return decides;
    const second = attempt(right, vars, item);
    if (second === decides) return decides;
    if (typeof first !== "boolean") throw first;
    if (typeof second !== "boolean") throw second;
    return !decides;
  };
}

/** `all` (decided by false) or `exists` (decided by true) over a list, or over the names of a map. */
function loop(range: Run, body: Run, decides: boolean): Run {
  return (vars, outer) => {
    const found = range(vars, outer);
    if (typeof found !== "object" || found === null) throw new ExpressionError(`${say(found)} is no list`);
    const items = Array.isArray(found) ? found : Object.keys(found);
    if (items.length > LIMITS.items) throw new ExpressionError(`the list has more than ${LIMITS.items} elements`);
    let failure: ExpressionError | null = null;
    for (const item of items) {
      const holds = attempt(body, vars, item);
      if (holds === decides) return decides;
      if (typeof holds !== "boolean") failure ??= holds;
    }
    if (failure) throw failure;
    return !decides;
  };
}

const ARITHMETIC: Partial<Record<ASTOperator, Arithmetic>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": remainder,
};
const COMPARISON: Partial<Record<ASTOperator, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

class Compiler {
  /** Name of the item of the enclosing loop. */
  private item: string | null = null;

  node(node: ASTNode): Run {
    const run = this.build(node);
    if (node.op === "value" || !isConstant(node)) return run;
    // Constants are worked out once; one that fails, fails when it is reached.
    try {
      const value = run({} as ExpressionVars, undefined);
      return () => value;
    } catch {
      return run;
    }
  }

  private build(node: ASTNode): Run {
    switch (node.op) {
      case "value":
        return literal(node);
      case "id":
        return this.variable(node.args);
      case ".": {
        const object = this.node(node.args[0]);
        const name = node.args[1];
        return (vars, item) => field(object(vars, item), name);
      }
      case "[]": {
        const [object, key] = node.args.map((part) => this.node(part)) as [Run, Run];
        return (vars, item) => element(object(vars, item), key(vars, item));
      }
      case "list": {
        const parts = node.args.map((part) => this.node(part));
        return (vars, item) => parts.map((part) => part(vars, item));
      }
      case "map":
        return this.map(node);
      case "?:":
        return this.choice(node);
      case "!_": {
        const operand = this.node(node.args);
        return (vars, item) => !truth(operand(vars, item));
      }
      case "-_": {
        const operand = this.node(node.args);
        return (vars, item) => negate(operand(vars, item));
      }
      case "call":
        return this.call(node);
      case "rcall":
        return this.method(node);
      default:
        return this.binary(node);
    }
  }

  private variable(name: string): Run {
    if (name === this.item) return (_, item) => item;
    return (vars) => {
      const value = vars[name as keyof ExpressionVars];
      if (value === undefined) throw new ExpressionError(`\`${name}\` is missing`);
      return value;
    };
  }

  private map(node: Node<"map">): Run {
    const entries = node.args.map(([key, value]) => [(key as Node<"value">).args as string, this.node(value)] as const);
    return (vars, item) => {
      const made: Record<string, unknown> = Object.create(null);
      for (const [key, value] of entries) made[key] = value(vars, item);
      return made;
    };
  }

  private choice(node: Node<"?:">): Run {
    const [condition, yes, no] = node.args.map((part) => this.node(part)) as [Run, Run, Run];
    return (vars, item) => (truth(condition(vars, item)) ? yes(vars, item) : no(vars, item));
  }

  private binary(node: ASTNode): Run {
    const [left, right] = (node.args as [ASTNode, ASTNode]).map((part) => this.node(part)) as [Run, Run];
    if (node.op === "&&" || node.op === "||") return logical(left, right, node.op === "||");
    if (node.op === "==") return (vars, item) => equal(left(vars, item), right(vars, item));
    if (node.op === "!=") return (vars, item) => !equal(left(vars, item), right(vars, item));
    if (node.op === "in") return (vars, item) => isIn(left(vars, item), right(vars, item));
    const arithmetic = ARITHMETIC[node.op];
    if (arithmetic) return (vars, item) => arithmetic(left(vars, item), right(vars, item));
    const holds = COMPARISON[node.op];
    if (!holds) throw new ExpressionError(`the operator \`${node.op}\` is not available`);
    return (vars, item) => holds(compare(left(vars, item), right(vars, item)));
  }

  private call(node: Node<"call">): Run {
    const [name, args] = node.args;
    const argument = args[0] as ASTNode;
    if (name === "has") {
      const [owner, step] = (argument as Node<".">).args;
      const object = this.node(owner);
      return (vars, item) => {
        const found = object(vars, item);
        if (typeof found !== "object" || found === null) throw new ExpressionError(`has(…) is asked of ${say(found)}`);
        return Object.hasOwn(found, step) && (found as Record<string, unknown>)[step] !== undefined;
      };
    }
    const operand = this.node(argument);
    return (vars, item) => callFunction(name, operand(vars, item));
  }

  private method(node: Node<"rcall">): Run {
    const [name, on, args] = node.args;
    const receiver = this.node(on);
    if (name === "all" || name === "exists") {
      this.item = (args[0] as Node<"id">).args;
      const body = this.node(args[1] as ASTNode);
      this.item = null;
      return loop(receiver, body, name === "exists");
    }
    const argument = args[0] ? this.node(args[0]) : null;
    return (vars, item) => callMethod(name, receiver(vars, item), argument?.(vars, item));
  }
}

function truth(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError(`a condition is ${say(value)} instead of true or false`);
}

function literal(node: Node<"value">): Run {
  // Unsigned literals (`5u`) count as integers.
  const value = typeof node.args === "object" && node.args !== null ? BigInt(String(node.args)) : node.args;
  return () => value;
}

/** A bounded expression as a function of the variables. The tree must come fresh from the parser, and within bounds. */
export function compileNode(ast: ASTNode): (vars: ExpressionVars) => unknown {
  const run = new Compiler().node(ast);
  return (vars) => run(vars, undefined);
}
