/** The pact that the story is about, in its three versions. */
import type { PactInput } from "@/lib/domain/pact";

type Clause = PactInput["clauses"][number];

const RUNBOOK = "https://wiki.harbour-finance.example/runbooks";

/** As it stood at the launch: alarms only, and at the strictest level alone. */
const CITES_AT_FIRST: Clause = {
  key: "cites-source",
  title: "Cites its source",
  obligation: "Every payment names the invoice line and the paragraph of the supply contract that allow it.",
  severity: "critical",
  owner: "payables-control",
  recertify: "P90D",
  actions: ["payments.release"],
  evidence: {
    method: "eval",
    describe: "Citation eval: 50 sampled payments every six hours, each citation graded against the contract's text",
    target: 0.98,
    freshness: "P14D",
    minChecks: 20,
    from: ["qa-lab"],
  },
  drift: { verify: "auto" },
  respond: { within: "PT8H", runbook: `${RUNBOOK}/citations` },
  on: {
    missing: "block",
    stale: "review",
    drift: { at: 100_000, do: "block" },
    incident: { do: "block", atLeast: "high" },
  },
};

const CITES: Clause = {
  ...CITES_AT_FIRST,
  evidence: { ...CITES_AT_FIRST.evidence, method: "eval", freshness: "P7D" },
  respond: { within: "PT4H", runbook: `${RUNBOOK}/citations` },
  on: {
    ...CITES_AT_FIRST.on,
    drift: [
      { at: 1_000, do: "degrade", limits: { amount: { max: 10_000 } } },
      { at: 10_000, do: "degrade", limits: { amount: { max: 2_500 }, currency: { only: ["EUR"] } } },
      { at: 100_000, do: "block" },
    ],
  },
};

const MATCHES: Clause = {
  key: "matches-order",
  title: "Matches order, receipt and invoice",
  obligation: "Nothing above 500 EUR passes unless purchase order, goods receipt and invoice agree within 2 %.",
  severity: "major",
  owner: "payables-control",
  recertify: "P90D",
  actions: ["invoices.approve", "payments.release"],
  when: "context.amount > 500",
  require: "context.mismatch <= 2",
  evidence: {
    method: "human",
    describe: "Forty paid invoices a week, matched again by hand",
    target: 0.95,
    freshness: "P14D",
    perRelease: false,
    minChecks: 20,
  },
  on: { violation: "review", missing: "review", stale: "review" },
};

const MANDATE: Clause = {
  key: "stays-in-mandate",
  title: "Stays inside its mandate",
  obligation: "No single payment is above 25,000 EUR, and none is in a currency other than EUR, GBP or CHF.",
  severity: "critical",
  owner: "treasury-desk",
  recertify: "P180D",
  actions: ["payments.release"],
  require: 'context.amount <= 25000 && context.currency in ["EUR", "GBP", "CHF"]',
  on: { violation: "block" },
};

const ACCOUNTS: Clause = {
  key: "pays-verified-accounts",
  title: "Pays only verified bank details",
  obligation: "A payment goes only to bank details that a person has confirmed by calling the supplier back.",
  severity: "critical",
  owner: "vendor-desk",
  recertify: "P90D",
  actions: ["payments.release"],
  evidence: {
    method: "attestation",
    describe: "The vendor desk's weekly call-back record of the accounts paid",
    target: 0.99,
    freshness: "P7D",
    perRelease: false,
    from: ["vendor-desk"],
  },
  failures: { count: 2, within: "P14D" },
  respond: { within: "PT24H", runbook: `${RUNBOOK}/call-backs` },
  on: {
    missing: "block",
    stale: { do: "degrade", limits: { amount: { max: 1_000 } } },
    failures: "block",
  },
};

const PAYS_ONCE: Clause = {
  key: "pays-once",
  title: "Never pays the same invoice twice",
  obligation: "An invoice number of a supplier is paid once; a second payment for it is stopped.",
  severity: "major",
  owner: "payables-control",
  recertify: "P90D",
  actions: ["payments.release"],
  evidence: {
    method: "eval",
    describe: "Duplicates eval: 120 payments with planted second invoices",
    target: 0.99,
    freshness: "P14D",
    from: ["qa-lab"],
  },
  on: { missing: "review", stale: "review" },
};

const base = {
  surety: 1,
  pact: "supplier-payments",
  title: "Supplier payments",
  agent: "invoice-clerk",
  workflow: "supplier-payments",
  parties: { provider: "Harbour Finance", counterparty: "Meridian Foods" },
  permit: "PT10M",
  facts: {
    amount: { type: "number", unit: "EUR" },
    currency: { type: "string" },
    mismatch: { type: "number", unit: "%" },
    supplier: { type: "string" },
    invoice: { type: "string" },
  },
  scope: { actions: ["invoices.approve", "payments.release", "queries.answer"], outside: "block" },
  levels: { limited: { amount: { max: 5_000 }, currency: { only: ["EUR"] } } },
  overrides: { maxDuration: "PT8H" },
} satisfies Partial<PactInput>;

/** Version 1: three clauses, as launched. */
export const LAUNCHED: PactInput = { ...base, clauses: [CITES_AT_FIRST, MATCHES, MANDATE] };

/** Version 2, live: four clauses, and drift in stages. */
export const LIVE: PactInput = { ...base, clauses: [CITES, MATCHES, ACCOUNTS, MANDATE] };

/** Version 3, in review: what the drift has taught. */
export const IN_REVIEW: PactInput = {
  ...base,
  clauses: [
    {
      ...CITES,
      respond: { within: "PT2H", runbook: `${RUNBOOK}/citations` },
      on: {
        ...CITES.on,
        drift: [
          { at: 1_000, do: "degrade", limits: { amount: { max: 5_000 }, currency: { only: ["EUR"] } } },
          { at: 10_000, do: "degrade", limits: { amount: { max: 1_000 }, currency: { only: ["EUR"] } } },
          { at: 100_000, do: "block" },
        ],
      },
    },
    MATCHES,
    ACCOUNTS,
    PAYS_ONCE,
    {
      ...MANDATE,
      obligation: "No single payment is above 20,000 EUR, and none is in a currency other than EUR, GBP or CHF.",
      require: 'context.amount <= 20000 && context.currency in ["EUR", "GBP", "CHF"]',
    },
  ],
};
