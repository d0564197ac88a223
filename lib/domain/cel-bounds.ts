/**
 * What an expression may be made of (CONTRACT.md 2), so that no request can make it slow: known variables and facts,
 * functions that cost at most the length of their operand, and `all` / `exists` one level deep whose body works on the
 * item alone (or on constants). Everything else that loops (`map`, `filter`, `exists_one`, `matches`, `cel.bind`) is refused.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { Fact } from "./pact.ts";

/** Characters, nodes and nesting of one expression; items that `all` and `exists` look at. */
export const LIMITS = { length: 2000, nodes: 250, depth: 32, items: 1000 } as const;

const VARIABLES = ["agent", "action", "workflow", "release", "resource", "context"] as const;
/** Functions by name: number of arguments, and how they are called: `f(x)`, `x.f()` or both. */
const FUNCTIONS: Record<string, { call?: number; method?: number }> = {
  size: { call: 1, method: 0 },
  int: { call: 1 },
  double: { call: 1 },
  string: { call: 1 },
  bool: { call: 1 },
  startsWith: { method: 1 },
  endsWith: { method: 1 },
  contains: { method: 1 },
  lowerAscii: { method: 0 },
  upperAscii: { method: 0 },
  trim: { method: 0 },
};
const LOOPS = new Set(["all", "exists"]);

class Refused extends Error {}
function refuse(message: string): never {
  throw new Refused(message);
}

/** The nodes directly below one. */
function below(node: ASTNode): ASTNode[] {
  if (node.op === "value" || node.op === "id") return [];
  const found: ASTNode[] = [];
  const collect = (part: unknown) => {
    if (Array.isArray(part)) part.forEach(collect);
    else if (typeof part === "object" && part !== null && "op" in part) found.push(part as ASTNode);
  };
  collect(node.args);
  return found;
}

const mentions = (node: ASTNode, name: string): boolean =>
  (node.op === "id" && node.args === name) || below(node).some((child) => mentions(child, name));
export const isConstant = (node: ASTNode): boolean => node.op !== "id" && below(node).every(isConstant);

/** `context.a.b` or `context["a"].b` as ["a", "b"]; undefined where the node is no path of literal steps from `context`. */
function factPath(node: ASTNode): string[] | undefined {
  if (node.op === "id") return node.args === "context" ? [] : undefined;
  if (node.op !== "." && node.op !== "[]") return;
  const [object, step] = node.args;
  const path = factPath(object);
  if (!path) return;
  if (typeof step === "string") return [...path, step];
  return step.op === "value" && typeof step.args === "string" ? [...path, step.args] : path;
}

function checkFact(node: ASTNode, facts: Record<string, Fact>): void {
  if (node.op === "[]" && node.args[0].op === "id" && node.args[0].args === "context" && node.args[1].op !== "value") {
    refuse("where facts are declared, `context[…]` needs a name in quotes: which fact it reads must be plain");
  }
  if (node.op === "in" && node.args[1].op === "id" && node.args[1].args === "context") {
    refuse("where facts are declared, ask has(context.name) instead of `in context`");
  }
  const path = factPath(node);
  if (!path || path.length === 0) return;
  const name = path.join(".");
  // A step towards a declared fact, the fact itself, or something inside it.
  const known = Object.keys(facts).some(
    (fact) => `${fact}.`.startsWith(`${name}.`) || `${name}.`.startsWith(`${fact}.`),
  );
  if (known) return;
  refuse(`unknown fact \`context.${name}\`; declared are: ${Object.keys(facts).join(", ")}`);
}

/** The declared facts that an expression reads, whole or in part. */
export function factsNamed(node: ASTNode, facts: Record<string, Fact>): Record<string, Fact> {
  const name = factPath(node)?.join(".");
  const found = Object.entries(facts).filter(([fact]) => name !== undefined && `${name}.`.startsWith(`${fact}.`));
  return Object.assign(Object.fromEntries(found), ...below(node).map((child) => factsNamed(child, facts)));
}

class Walk {
  constructor(private readonly facts: Record<string, Fact> | undefined) {}

  visit(node: ASTNode, item: string | null): void {
    if (node.op === "id") this.name(node.args, item);
    else if (node.op === "value") this.literal(node.args);
    else if (node.op === "call") this.call(node.args[0], node.args[1], item);
    else if (node.op === "rcall") this.method(node.args[0], node.args[1], node.args[2], item);
    else this.plain(node, item);
    if (this.facts) checkFact(node, this.facts);
  }

  private plain(node: ASTNode, item: string | null): void {
    if (node.op === ".?" || node.op === "[?]") refuse("optional access is not available; use has(…)");
    if (node.op === "map") {
      for (const [key] of node.args) {
        if (key.op !== "value" || typeof key.args !== "string") refuse("the keys of a map must be texts in quotes");
      }
    }
    if (node.op === "+" && node.args.some((side) => side.op === "list"))
      refuse("lists cannot be added; use two conditions");
    if (item !== null && (node.op === "in" || node.op === "==" || node.op === "!=")) {
      const [left, right] = node.args;
      const onItem = (side: ASTNode) => mentions(side, item) || isConstant(side);
      if (!onItem(right) && (node.op === "in" || !onItem(left))) this.offItem(node.op);
    }
    for (const child of below(node)) this.visit(child, item);
  }

  private name(name: string, item: string | null): void {
    if (name === item || (VARIABLES as readonly string[]).includes(name)) return;
    refuse(`unknown variable \`${name}\`; known are: ${VARIABLES.join(", ")}`);
  }

  private literal(value: unknown): void {
    if (value instanceof Uint8Array) refuse("bytes are not available; use a text");
  }

  private call(name: string, args: ASTNode[], item: string | null): void {
    if (name === "has") {
      if (args.length !== 1 || args[0]?.op !== ".") refuse("has(…) takes a field, as in has(context.amount)");
    } else if (FUNCTIONS[name]?.call !== args.length) this.unknown(name, args.length);
    else if (item !== null && !args.some((arg) => mentions(arg, item) || isConstant(arg))) this.offItem(name);
    for (const arg of args) this.visit(arg, item);
  }

  private method(name: string, on: ASTNode, args: ASTNode[], item: string | null): void {
    this.visit(on, item);
    if (LOOPS.has(name) && args.length === 2) {
      this.loop(name, args[0] as ASTNode, args[1] as ASTNode, item);
      return;
    }
    if (FUNCTIONS[name]?.method !== args.length) this.unknown(name, args.length);
    if (item !== null && !(mentions(on, item) || isConstant(on))) this.offItem(name);
    for (const arg of args) this.visit(arg, item);
  }

  private loop(name: string, variable: ASTNode, body: ASTNode, item: string | null): void {
    if (item !== null) refuse(`the expression costs too much: \`${name}\` inside another \`all\` or \`exists\``);
    if (variable.op !== "id")
      refuse(`\`${name}\` needs a name for the item, as in context.items.${name}(i, i.amount > 0)`);
    if ((VARIABLES as readonly string[]).includes(variable.args))
      refuse(`\`${variable.args}\` is taken; name the item otherwise`);
    this.visit(body, variable.args);
  }

  private offItem(what: string): never {
    refuse(
      `the expression costs too much: inside \`all\` and \`exists\`, \`${what}\` must work on the item or on constants`,
    );
  }

  private unknown(name: string, args: number): never {
    if (name === "matches")
      refuse("`matches` is refused: its time has no bound; use startsWith, endsWith, contains or `in`");
    if (["map", "filter", "exists_one", "bind"].includes(name)) {
      refuse(`the expression costs too much: \`${name}\` is refused; use all or exists`);
    }
    const known = FUNCTIONS[name]
      ? `\`${name}\` does not take ${args} argument${args === 1 ? "" : "s"} here`
      : `unknown function \`${name}\``;
    refuse(`${known}; available are: ${[...Object.keys(FUNCTIONS), "has", ...LOOPS].join(", ")}`);
  }
}

/** Why a parsed expression is refused, in words that say how to mend it; null where it is within bounds. */
export function boundsOf(ast: ASTNode, facts?: Record<string, Fact>): string | null {
  try {
    new Walk(facts && Object.keys(facts).length > 0 ? facts : undefined).visit(ast, null);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
