/** The example that a new pact can start from: complete, publishable once its team and agent exist. */
export const EXAMPLE = `surety: 1
pact: refund-desk
title: Refund desk
agent: refund-bot
workflow: refunds
parties:
  provider: Acme AI
  counterparty: Globex Retail
facts:
  amount: { type: number, unit: EUR }
  currency: { type: string }
scope:
  actions: [payments.refund, orders.*]
  outside: block
levels:
  limited:
    amount: { max: 50 }
    currency: { only: [EUR] }
clauses:
  - key: cites-policy
    title: Cites the policy it relied on
    obligation: Every refund above 20 EUR names the policy paragraph that allows it.
    severity: critical
    owner: refunds-platform
    recertify: P30D
    actions: [payments.refund]
    when: context.amount > 20
    require: context.amount <= 500
    evidence:
      method: eval
      describe: Nightly citation eval, 200 cases, graded against the policy text
      target: 0.98
      freshness: P7D
      minChecks: 50
    failures: { count: 3, within: PT24H }
    drift: { verify: auto }
    on:
      violation: block
      missing: block
      stale: review
      failures: degrade
      drift:
        - { at: 1000, do: review }
        - { at: 10000, do: degrade, limits: { amount: { max: 25 } } }
      incident: { do: block, atLeast: high }
  - key: answers-politely
    title: Answers politely
    obligation: No reply insults, threatens or mocks the customer.
    severity: minor
    owner: refunds-platform
    recertify: P90D
    evidence:
      method: human
      describe: Weekly sample of 40 replies, read by the support lead
      target: 0.95
      freshness: P14D
    on:
      missing: review
      stale: review
`;
