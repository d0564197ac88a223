import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { FormulaId, MetricScope } from "@/lib/domain/metric";
import { burnDown } from "@/lib/domain/metric-budget";
import { metricDossier } from "@/lib/queries/metrics";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "../decisions/ask";
import { recordEvidence } from "../evidence/record";
import { recordObservations } from "../observations/record";
import { putWorkflow } from "../workflows/put";

const DAY = 24 * 3_600_000;
let t: TestRuntime;
let org: TestOrganisation;

/** A pact of a day ago; refunds, of high risk, were proven then, look-ups never. */
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
  const actions = [
    { name: "payments.refund", risk: "high" as const },
    { name: "orders.write", risk: "critical" as const },
    { name: "orders.read", risk: "low" as const },
    { name: "orders.erase", risk: "low" as const },
  ];
  await putWorkflow(org.owner, { slug: "refunds", name: "Refunds", consequential: true, risk: "high", actions });
  t.clock.advance(DAY);
  const about = { agent: "refund-bot", pact: "refunds", clause: "cites", source: "qa-lab" };
  await recordEvidence(org.service, {
    ...about,
    passed: 50,
    failed: 0,
    observedAt: new Date(t.clock.now()).toISOString(),
  });
});
afterAll(() => t.stop());

const ask = (action: string) =>
  askDecision(org.service, { agent: "refund-bot", action, context: { amount: 10, fields: 1 } });
const told = (slug: FormulaId, scope?: MetricScope, window = "P10D") =>
  metricDossier(org.auditor, slug, { scope, window });

test("a high-risk permit rested on fresh evidence only where a clause demanded it and nothing was missing", async () => {
  for (const action of ["payments.refund", "payments.refund", "payments.refund", "orders.write", "orders.read"])
    expect((await ask(action)).permitted).toBe(true);
  expect(await told("rested_evidence_share")).toMatchObject({ value: 0.75, detail: { permits: 4, rested: 3 } });
  expect(await told("rested_evidence_share", { pact: "refunds", workflow: "refunds" })).toMatchObject({ value: 0.75 });
  expect(await told("rested_evidence_share", { agent: "another" })).toMatchObject({ value: null, says: "no data" });
  const required = await told("fresh_evidence_share");
  expect(required).toMatchObject({ value: 1, detail: { requiring: 2, total: 2, restedShare: 0.75 } });
  // The day before, no pact was live yet: nothing was required.
  expect(required.days.slice(-3).map(({ value }) => value)).toEqual([0, 1, 1]);
});

test("what ran outside every pact counts in the workflow that names its action, and nowhere else", async () => {
  await recordObservations(org.service, {
    agent: "refund-bot",
    action: "orders.erase",
    at: new Date(t.clock.now()).toISOString(),
  });
  expect(await told("policy_bypasses")).toMatchObject({ value: 1 });
  expect(await told("policy_bypasses", { workflow: "refunds" })).toMatchObject({ value: 1 });
  expect(await told("policy_bypasses", { workflow: "another" })).toMatchObject({ value: 0 });
});

test("every hour without fresh evidence spends the budget, and the burn-down ends where the budget stands", async () => {
  // Proven a day late, for seven days; two days stale: 72 of 240 h. Look-ups never: 240 of 240 h.
  t.clock.advance(9 * DAY);
  const time = await told("freshness_budget");
  expect(time.value).toBeCloseTo((480 - 72 - 240) / 480, 6);
  expect(time.budget?.left).toBeCloseTo(1 - 312 / 480 / 0.05, 6);
  const burnt = burnDown(time.days, 0.95);
  expect(burnt).toHaveLength(11);
  expect(burnt.at(-1)).toMatchObject({ day: "2026-12-02" });
  expect(burnt.at(-1)?.left).toBeCloseTo(time.budget?.left ?? 0, 6);
  expect(await told("evidence_coverage")).toMatchObject({ value: 0 });
  expect(await told("stale_soon")).toMatchObject({ value: 0 });
});
