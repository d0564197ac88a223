import type { Template } from "./template.ts";

const refunds: Template = {
  id: "refunds",
  title: "Refunds",
  summary: "An agent pays customers back within the policy, and cites the paragraph that allows it.",
  notWhen:
    "Not for disputes that a card scheme rules, and not where the agent also decides whether the customer is telling the truth: that is for a person to say.",
  prepare:
    "An evaluation of at least 200 past refunds graded against the policy; what is still refundable of an order, from your books; a daily check for repeats.",
  text: `surety: 1
pact: refunds
title: Refunds
agent: agent
workflow: refunds
parties: { provider: Provider }
facts:
  amount: { type: number, unit: EUR }
  currency: { type: string }
  # What was paid for the order, less what was paid back: from the books, never from the conversation.
  refundable: { type: number, unit: EUR }
scope:
  actions: [payments.refund, orders.read]
  outside: block
levels:
  # What an agent that is in doubt may still do: small sums, in one currency.
  limited: { amount: { max: 50 }, currency: { only: [EUR] } }
clauses:
  - key: cites-policy
    title: Cites the policy it relied on
    obligation: Every refund above 20 EUR names the paragraph of the refund policy that allows it.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payments.refund]
    when: context.amount > 20
    evidence: { method: eval, describe: "200 past cases, graded against the policy text", target: 0.98, freshness: P7D, minChecks: 50 }
    failures: { count: 2, within: P7D }
    drift: { verify: auto }
    respond: { within: PT4H }
    on:
      missing: block
      stale: review
      failures: degrade
      drift: [{ at: 1000, do: review }, { at: 10000, do: degrade }]
      incident: block
  - key: never-more-than-paid
    title: Never pays back more than was paid
    obligation: A refund is at most what is left of what the customer paid for the order, in EUR, and at most 500 EUR.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payments.refund]
    require: context.currency == "EUR" && context.amount > 0 && context.amount <= 500 && context.amount <= context.refundable
    on: { violation: block, incident: block }
  - key: pays-once
    title: Pays an order back once
    obligation: No order is refunded twice for the same reason.
    severity: major
    owner: team
    recertify: P90D
    actions: [payments.refund]
    evidence: { method: runtime, describe: "Daily join of refunds with orders in the books", target: 0.999, freshness: P2D, perRelease: false }
    failures: { count: 2, within: P7D }
    on: { missing: review, stale: review, failures: review }
overrides: { maxDuration: PT8H, budget: { count: 3, within: P30D, then: review } }
`,
};

const payouts: Template = {
  id: "payouts",
  title: "Payouts",
  summary: "An agent pays suppliers or sellers to bank details that a person has confirmed.",
  notWhen:
    "Not for payroll or taxes, whose errors cannot be called back, and not where nobody confirms changed bank details: begin with that control.",
  prepare:
    "The payee's state from the system that keeps it, not from an e-mail; a record of call-backs; a nightly reconciliation of payouts with what was owed.",
  text: `surety: 1
pact: payouts
title: Payouts
agent: agent
workflow: payouts
parties: { provider: Provider }
facts:
  amount: { type: number, unit: EUR }
  payeeVerified: { type: boolean }
  bankDetailsAgeDays: { type: number }
  calledBack: { type: boolean }
scope:
  actions: [payouts.prepare, payouts.release]
  outside: block
  release: required
levels:
  limited: { amount: { max: 1000 } }
clauses:
  - key: verified-payee
    title: Pays only verified payees
    obligation: Money goes only to a payee whose identity and bank details a person has confirmed.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payouts.release]
    require: context.payeeVerified == true
    on: { violation: block, incident: block }
  - key: new-details-called-back
    title: Calls back on new bank details
    obligation: Bank details changed within the last 30 days are confirmed by a call to a number known before.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payouts.release]
    when: context.bankDetailsAgeDays < 30
    require: context.calledBack == true
    evidence: { method: attestation, describe: "Signed list of call-backs, compared with the changes of the week", target: 1, freshness: P8D, perRelease: false }
    failures: { count: 1, within: P30D }
    respond: { within: PT2H }
    on: { violation: block, missing: block, stale: review, failures: block, incident: block }
  - key: two-people-on-large
    title: Leaves large payouts to two people
    obligation: A payout above 25,000 EUR leaves only after a person other than the one who prepared it has released it.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payouts.release]
    require: context.amount <= 25000
    on: { violation: review }
  - key: pays-what-is-owed
    title: Pays what is owed
    obligation: A payout is what the books say is owed to the payee, to the cent, and is paid once.
    severity: critical
    owner: team
    recertify: P90D
    actions: [payouts.release]
    evidence: { method: runtime, describe: "Nightly reconciliation with the ledger of what is owed", target: 0.999, freshness: P2D, minChecks: 20 }
    drift: { verify: auto }
    respond: { within: PT4H }
    on:
      missing: review
      stale: review
      drift: [{ at: 1000, do: review }, { at: 10000, do: block }]
      incident: block
overrides: { maxDuration: PT4H, budget: { count: 2, within: P30D, then: review } }
`,
};

const procurement: Template = {
  id: "procurement",
  title: "Procurement",
  summary: "An agent raises purchase orders with approved suppliers and matches invoices.",
  notWhen: "Not for tenders that the law rules or for new suppliers: whom to trust is decided by people first.",
  prepare:
    "Approved suppliers and what is left of the budget, looked up by your system; a weekly sample of orders, read by a buyer.",
  text: `surety: 1
pact: procurement
title: Procurement
agent: agent
workflow: procurement
parties: { provider: Provider }
facts:
  amount: { type: number, unit: EUR }
  supplierApproved: { type: boolean }
  quotes: { type: number }
  budgetLeft: { type: number, unit: EUR }
scope:
  actions: [orders.create, orders.amend, invoices.match]
  outside: review
levels:
  limited: { amount: { max: 500 } }
clauses:
  - key: approved-suppliers
    title: Buys from approved suppliers
    obligation: An order goes only to a supplier on the approved list.
    severity: critical
    owner: team
    recertify: P90D
    actions: [orders.create, orders.amend]
    require: context.supplierApproved == true
    on: { violation: block, incident: review }
  - key: three-quotes
    title: Compares quotes on large orders
    obligation: An order of 5,000 EUR or more rests on at least three quotes.
    severity: major
    owner: team
    recertify: P180D
    actions: [orders.create]
    when: context.amount >= 5000
    require: context.quotes >= 3
    on: { violation: review }
  - key: within-budget
    title: Stays within the budget
    obligation: No order costs more than what is left of the budget it is booked to.
    severity: major
    owner: team
    recertify: P90D
    actions: [orders.create, orders.amend]
    require: context.amount <= context.budgetLeft
    on: { violation: block }
  - key: no-splitting
    title: Does not split orders
    obligation: What belongs together is ordered together, so that no order slips below the threshold for quotes.
    severity: major
    owner: team
    recertify: P180D
    actions: [orders.create]
    evidence: { method: runtime, describe: "Weekly search for orders to one supplier within seven days that together reach 5,000 EUR", target: 0.98, freshness: P8D, perRelease: false }
    failures: { count: 2, within: P30D }
    on: { missing: review, stale: review, failures: degrade }
  - key: three-way-match
    title: Matches order, receipt and invoice
    obligation: No invoice is passed unless order, receipt and invoice agree within 2 %.
    severity: critical
    owner: team
    recertify: P90D
    actions: [invoices.match]
    evidence: { method: human, describe: "Weekly sample of 60 matches, read by a buyer", target: 0.97, freshness: P10D, minChecks: 40 }
    failures: { count: 2, within: P30D }
    drift: { verify: person, within: P1D }
    respond: { within: P1D }
    on: { missing: review, stale: review, failures: review, drift: review, incident: block }
`,
};

export const MONEY: readonly Template[] = [refunds, payouts, procurement];
