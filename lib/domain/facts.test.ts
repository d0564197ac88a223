import { expect, test } from "vitest";
import { factFault } from "./facts.ts";

const FACTS = {
  amount: { type: "number" },
  currency: { type: "string" },
  urgent: { type: "boolean" },
  items: { type: "array" },
  "customer.address": { type: "object" },
} as const;
const faults = (context: Record<string, unknown> | undefined) =>
  Object.entries(FACTS)
    .map(([name, fact]) => factFault(name, fact, context))
    .filter((fault) => fault !== null);

test("facts of another type than declared are named; absent ones are not", () => {
  const fine = { amount: 1, currency: "EUR", urgent: false, items: [], customer: { address: {} }, more: 1 };
  expect(faults(fine)).toEqual([]);
  expect(faults({})).toEqual([]);
  expect(faults(undefined)).toEqual([]);
  expect(faults({ amount: "1", currency: null, urgent: 0, items: {}, customer: { address: [] } })).toEqual([
    "context.amount should be a number",
    "context.currency should be a string",
    "context.urgent should be a boolean",
    "context.items should be an array",
    "context.customer.address should be an object",
  ]);
});
