/** Pacts that tests of the domain share, and generators of pacts. */
import fc from "fast-check";
import { LEVELS, type PactDocument, type PactInput, SEVERITIES } from "./pact.ts";
import { parsePact } from "./parse-pact.ts";

/** Any change is allowed on it: tests also write what is wrong. */
// biome-ignore lint/suspicious/noExplicitAny: the point of it
export type Written = any;

/** A whole pact, every part of it used, as a person would write it. */
export function writtenPact(): Written {
  return structuredClone(WHOLE);
}

const WHOLE: PactInput = {
  surety: 1,
  pact: "refunds",
  title: "Refund desk",
  agent: "refund-bot",
  workflow: "refunds",
  parties: { provider: "Acme AI", counterparty: "Globex Retail" },
  facts: { amount: { type: "number", unit: "EUR" }, currency: { type: "string" }, fields: { type: "number" } },
  scope: { actions: ["payments.refund", "orders.*"] },
  levels: { limited: { amount: { max: 50 }, currency: { only: ["EUR"] } } },
  clauses: [
    {
      key: "cites-policy",
      title: "Cites the policy it relied on",
      obligation: "Every refund above 20 EUR names the policy paragraph that allows it.",
      severity: "critical",
      owner: "refunds-platform",
      recertify: "P30D",
      actions: ["payments.refund"],
      when: "context.amount > 20",
      require: "context.amount <= 500",
      evidence: {
        method: "eval",
        describe: "Nightly eval",
        target: 0.98,
        freshness: "P7D",
        minChecks: 50,
        from: ["qa-lab"],
      },
      failures: { count: 3, within: "PT24H" },
      drift: {},
      score: { below: 70 },
      respond: { within: "PT4H", runbook: "https://example.com/runbook" },
      on: {
        violation: "block",
        missing: "block",
        stale: "review",
        failures: "degrade",
        drift: [
          { at: 10_000, do: "degrade", limits: { amount: { max: 25 } } },
          { at: 1000, do: "review" },
        ],
        score: "review",
        incident: "block",
      },
    },
    {
      key: "reads-orders",
      title: "Reads only what it needs",
      obligation: "Order look-ups return only the fields asked for.",
      severity: "minor",
      owner: "orders",
      recertify: "P90D",
      actions: ["orders.*"],
      evidence: { method: "runtime", target: 0.9, freshness: "P30D", perRelease: false },
      drift: { verify: "person", within: "PT4H" },
      on: { missing: { do: "degrade", limits: { fields: { max: 3 } } }, stale: "degrade", drift: "review" },
    },
  ],
  // biome-ignore lint/suspicious/noThenProperty: the contract's word
  overrides: { maxDuration: "PT8H", budget: { count: 3, within: "P30D", then: "degrade" } },
  settlement: { currency: "EUR", disputeWindow: "P7D", clauses: { "cites-policy": { hold: 5000, penalty: 2500 } } },
};

/** A written pact in canonical form. @throws where it does not parse */
export function parsed(written: Written): PactDocument {
  const result = parsePact(written);
  if (!result.ok) throw new Error(result.errors.map((error) => `${error.path} ${error.message}`).join("\n"));
  return result.document;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const words = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const slugs = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));
const texts = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }).filter((text) => text.trim() !== ""),
  fc.constantFrom(
    "yes",
    "null",
    "1",
    "0x1F",
    "- a",
    "a: b",
    "#c",
    "'",
    '"',
    "~",
    "line\nline",
    " lead",
    "trail ",
    "é\u2028",
  ),
);
const durations = fc.oneof(
  fc.integer({ min: 1, max: 400 }).map((n) => `P${n}D`),
  fc.integer({ min: 1, max: 100 }).map((n) => `PT${n}H`),
);
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((n) => (n === 0 ? 0 : n));
const values = fc.oneof(texts, numbers, fc.boolean());
const limit = fc
  .record({
    max: maybe(numbers),
    min: maybe(numbers),
    only: maybe(fc.array(values, { minLength: 1, maxLength: 3 })),
    equals: maybe(values),
  })
  .filter((one) => Object.values(one).some((value) => value !== undefined));
export const limitsArbitrary = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}(\.[a-z]{1,6})?$/), limit, {
  minKeys: 1,
  maxKeys: 3,
});
const kinds = fc.constantFrom("block" as const, "review" as const, "settle" as const);
const consequence = fc.oneof(
  kinds,
  kinds.map((does) => ({ do: does })),
  fc.record({ do: fc.constant("degrade" as const), limits: limitsArbitrary }),
);
const clause = fc
  .record({
    key: slugs,
    title: texts,
    obligation: texts,
    severity: fc.constantFrom(...SEVERITIES),
    owner: slugs,
    recertify: durations,
    actions: maybe(fc.uniqueArray(fc.constantFrom("a.b", "a.*", "*", "c"), { minLength: 1 })),
    when: maybe(fc.constantFrom("context.amount > 1", 'context.a == "x"')),
    require: maybe(fc.constantFrom("context.amount <= 5", "true")),
    evidence: maybe(
      fc.record({
        method: fc.constantFrom("eval" as const, "runtime" as const, "human" as const),
        target: fc.double({ min: 0, max: 1, noNaN: true }).map((n) => n + 0),
        freshness: durations,
        perRelease: fc.boolean(),
        minChecks: fc.integer({ min: 1, max: 500 }),
        from: maybe(fc.array(texts, { minLength: 1, maxLength: 2 })),
      }),
    ),
    failures: maybe(fc.record({ count: fc.integer({ min: 1, max: 9 }), within: durations })),
    drift: maybe(
      fc.oneof(
        fc.constant({ verify: "auto" as const }),
        fc.record({ verify: fc.constant("person" as const), within: durations }),
      ),
    ),
    score: maybe(fc.record({ below: fc.integer({ min: 1, max: 100 }) })),
    restore: maybe(fc.constantFrom("auto" as const, "signoff" as const)),
    on: fc.record({
      violation: maybe(consequence),
      missing: maybe(consequence),
      stale: maybe(consequence),
      failures: maybe(consequence),
      drift: maybe(
        fc.oneof(
          kinds,
          fc.uniqueArray(fc.record({ at: fc.integer({ min: 1, max: 1e6 }), do: kinds }), {
            minLength: 1,
            maxLength: 3,
            selector: (one) => one.at,
          }),
        ),
      ),
      score: maybe(consequence),
      incident: maybe(fc.oneof(kinds, fc.record({ do: kinds, atLeast: fc.constantFrom(...LEVELS) }))),
    }),
  })
  .map(present);

/** Without the members that are undefined, as a text would have it. */
function present<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** Pacts as people might write them: well-formed, though perhaps not publishable. */
export const writtenArbitrary: fc.Arbitrary<PactInput> = fc
  .record({
    surety: fc.constant(1 as const),
    pact: slugs,
    title: texts,
    agent: slugs,
    workflow: slugs,
    parties: fc.record({ provider: texts, counterparty: maybe(texts) }),
    mode: maybe(fc.constantFrom("enforce" as const, "shadow" as const)),
    permit: maybe(durations),
    scope: fc.record({
      actions: fc.uniqueArray(fc.constantFrom("a.b", "a.*", "*", "c.d"), { minLength: 1 }),
      outside: maybe(consequence),
      release: maybe(fc.constantFrom("assumed" as const, "required" as const)),
    }),
    levels: maybe(fc.record({ limited: maybe(limitsArbitrary) })),
    clauses: fc.uniqueArray(clause, { maxLength: 4, selector: (one) => one.key }),
    settlement: maybe(
      fc.record({
        currency: fc.constantFrom("EUR", "USD"),
        disputeWindow: durations,
        clauses: fc.dictionary(words, fc.record({ hold: fc.nat(), penalty: fc.nat() }), { maxKeys: 2 }),
      }),
    ),
  })
  .map(present);

/** The same in canonical form. */
export const pactArbitrary: fc.Arbitrary<PactDocument> = writtenArbitrary.map(parsed);
