import fc from "fast-check";
import { expect, test } from "vitest";
import { coversPattern, isActionName, isActionPattern, matchesAction } from "./action.ts";

test.each([
  ["payments.refund", "payments.refund", true],
  ["payments.refund", "payments.refund.full", false],
  ["payments.*", "payments.refund", true],
  ["payments.*", "payments.refund.full", true],
  ["payments.*", "payments", false],
  ["payments.*", "payments.", false],
  ["payments.*", "paymentsx.refund", false],
  ["*", "anything", true],
  ["payments.refund", "Payments.refund", false],
])("%s covers %s: %s", (pattern, action, covers) => {
  expect(matchesAction(pattern, action)).toBe(covers);
});

test("names and patterns are told from what is neither", () => {
  for (const name of ["a", "payments.refund", "tools/call", "mcp:send_mail", "a-b.c_d"]) {
    expect([isActionName(name), isActionPattern(name)], name).toEqual([true, true]);
  }
  for (const pattern of ["*", "payments.*", "a.b.*"]) {
    expect([isActionName(pattern), isActionPattern(pattern)], pattern).toEqual([false, true]);
  }
  for (const neither of [
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "a b",
    "*.a",
    "a*",
    "a.*.b",
    "**",
    ".*",
    "x".repeat(201),
    null,
    1,
  ]) {
    expect([isActionName(neither), isActionPattern(neither)], String(neither)).toEqual([false, false]);
  }
});

const words = fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const patterns = fc.oneof(
  words,
  words.map((word) => `${word}.*`),
  fc.constant("*"),
);

test("a pattern that covers another covers every action of it", () => {
  fc.assert(
    fc.property(patterns, patterns, words, (outer, inner, action) => {
      if (coversPattern(outer, inner) && matchesAction(inner, action)) expect(matchesAction(outer, action)).toBe(true);
      if (isActionName(inner)) expect(coversPattern(outer, inner)).toBe(matchesAction(outer, inner));
      expect(coversPattern(outer, outer)).toBe(true);
    }),
  );
});
