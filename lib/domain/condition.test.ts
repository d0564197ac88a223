import fc from "fast-check";
import { expect, test } from "vitest";
import { checkExpression, compileExpression } from "./cel.ts";
import { type Condition, type Group, isGroup, readCondition, writeCondition } from "./condition.ts";

const field = fc.constantFrom("context.amount", "context.customer.tier", "resource.id");
const scalar = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), fc.string({ maxLength: 12 }));
const test1: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field,
    operator: fc.constantFrom("==" as const, "!=" as const, "<" as const, ">=" as const),
    value: scalar,
  }),
  fc.record({
    field,
    operator: fc.constantFrom("in" as const, "not in" as const),
    value: fc.array(scalar, { maxLength: 3 }),
  }),
  fc.record({
    field: fc.constantFrom("context.amount", "context.customer.tier"),
    operator: fc.constantFrom("is there" as const, "is absent" as const),
  }),
  fc.record({
    field,
    operator: fc.constantFrom("starts with" as const, "contains" as const),
    value: fc.string({ maxLength: 8 }),
  }),
);
const many = (of: fc.Arbitrary<Condition>, join: "and" | "or"): fc.Arbitrary<Group> =>
  fc.record({ join: fc.constant(join), of: fc.array(of, { minLength: 2, maxLength: 3 }) });
const group = fc.oneof(
  fc.record({ join: fc.constant("and" as const), of: fc.array(test1, { minLength: 1, maxLength: 1 }) }),
  many(fc.oneof(test1, many(test1, "or")), "and"),
  many(fc.oneof(test1, many(test1, "and")), "or"),
);

test("whatever the builder writes, it reads back as the same condition, and a pact takes it", () => {
  fc.assert(
    fc.property(group, (condition) => {
      const cel = writeCondition(condition);
      expect(checkExpression(cel)).toEqual({ ok: true });
      expect(readCondition(cel)).toEqual(condition);
    }),
    { numRuns: 300 },
  );
});

test("what the builder reads, it writes with the same meaning", () => {
  const cases = [
    "context.a > 1 && context.b == 'x'",
    "!(context.a in [1, 2]) || has(context.b)",
    "context.flag",
    "!context.flag",
    "context.a <= 20.5",
  ];
  const requests = [
    { a: 1, b: "x", flag: true },
    { a: 2, b: "x", flag: false },
    { a: 30, flag: true },
    { a: 3, b: "y", flag: false },
  ];
  for (const source of cases) {
    const written = writeCondition(readCondition(source) as Group);
    for (const context of requests) {
      const answer = (cel: string) => {
        try {
          return compileExpression(cel)({ agent: "a", action: "b", context });
        } catch {
          return "fails";
        }
      };
      expect([source, answer(written)]).toEqual([source, answer(source)]);
    }
  }
});

test("what a builder cannot show stays text", () => {
  for (const source of [
    "size(context.a) > 3",
    "context.a + 1 < context.b",
    "context.all.exists(x, x > 1)",
    "no cel (",
  ]) {
    expect(readCondition(source)).toBeNull();
  }
  expect(isGroup({ join: "and", of: [] })).toBe(true);
  expect(writeCondition({ join: "and", of: [] })).toBe("");
});
