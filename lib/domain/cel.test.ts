import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExpression, compileExpression, ExpressionError, type ExpressionVars } from "./cel.ts";
import type { Fact } from "./pact.ts";

const request: ExpressionVars = {
  agent: "refund-bot",
  action: "payments.refund",
  workflow: "refunds",
  release: null,
  resource: { tags: ["x", 1] },
  context: {
    amount: 120,
    rate: 0.5,
    negative: -3.5,
    currency: "EUR",
    urgent: true,
    list: [1, 2, 3],
    mixed: ["a", 1],
    map: { a: 1, b: [1, 2] },
    items: [{ price: 5 }, { price: 7.5 }],
    empty: [],
    customer: { tier: "gold" },
  },
};
const run = (source: string, vars = request) => compileExpression(source)(vars);
const refusal = (source: string, facts?: Record<string, Fact>) => {
  const check = checkExpression(source, facts);
  return check.ok ? null : check.message;
};

describe("numbers of a request mix with integer and double literals", () => {
  test.each([
    "context.amount * 2 <= 500",
    "context.amount + 1 > 100.5",
    "context.amount == 120 && context.amount == 120.0 && 120 == context.amount",
    "context.amount in [5, 120] && context.amount in [1.5, 120] && !(context.amount in [1, 2])",
    "context.amount / 7 > 17.1",
    "context.amount % 7 == 1",
    "-context.amount < 0 && context.negative < -3",
    "context.amount * context.rate == 60",
    "context.list == [1, 2, 3] && [1.0, 2, 3] == context.list",
    'context.map == {"a": 1, "b": [1.0, 2]}',
    "2 in context.list && 2.0 in context.list && 2u in context.list",
    '{"price": 5} in context.items',
    "context.list[0] + 1 == 2 && context.list[context.map.a] == 2",
    "size(context.list) == context.list[2] && size(context.list) * 40 >= context.amount",
    "context.items.all(i, i.price * 2 <= 15) && context.items.exists(i, i.price > 7)",
    "[1, 2.5, context.amount].exists(x, x > 100)",
    "1 == 1.0 && 5 / 2 == 2 && 5 / 2.0 == 2.5 && 5u + 1 == 6.0",
    "int(context.rate * 3) == 1 && double(3) / 2 == 1.5",
  ])("%s", (source) => {
    expect(refusal(source)).toBeNull();
    expect(run(source)).toBe(true);
  });
});

describe("the rest of the language", () => {
  test.each([
    ['context.currency in ["EUR", "USD"] ? context.amount > 5 : false', true],
    ['action == "payments.refund" && workflow == "refunds" && agent.startsWith("refund")', true],
    ["release == null", true],
    ["has(context.amount) && !has(context.other)", true],
    ['"customer" in context && context["customer"].tier == "gold"', true],
    ['context.currency.lowerAscii() == "eur" && context.currency.contains("UR") && size(context.currency) == 3', true],
    ['context.currency == 5 || context.amount == "120"', false],
    ["context.urgent", true],
    ['"x" in resource.tags', true],
    ["context.empty.all(i, i > 1) && !context.empty.exists(i, i > 1)", true],
    ['context.customer.exists(name, name == "tier")', true],
    ["context.currency < 'EUS' && context.currency >= 'EUR'", true],
  ] as const)("%s is %s", (source, value) => {
    expect(refusal(source)).toBeNull();
    expect(run(source)).toBe(value);
  });

  test("a failure that cannot matter does not, as CEL has it", () => {
    expect(run("context.missing > 1 || context.amount > 1")).toBe(true);
    expect(run("context.amount < 1 && context.missing > 1")).toBe(false);
    expect(run("context.missing > 1 && context.amount < 1")).toBe(false);
    expect(run("context.mixed.exists(i, i > 0)")).toBe(true);
    expect(() => run("context.mixed.all(i, i > 0)")).toThrow(ExpressionError);
  });
});

test.each([
  "context.missing > 5",
  "context.customer.age > 5",
  'context.amount > "5"',
  "context.currency > 5",
  "context.currency + 1 > 5",
  "context.amount",
  "context.customer",
  "!context.amount",
  "context.amount && true",
  "context.amount ? true : false",
  "context.amount.x == 1",
  "context.list.length == 3",
  "context.list[3] == 1",
  "context.list[0.5] == 1",
  "context.constructor == null",
  "context.amount / 0 > 1",
  "1 / 0 > context.amount",
  "context.amount % 0 == 0",
  "9223372036854775807 + 1 > 0",
  "1 in context.amount",
  "size(context.amount) == 1",
  "int(context.currency) == 1",
  "context.amount.startsWith('1')",
  "resource.owner == 'me'",
  "context.amount.all(i, i > 1)",
])("%s fails on this request, so that it can be closed", (source) => {
  expect(refusal(source)).toBeNull();
  expect(() => run(source)).toThrow(ExpressionError);
});

describe("what may not stand in a pact", () => {
  test.each([
    ["", /empty/],
    ["context.amount >", /does not compile/],
    ["context.amount > 1; true", /does not compile/],
    ["1", /not boolean but int/],
    ["'a' + 'b'", /not boolean but string/],
    ["1 + true == 2", /does not compile/],
    ["amount > 1", /unknown variable `amount`; known are: agent, action, workflow/],
    ["now > 1", /unknown variable/],
    ["int == int", /unknown variable/],
    ["max(1, 2) == 2", /unknown function `max`; available are: size/],
    ["context.currency.matches('(a+)+$')", /`matches` is refused/],
    ["matches(context.currency, 'a')", /`matches` is refused/],
    ["context.list.map(x, x * 2) == [2]", /costs too much: `map`/],
    ["context.list.filter(x, x > 2) == [3]", /costs too much: `filter`/],
    ["context.list.exists_one(x, x > 2)", /costs too much: `exists_one`/],
    ["cel.bind(a, context.list, a == a)", /unknown variable `cel`|costs too much/],
    ["context.list.all(x, context.list.exists(y, y == x))", /costs too much: `exists` inside another/],
    ["context.list.all(x, x in context.list)", /costs too much: inside `all` and `exists`, `in`/],
    ["context.list.all(x, context.list == context.mixed)", /costs too much: inside `all` and `exists`, `==`/],
    ["context.list.all(x, size(context.currency) > x)", /costs too much: inside `all` and `exists`, `size`/],
    ["context.list.all(context, true)", /`context` is taken/],
    ["context.list + [1] == [1]", /lists cannot be added/],
    ["{1: 2} == context.map", /keys of a map must be texts/],
    ["b'a' == b'a'", /bytes/],
    [`true${" && true".repeat(249)}`, /costs too much/],
    [`${"(".repeat(60)}true${")".repeat(60)}`, /costs too much/],
    [`context.currency == "${"x".repeat(2000)}"`, /costs too much: more than 2000 characters/],
  ])("%s", (source, message) => {
    expect(refusal(source)).toMatch(message);
    expect(() => run(source)).toThrow(ExpressionError);
  });
});

describe("declared facts", () => {
  const facts: Record<string, Fact> = {
    amount: { type: "number", unit: "EUR" },
    currency: { type: "string" },
    items: { type: "array" },
    "customer.tier": { type: "string" },
    urgent: { type: "boolean" },
  };
  test.each([
    "context.amount == 120 && context.amount in [1, 2.5] && context.amount * 2 <= 500",
    'context["amount"] > 5 && context.customer.tier == "gold"',
    "context.urgent && has(context.currency)",
    "context.items.all(i, i.price <= context.amount) && size(context.items) == context.amount",
  ])("%s names only them", (source) => expect(refusal(source, facts)).toBeNull());

  test.each([
    [
      "context.amuont > 5",
      "unknown fact `context.amuont`; declared are: amount, currency, items, customer.tier, urgent",
    ],
    ['context["amuont"] > 5', /unknown fact/],
    ["has(context.other)", /unknown fact/],
    ["context.customer.age > 5", /unknown fact `context.customer.age`/],
    ["context[context.currency] > 5", /needs a name in quotes/],
    ['"amount" in context', /has\(context.name\)/],
    ['context.amount > "x"', /no such overload: double > string/],
    ["context.currency > 5", /no such overload: string > int/],
    ["context.amount", /not boolean but double/],
  ])("%s is refused", (source, message) => {
    const said = refusal(source, facts);
    typeof message === "string" ? expect(said).toBe(message) : expect(said).toMatch(message);
  });
});

test("a declared fact of another type fails the expressions that name it, and no others", () => {
  const facts: Record<string, Fact> = {
    amount: { type: "number" },
    currency: { type: "string" },
    "customer.tier": { type: "string" },
  };
  const run = (source: string, context: Record<string, unknown>) =>
    compileExpression(source, facts)({ ...request, context });
  const fine = { amount: 5, currency: "EUR", customer: { tier: "gold" } };
  expect(run('context.currency == "EUR" && context.customer.tier == "gold"', fine)).toBe(true);
  expect(() => run('context.currency == "EUR"', { ...fine, currency: 5 })).toThrow(
    "context.currency should be a string",
  );
  expect(() => run('context["currency"] != "EUR"', { ...fine, currency: null })).toThrow(ExpressionError);
  expect(() => run('context.customer.tier == "gold"', { ...fine, customer: { tier: 1 } })).toThrow(ExpressionError);
  expect(run("context.amount > 1", { ...fine, currency: 5 })).toBe(true);
  expect(run("!has(context.amount)", {})).toBe(true);
});

describe("nothing that a request carries makes an expression slow or breaks it", () => {
  const nested = (depth: number) => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = [value];
    return value;
  };
  const withContext = (context: Record<string, unknown>): ExpressionVars => ({ ...request, context });

  test("values nested without end fail as a wrong type does", () => {
    const deep = withContext({ a: nested(100_000), b: nested(100_000) });
    expect(() => run("context.a > 5", deep)).toThrow(ExpressionError);
    expect(() => run("context.a == context.b", deep)).toThrow(ExpressionError);
    expect(run("context.a != 5", deep)).toBe(true);
  });
  test("a loop looks at no more than 1,000 elements", () => {
    const long = (length: number) => withContext({ list: Array.from({ length }, () => 1) });
    expect(run("context.list.all(x, x == 1)", long(1000))).toBe(true);
    expect(() => run("context.list.all(x, x == 1)", long(1001))).toThrow(/more than 1000/);
  });
  test("names that JavaScript gives every object are no fields", () => {
    const hostile = withContext(JSON.parse('{"__proto__": {"admin": true}}'));
    expect(() => run("context.admin", hostile)).toThrow(ExpressionError);
    for (const name of ["constructor", "toString", "hasOwnProperty"]) {
      expect(() => run(`context.${name} != null`)).toThrow(ExpressionError);
      expect(run(`has(context.${name})`)).toBe(false);
    }
  });
});

test("an expression is compiled once", () => {
  expect(compileExpression("context.amount > 41")).toBe(compileExpression("context.amount > 41"));
});

const paths = fc.constantFrom("context.a", "context.b", "context.c");
const literals = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(String),
  fc.integer({ min: -5, max: 5 }).map((n) => `${n}.5`),
  fc.constantFrom('"x"', '"y"', "true", "null", "[1, 2]"),
);
const { condition } = fc.letrec<{ condition: string; number: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: "small" },
    paths,
    literals,
    fc.tuple(tie("number"), fc.constantFrom("+", "-", "*"), tie("number")).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  condition: fc.oneof(
    { depthSize: "small" },
    fc
      .tuple(tie("number"), fc.constantFrom("==", "!=", "<", "<=", ">", ">="), tie("number"))
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie("condition").map((one) => `!(${one})`),
    fc.tuple(tie("condition"), tie("condition"), tie("condition")).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    fc.tuple(paths, literals, literals).map(([a, b, c]) => `${a} in [${b}, ${c}]`),
    paths.map((path) => `has(${path})`),
  ),
}));
const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -9, max: 9, noNaN: true }),
  fc.constantFrom("x", "y", true, null, [1, 2]),
);

test("on plain requests it says what the library's own evaluator says, wherever that accepts the expression", () => {
  const library = new Environment({ homogeneousAggregateLiterals: false }).registerVariable("context", "dyn");
  for (const [a, b] of [
    ["int", "double"],
    ["double", "int"],
  ]) {
    library.registerOperator(`${a} + ${b}: double`, (left, right) => Number(left) + Number(right));
    library.registerOperator(`${a} - ${b}: double`, (left, right) => Number(left) - Number(right));
    library.registerOperator(`${a} * ${b}: double`, (left, right) => Number(left) * Number(right));
  }
  const outcome = (of: () => unknown) => {
    try {
      const found = of();
      return typeof found === "boolean" ? found : "fails";
    } catch {
      return "fails";
    }
  };
  fc.assert(
    fc.property(condition, fc.dictionary(fc.constantFrom("a", "b", "c"), value), (source, context) => {
      const parsed = library.parse(source);
      fc.pre(library.check(source).valid && checkExpression(source).ok);
      expect(
        outcome(() => run(source, { ...request, context })),
        source,
      ).toBe(outcome(() => parsed({ context })));
    }),
    { numRuns: 500 },
  );
});
