/**
 * Expressions of a pact (CEL), behind this one module: the library parses and type-checks them when they are written;
 * `cel-bounds.ts` refuses what could cost much; `cel-eval.ts` runs them on requests, `cel-direct.ts` the simple ones.
 *
 * The library's own evaluator stays away from requests: it interns a type for every new shape of list or map it meets,
 * so that odd shapes fill memory for good and deep ones take hundreds of milliseconds.
 */
import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";
import { boundsOf, factsNamed, LIMITS } from "./cel-bounds.ts";
import { type DirectTest, directTest, holds } from "./cel-direct.ts";
import { compileNode, ExpressionError, type ExpressionVars } from "./cel-eval.ts";
import { factFault } from "./facts.ts";
import type { Fact } from "./pact.ts";

export { ExpressionError, type ExpressionVars } from "./cel-eval.ts";

export type ExpressionCheck = { ok: true } | { ok: false; message: string };

const TYPES: Record<Fact["type"], string> = {
  number: "double",
  string: "string",
  boolean: "bool",
  object: "map",
  array: "list",
};

/** Numbers mix: for the type checker too, an integer and a double are operands of one another. */
function allowMixedNumbers(env: Environment): Environment {
  const never = () => {
    throw new ExpressionError("only the type checker knows this operator");
  };
  for (const [a, b] of [
    ["int", "double"],
    ["int", "uint"],
    ["uint", "double"],
  ]) {
    env.registerOperator(`${a} == ${b}: bool`, never); // serves both directions, and !=
    for (const [left, right] of [
      [a, b],
      [b, a],
    ]) {
      for (const op of ["+", "-", "*", "/", "%"]) env.registerOperator(`${left} ${op} ${right}: double`, never);
      env.registerOperator(`${left} in list<${right}>: bool`, never);
    }
  }
  env.registerOperator("double % double: double", never);
  return env;
}

function environment(facts?: Record<string, Fact>): Environment {
  const env = new Environment({
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: LIMITS.nodes,
      maxDepth: LIMITS.depth,
      maxListElements: LIMITS.nodes,
      maxMapEntries: LIMITS.nodes,
    },
  });
  for (const name of ["agent", "action"]) env.registerVariable(name, "string");
  for (const name of ["workflow", "release", "resource"]) env.registerVariable(name, "dyn");
  // Dotted facts lie inside an object: only what is declared at the top has a type for the checker.
  const typed = Object.entries(facts ?? {}).map(([name, fact]) => [name.split(".")[0] as string, name, fact] as const);
  if (typed.length === 0) env.registerVariable("context", "dyn");
  else {
    const schema = Object.fromEntries(typed.map(([top, name, fact]) => [top, top === name ? TYPES[fact.type] : "dyn"]));
    env.registerVariable("context", { schema });
  }
  return allowMixedNumbers(env);
}

const untyped = environment();
const firstLine = (error: unknown) => ((error as Error).message.split("\n")[0] ?? "").trim();

function parse(env: Environment, source: string): ParseResult {
  if (source.trim() === "") throw new ExpressionError("the expression is empty; leave it out if it should always hold");
  if (source.length > LIMITS.length) {
    throw new ExpressionError(`the expression costs too much: more than ${LIMITS.length} characters`);
  }
  let parsed: ParseResult;
  try {
    parsed = env.parse(source);
  } catch (error) {
    const line = firstLine(error);
    const costly = /limit|depth|nest|exceed/i.test(line);
    throw new ExpressionError(
      costly ? `the expression costs too much: ${line}` : `the expression does not compile: ${line}`,
    );
  }
  return parsed;
}

/**
 * Whether an expression may stand in a pact or an override: it compiles, is boolean, is bounded in cost and names only
 * known variables. Where `facts` are declared, `context.x` must be a declared fact and is type-checked.
 */
export function checkExpression(source: string, facts?: Record<string, Fact>): ExpressionCheck {
  try {
    const env = facts && Object.keys(facts).length > 0 ? environment(facts) : untyped;
    const refused = boundsOf(parse(env, source).ast, facts);
    if (refused) return { ok: false, message: refused };
    // Type-checking expands macros in place, so it takes a tree of its own.
    const checked = parse(env, source).check();
    if (!checked.valid) return { ok: false, message: `the expression does not compile: ${firstLine(checked.error)}` };
    if (checked.type !== "bool" && checked.type !== "dyn") {
      return { ok: false, message: `the expression is not boolean but ${checked.type}; compare it with something` };
    }
    return { ok: true };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, message: error.message };
    throw error;
  }
}

/** The tree of an expression, or null where `checkExpression` would refuse it. */
export function parseExpression(source: string): ASTNode | null {
  return checkExpression(source).ok ? parse(untyped, source).ast : null;
}

type Compiled = (vars: ExpressionVars) => boolean;
const CACHED = 2000;
const cache = new Map<string, Compiled>();

function compile(source: string): Compiled {
  let run: (vars: ExpressionVars) => unknown;
  let direct: DirectTest | null;
  try {
    const { ast } = parse(untyped, source);
    const refused = boundsOf(ast);
    if (refused) throw new ExpressionError(refused);
    run = compileNode(ast);
    direct = directTest(ast);
  } catch (error) {
    // Fails closed: an expression that no longer compiles fails at each evaluation, as a missing field does.
    const message = (error as Error).message;
    return () => {
      throw new ExpressionError(message);
    };
  }
  const whole = (vars: ExpressionVars) => evaluate(run, vars);
  if (!direct) return whole;
  const test = direct;
  return (vars) => holds(test, vars) ?? whole(vars);
}

function evaluate(run: (vars: ExpressionVars) => unknown, vars: ExpressionVars): boolean {
  let value: unknown;
  try {
    value = run(vars);
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    // Values nested deeper than the stack goes.
    throw new ExpressionError("the expression cannot be evaluated on this request");
  }
  if (typeof value === "boolean") return value;
  throw new ExpressionError("the expression did not come out as true or false");
}

function compileCached(source: string): Compiled {
  const known = cache.get(source);
  const compiled = known ?? compile(source);
  if (known) cache.delete(source);
  else if (cache.size >= CACHED) cache.delete(cache.keys().next().value as string);
  cache.set(source, compiled);
  return compiled;
}

/**
 * An expression as a function, compiled once per source and kept (the 2,000 last used).
 * The function throws ExpressionError on a missing field, a wrong type, a result that is not boolean,
 * or a source that `checkExpression` refuses.
 * @param facts declared facts: one that the expression names and the request carries with another type fails it too,
 *   also where CEL itself would find it merely unequal
 */
export function compileExpression(source: string, facts?: Record<string, Fact>): Compiled {
  const compiled = compileCached(source);
  const ast = facts && parseExpression(source);
  const named = ast ? Object.entries(factsNamed(ast, facts)) : [];
  if (named.length === 0) return compiled;
  return (vars) => {
    for (const [name, fact] of named) {
      const fault = factFault(name, fact, vars.context);
      if (fault !== null) throw new ExpressionError(fault);
    }
    return compiled(vars);
  };
}
