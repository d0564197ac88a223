import fc from "fast-check";
import { expect, test } from "vitest";
import { budgetSpent, overspent, spentAt } from "./budget.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import { standing } from "./standing.ts";
import { fillDefaults } from "./testing.ts";

const HOUR = 3600_000;
const budget = (count: number, hours: number) => ({
  count,
  withinMs: hours * HOUR,
  consequence: { do: "review" as const },
});

test("a budget is overspent exactly while more overrides are counted than it has", () => {
  const instants = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20 }), (hours, count, within) => {
      const spendings = hours.map((hour) => ({ at: hour * HOUR }));
      const rule = budget(count, within);
      const spans = overspent(rule, spendings);
      for (let hour = 0; hour <= 90; hour++) {
        const now = hour * HOUR;
        const inside = spans.some(({ from, until }) => now >= from && now < until);
        expect(inside).toBe(spentAt(spendings, rule.withinMs, now) > count);
      }
    }),
  );
});

const document = fillDefaults({
  surety: 1,
  pact: "refunds",
  title: "Refund desk",
  agent: "refund-bot",
  workflow: "refunds",
  parties: { provider: "Acme" },
  scope: { actions: ["payments.refund"], outside: { do: "block" } },
  levels: { limited: { amount: { max: 50 } } },
  // biome-ignore lint/suspicious/noThenProperty: the contract's word, and nobody awaits a budget
  overrides: { budget: { count: 1, within: "P30D", then: "degrade" } },
  clauses: [
    {
      key: "fits",
      title: "Fits the account",
      obligation: "Refunds fit.",
      severity: "minor",
      owner: "desk",
      recertify: "P30D",
      require: "context.amount <= 500",
      on: { violation: { do: "block" } },
    },
  ],
} as never);
const DAY = 24 * HOUR;
const stateOf = (...at: number[]) => ({
  organisation: "org",
  revision: 1,
  settings: { ungoverned: "block", ungovernedAgents: {}, ungovernedWorkflows: {} } as never,
  agents: [{ slug: "refund-bot", release: "r1", candidates: [] }],
  workflows: [],
  pacts: [{ pact: "refunds", version: 1, hash: "sha256:0", mode: "enforce" as const, document }],
  lines: [],
  latches: [],
  incidents: [],
  overrides: [],
  caps: [],
  spendings: at.map((one) => ({ agent: "refund-bot", pact: "refunds", clause: "fits", at: one })),
  grants: [],
});
const request = { agent: "refund-bot", action: "payments.refund", context: { amount: 80 } };

test("what is spent of a budget counts the clause's own overrides within its window, and nothing where there is none", () => {
  const now = 100 * DAY;
  const { spendings } = stateOf(now - 31 * DAY, now - DAY, now);
  const others = [
    { ...spendings[1], clause: "other" },
    { ...spendings[1], pact: "claims" },
  ] as typeof spendings;
  expect(budgetSpent(document, "fits", [...spendings, ...others], now)).toMatchObject({ used: 2, count: 1 });
  expect(budgetSpent({ ...document, overrides: undefined }, "fits", spendings, now)).toBeNull();
});

test("one override more than the budget lowers the clause's authority until the first is long enough ago", () => {
  const now = 100 * DAY;
  const within = compile(stateOf(now - DAY));
  expect(decide(within, request, now)).toMatchObject({ verdict: "allow", authority: "full" });
  const beyond = compile(stateOf(now - DAY, now));
  const answer = decide(beyond, request, now);
  expect(answer).toMatchObject({ verdict: "degrade", permitted: false, authority: "limited" });
  expect(answer.because).toMatchObject([{ clause: "fits", trigger: "budget", consequence: "degrade" }]);
  expect(answer.because[0]?.says).toMatch(/overridden more often than the pact’s budget allows \(1 within 30.d\)/);
  expect(answer.validUntil).toBe(now - DAY + 30 * DAY);
  expect(decide(beyond, request, now + 29 * DAY).verdict).toBe("allow");
  expect(standing(beyond, "refund-bot", now)?.pacts[0]).toMatchObject({
    authority: { effective: "limited" },
    clauses: [{ standing: "breached", triggers: [{ trigger: "budget", override: null }] }],
  });
});
