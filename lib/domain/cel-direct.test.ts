import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkExpression } from "./cel.ts";
import { directTest, holds } from "./cel-direct.ts";
import { compileNode, type ExpressionVars } from "./cel-eval.ts";

const env = new Environment();
for (const name of ["agent", "action", "workflow", "release", "resource", "context"]) env.registerVariable(name, "dyn");
const treeOf = (source: string) => env.parse(source).ast;

/** What the evaluator says, or "fails": what both must agree on. */
function general(source: string, vars: ExpressionVars): unknown {
  try {
    const value = compileNode(treeOf(source))(vars);
    return typeof value === "boolean" ? value : "fails";
  } catch {
    return "fails";
  }
}

function direct(source: string, vars: ExpressionVars): unknown {
  const short = directTest(treeOf(source));
  if (!short) throw new Error(`no short way: ${source}`);
  return holds(short, vars) ?? "asks";
}

const field = fc.constantFrom(
  "context.a",
  "context.b",
  'context["b"]',
  "context.c.a",
  'context.c["b"]',
  "resource.a",
  "context.constructor",
  "context.__proto__",
  "context.length",
  "action",
  "release",
  "resource",
);
const literal = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.integer({ min: -3, max: 3 }).map((n) => `${n}.5`),
  fc.constantFrom('"x"', '"y"', "true", "false", "null", "2u", "9007199254740993"),
);
const ordering = fc.oneof(fc.integer({ min: -3, max: 3 }).map(String), fc.constantFrom("1.5", "-0.5", '"x"', '"b"'));
const compared = fc.constantFrom("==", "!=");
const ordered = fc.constantFrom("<", "<=", ">", ">=");
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small" },
    fc.tuple(field, ordered, ordering).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(ordering, ordered, field).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(field, compared, literal).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(literal, compared, field).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(field, fc.array(literal, { maxLength: 3 })).map(([a, all]) => `${a} in [${all.join(", ")}]`),
    fc.constantFrom("has(context.a)", "has(context.c.b)", "has(context.c.length)", "has(resource.a)", "context.a"),
    fc.constantFrom("true", "false"),
    tie("condition").map((one) => `!(${one})`),
    fc
      .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
}));

const plainValue = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom("x", "y", "b", "", true, false, null, [], [1, "x"], { a: 1 }, { b: "x", length: 3 }),
);
const oddValue = fc.constantFrom<unknown>(
  Number.NaN,
  Infinity,
  -0,
  2n,
  9007199254740993n,
  undefined,
  Object.create({ a: 1 }),
);
const varsWith = (value: fc.Arbitrary<unknown>): fc.Arbitrary<ExpressionVars> =>
  fc.record({
    agent: fc.constant("bot"),
    action: fc.constantFrom("x", "pay"),
    workflow: fc.constant("w"),
    release: fc.constantFrom(null, "x", undefined),
    resource: value,
    context: fc.dictionary(fc.constantFrom("a", "b", "c", "length", "constructor"), value, { maxKeys: 5 }),
  });

/** Those that have a short way: all but what needs integers that no double holds, or unsigned ones. */
const short = condition.filter((source) => checkExpression(source).ok && directTest(treeOf(source)) !== null);

test("on what JSON can carry the short way says what the evaluator says, and asks it only where that fails", () => {
  fc.assert(
    fc.property(short, varsWith(plainValue), (source, vars) => {
      const said = general(source, vars);
      expect(direct(source, vars), source).toBe(said === "fails" ? "asks" : said);
    }),
    { numRuns: 3000 },
  );
});

test("on whatever code may hand over it says nothing else than the evaluator, which fails closed", () => {
  fc.assert(
    fc.property(short, varsWith(fc.oneof(plainValue, oddValue)), (source, vars) => {
      const found = direct(source, vars);
      if (found !== "asks") expect(found, source).toBe(general(source, vars));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  "context.amount <= 500",
  'context.currency in ["EUR", "USD"]',
  'context.customer.tier == "gold" && !(context.amount > 20.5) || has(context.note)',
  "-5 < context.amount",
  "context.urgent",
  "true",
])("%s takes the short way", (source) => expect(directTest(treeOf(source))).not.toBeNull());

test.each([
  "context.a < context.b",
  "context.amount * 2 <= 500",
  "size(context.items) < 3",
  "context.items.all(i, i.price < 5)",
  "context.items[0] == 1",
  "context.amount == 9007199254740993",
  "context.amount <= true",
])("%s is the evaluator's", (source) => expect(directTest(treeOf(source))).toBeNull());
