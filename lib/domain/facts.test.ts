import { expect, test } from "vitest";
import { factFaults } from "./facts.ts";

test("facts of another type than declared are named; absent ones are not", () => {
  const facts = {
    amount: { type: "number" },
    currency: { type: "string" },
    urgent: { type: "boolean" },
    items: { type: "array" },
    "customer.address": { type: "object" },
  } as const;
  const fine = { amount: 1, currency: "EUR", urgent: false, items: [], customer: { address: {} }, more: 1 };
  expect(factFaults(facts, fine)).toEqual([]);
  expect(factFaults(facts, {})).toEqual([]);
  expect(factFaults(facts, undefined)).toEqual([]);
  expect(factFaults(undefined, fine)).toEqual([]);
  expect(factFaults(facts, { amount: "1", currency: null, urgent: 0, items: {}, customer: { address: [] } })).toEqual([
    "context.amount should be a number",
    "context.currency should be a string",
    "context.urgent should be a boolean",
    "context.items should be an array",
    "context.customer.address should be an object",
  ]);
});
