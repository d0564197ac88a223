import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsLimits, mergeLimits, sayLimits } from "./limits.ts";
import type { Limits } from "./pact.ts";
import { limitsArbitrary } from "./testing-pacts.ts";

test("the tightest of several limits holds", () => {
  expect(
    mergeLimits(
      { amount: { max: 100, min: 1 }, currency: { only: ["EUR", "USD"] } },
      { amount: { max: 200, min: 5 }, currency: { only: ["EUR", "GBP"] }, region: { equals: "EU" } },
      { region: { equals: "EU" } },
    ),
  ).toEqual({ amount: { max: 100, min: 5 }, currency: { only: ["EUR"] }, region: { equals: "EU" } });
});

test("different `equals`, or `only` without a common value, fit nothing", () => {
  expect(mergeLimits({ a: { equals: 1 } }, { a: { equals: 2 } })).toEqual({ a: { only: [] } });
  expect(mergeLimits({ a: { only: ["x"] } }, { a: { only: ["y"], max: 3 } })).toEqual({ a: { only: [] } });
  expect(fitsLimits({ a: { only: [] } }, { a: 1 })).toBe(false);
  expect(fitsLimits(mergeLimits({ a: { equals: 1 } }, { a: { only: [2] } }), { a: 1 })).toBe(false);
});

test.each([
  [{ amount: { max: 50 } }, { amount: 50 }, true],
  [{ amount: { max: 50 } }, { amount: 50.01 }, false],
  [{ amount: { max: 50 } }, { amount: "5" }, false],
  [{ amount: { max: 50 } }, {}, false],
  [{ amount: { max: 50 } }, undefined, false],
  [{ amount: { min: 0 } }, { amount: null }, false],
  [{ amount: { min: 0, max: 1 } }, { amount: true }, false],
  [{ "customer.tier": { only: ["gold"] } }, { customer: { tier: "gold" } }, true],
  [{ "customer.tier": { only: ["gold"] } }, { "customer.tier": "gold" }, false],
  [{ "customer.tier": { only: ["gold"] } }, { customer: "gold" }, false],
  [{ n: { equals: 1 } }, { n: "1" }, false],
  [{ ok: { equals: false } }, { ok: false }, true],
  [{ "list.length": { max: 3 } }, { list: [1] }, false],
  [{ constructor: { equals: 1 } }, {}, false],
  [{}, undefined, true],
] as [Limits, Record<string, unknown> | undefined, boolean][])("%j fits %j: %s", (limits, context, fits) => {
  expect(fitsLimits(limits, context)).toBe(fits);
});

test("what fits merged limits fits each of them, and the reverse", () => {
  const flat = limitsArbitrary.map((limits) =>
    Object.fromEntries(Object.entries(limits).map(([path, limit]) => [path.slice(0, 1), limit])),
  );
  fc.assert(
    fc.property(flat, flat, fc.nat(), (a, b, pick) => {
      const constants = [a, b]
        .flatMap((limits) => Object.values(limits))
        .flatMap((l) => [l.max, l.min, l.equals, ...(l.only ?? [])]);
      const value = constants[pick % constants.length];
      const context = Object.fromEntries([...Object.keys(a), ...Object.keys(b)].map((path) => [path, value]));
      expect(fitsLimits(mergeLimits(a, b), context)).toBe(fitsLimits(a, context) && fitsLimits(b, context));
      expect(mergeLimits(a, a)).toEqual(mergeLimits(a));
    }),
  );
});

test("limits are said path by path", () => {
  expect(sayLimits({ amount: { max: 50 }, currency: { only: ["EUR"] } })).toBe("amount at most 50; currency EUR");
  expect(
    sayLimits({ amount: { min: 1, max: 12_500.5 }, c: { only: ["EUR", "USD"] }, d: { equals: true }, e: { only: [] } }),
  ).toBe("amount at least 1 and at most 12,500.5; c EUR or USD; d true; e nothing fits");
  const facts = { amount: { type: "number", unit: "EUR" }, age: { type: "number", unit: "d" } } as const;
  expect(sayLimits({ amount: { min: 1, max: 12_500.5 }, age: { max: 30 } }, facts)).toBe(
    "amount at least €1 and at most €12,500.50; age at most 30 d",
  );
});
