import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "@/lib/services/decisions/ask";
import { recordEvidence } from "@/lib/services/evidence/record";
import { decisionSummary } from "./decision-explorer";
import { ledgerPage } from "./ledger";
import { overview } from "./overview";
import { needs } from "./overview-needs";

let t: TestRuntime;
let org: TestOrganisation;
let other: TestOrganisation;
const HOUR = 3_600_000;
const refund = { agent: "refund-bot", action: "payments.refund", context: { amount: 20 } };

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  other = await t.organisation("other");
});
afterAll(() => t.stop());

const record = (clause: string, passed: number, failed: number) =>
  recordEvidence(org.service, {
    agent: "refund-bot",
    pact: "refunds",
    clause,
    passed,
    failed,
    observedAt: new Date(t.clock.now()).toISOString(),
    source: "qa-lab",
  });
const kinds = async (of = org.owner) => (await needs(of)).map(({ kind, title }) => [kind, title]);
const summary = (filter: object = {}) => {
  const now = t.clock.now();
  return decisionSummary(org.auditor, { from: now - 24 * HOUR, to: now + 1, ...filter }, HOUR);
};

test("an empty organisation has taken none of the five steps, and nothing waits", async () => {
  const { agents, steps } = await overview(org.owner);
  expect(agents).toBe(0);
  expect(Object.values(steps)).toEqual([false, false, false, false, false]);
  expect(await needs(org.owner)).toEqual([]);
});

test("what is missing waits first; each step is done when the data says so", async () => {
  await storePact(t.runtime.db, org.id, testPact());
  await t.runtime.snapshots.reload(org.id);
  expect(await kinds()).toEqual([
    ["missing", "Cites the policy"],
    ["missing", "Answers fast"],
  ]);
  await record("cites", 100, 0);
  await record("fast", 100, 0);
  const { steps, below } = await overview(org.owner);
  expect(steps).toEqual({ promise: true, evidence: true, freshness: true, consequence: true, decision: false });
  expect(below).toEqual([]);
  expect(await kinds()).toEqual([["expiring", "Cites the policy"]]);
});

test("a plain allow under a pact is the first gated decision, and is counted", async () => {
  await askDecision(org.service, refund, {});
  expect((await overview(org.owner)).steps.decision).toBe(true);
  expect((await overview(org.owner)).today).toEqual({ decisions: 1, notAllowed: 0, ungoverned: 0, unpermitted: 0 });
});

test("volume and facets count each decision once, under all the other filters", async () => {
  await askDecision(org.service, { ...refund, context: { amount: 900 } }, {});
  await askDecision(org.service, { agent: "stranger", action: "files.delete" }, {});
  const { facets, counts } = await summary();
  expect(facets.verdict).toEqual([
    { value: "block", count: 2 },
    { value: "allow", count: 1 },
  ]);
  expect(facets.agent).toEqual([
    { value: "refund-bot", count: 2 },
    { value: "stranger", count: 1 },
  ]);
  expect(facets.clause).toEqual([{ value: "refunds/cites", count: 1 }]);
  expect(counts).toHaveLength(1);
  const blocked = await summary({ verdict: ["block"], agent: ["refund-bot"] });
  expect(blocked.counts).toMatchObject([{ block: 1 }]);
  expect(blocked.facets.verdict).toContainEqual({ value: "allow", count: 1 });
  expect(blocked.facets.agent).toContainEqual({ value: "stranger", count: 1 });
  const ungoverned = await summary({ governed: false });
  expect(ungoverned.facets.agent).toEqual([{ value: "stranger", count: 1 }]);
  expect((await summary({ clause: ["cites"] })).facets.verdict).toEqual([{ value: "block", count: 1 }]);
  expect((await overview(org.owner)).today).toEqual({ decisions: 3, notAllowed: 2, ungoverned: 1, unpermitted: 0 });
});

test("decisions sealed together are counted at their own hours, and those outside the range not at all", async () => {
  const began = t.clock.now();
  await askDecision(org.service, refund, {});
  t.clock.advance(2 * HOUR);
  await askDecision(org.service, refund, {});
  await t.runtime.sequencer.settle(org.id);
  const of = (from: number, to: number) => decisionSummary(org.auditor, { from, to, verdict: ["allow"] }, HOUR);
  expect((await of(began, began + 3 * HOUR)).counts.map(({ at, allow }) => [Date.parse(at) - began, allow])).toEqual(
    expect.arrayContaining([[2 * HOUR, 1]]),
  );
  expect((await of(began + HOUR, began + 3 * HOUR)).facets.agent).toEqual([{ value: "refund-bot", count: 1 }]);
  expect((await of(began + HOUR, began + 2 * HOUR)).counts).toEqual([]);
});

test("repeated failure lowers the agent, marks the chart and asks its owner to respond", async () => {
  for (let i = 0; i < 3; i++) {
    t.clock.advance(60_000);
    await record("cites", 0, 1);
  }
  const { below } = await overview(org.owner);
  expect(below).toMatchObject([{ agent: "refund-bot", granted: "full", effective: "limited" }]);
  expect((await kinds())[0]).toEqual(["restore", "Cites the policy, refund-bot"]);
  expect((await summary()).markers.map(({ label }) => label)).toContain("refund-bot lowered to limited");
});

test("time alone brings back what a step had done", async () => {
  t.clock.advance(8 * 24 * HOUR);
  const { steps, clauses } = await overview(org.owner);
  expect(steps.freshness).toBe(false);
  expect(clauses).toMatchObject({ stale: 1 });
  expect(await kinds()).toContainEqual(["stale", "Cites the policy"]);
});

test("the ledger is paged by its numbers, and no other organisation's page holds any of it", async () => {
  await t.runtime.sequencer.settle(org.id);
  const whole = await ledgerPage(org.auditor, {}, 200);
  expect(whole.lines.map(({ number }) => number)).toEqual([...Array(whole.head.size).keys()].reverse());
  const first = await ledgerPage(org.auditor, { families: ["evidence"] }, 2);
  const second = await ledgerPage(org.auditor, { families: ["evidence"] }, 200, first.older ?? 0);
  const evidence = whole.lines.filter(({ kind }) => kind.startsWith("evidence."));
  expect([...first.lines, ...second.lines]).toEqual(evidence);
  expect(second.older).toBeNull();
  expect((await ledgerPage(other.auditor, {}, 10)).lines).toEqual([]);
  expect(await needs(other.owner)).toEqual([]);
  expect((await overview(other.owner)).today.decisions).toBe(0);
});
