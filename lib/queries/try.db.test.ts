import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { DecisionRequest } from "@/lib/domain/decision";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putAgent } from "@/lib/services/agents/put";
import { recordEvidence } from "@/lib/services/evidence/record";
import { setGrant } from "@/lib/services/grants/set";
import { openIncident } from "@/lib/services/incidents/open";
import { resolveIncident } from "@/lib/services/incidents/resolve";
import { changeOrganisation } from "@/lib/services/organisations/change";
import { approveOverride } from "@/lib/services/overrides/approve";
import { requestOverride } from "@/lib/services/overrides/request";
import { rerunDecision, tryRequest } from "./try";

let t: TestRuntime;
let org: TestOrganisation;
const HOUR = 3600_000;
const asked: string[] = [];

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
  await t.runtime.snapshots.reload(org.id);
});
afterAll(() => t.stop());

const REQUESTS: DecisionRequest[] = [
  { agent: "refund-bot", action: "payments.refund", context: { amount: 10 } },
  { agent: "refund-bot", action: "payments.refund", context: { amount: 900 }, release: "r2" },
  { agent: "refund-bot", action: "orders.read" },
  { agent: "refund-bot", action: "orders.read", workflow: "elsewhere" },
  { agent: "stray-bot", action: "orders.read" },
];

/** Asks everything, remembers what it came to, and lets some time pass. */
async function ask(): Promise<void> {
  const records = await t.runtime.recorder.ask(org.id, REQUESTS);
  for (const { id } of records) asked.push(id);
  t.clock.advance(HOUR / 4);
}

const evidence = (clause: string, passed: number, failed: number, release?: string) =>
  recordEvidence(org.service, {
    ...{ agent: "refund-bot", pact: "refunds", clause, passed, failed, release, source: "lab" },
    observedAt: new Date(t.clock.now()).toISOString(),
  });

test("every recorded decision comes out the same again, to the last word, whatever has happened since", async () => {
  await ask();
  await evidence("cites", 50, 0);
  await ask();
  await evidence("cites", 20, 1, "r2");
  await evidence("fast", 9, 1);
  await ask();
  const { result: override } = await requestOverride(org.author, {
    ...{ agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["violation"], actions: ["payments.refund"] },
    ...{ maxUses: 2, reason: "one large order", endsAt: new Date(t.clock.now() + HOUR).toISOString() },
  });
  await approveOverride(org.approver, { id: override.id });
  await approveOverride(org.approver2, { id: override.id });
  await ask();
  await ask();
  await ask();
  for (let i = 0; i < 3; i++) await evidence("cites", 0, 1);
  await ask();
  const { result: incident } = await openIncident(org.operator, {
    ...{ agent: "refund-bot", severity: "high", title: "Refunds to strangers" },
  });
  await ask();
  await resolveIncident(org.operator, { id: incident.id, status: "resolved", note: "Explained." });
  await setGrant(org.operator, { agent: "refund-bot", level: "supervised", reason: "until it is explained" });
  await ask();
  await changeOrganisation(org.owner, { settings: { ungovernedAgents: { "stray-bot": "review" } } });
  await putAgent(org.author, { slug: "refund-bot", name: "Bot", owner: "platform", release: "r2" });
  await ask();
  const looser = testPact((written) => {
    for (const clause of written.clauses) clause.failures = { count: 9, within: "PT1H" };
  });
  await storePact(t.runtime.db, org.id, looser, { version: 2, now: t.clock.now() });
  await t.runtime.snapshots.reload(org.id);
  await ask();
  t.clock.advance(300 * HOUR);
  const outcomes = new Map<string, number>();
  for (const id of asked) {
    const { asDecided, recorded } = await rerunDecision(org.auditor, id);
    expect(asDecided.differences).toEqual([]);
    expect({ id, outcome: asDecided.outcome }).toEqual({ id, outcome: "same" });
    expect(asDecided.decision).toEqual({ ...recorded, id: null });
    outcomes.set(recorded.verdict, (outcomes.get(recorded.verdict) ?? 0) + 1);
  }
  expect(asked.length).toBe(55);
  expect(outcomes.size).toBeGreaterThan(2);
});

test("what differs today is said in words", async () => {
  const { today } = await rerunDecision(org.auditor, asked[5] ?? "");
  expect(today.differences.map(({ says }) => says)).toEqual(
    expect.arrayContaining(["Pact refunds was at version 1 and is at version 2."]),
  );
  expect(today.differences.some(({ of }) => of === "verdict" || of === "because")).toBe(true);
});

test("a record that was tampered with raises the alarm", async () => {
  const id = asked[10] ?? "";
  await t.runtime.db.system(
    (tx) => tx.$executeRaw`
      UPDATE past_fact SET value = jsonb_set(value, '{newest}', 'null')
      WHERE organisation_id = ${org.id} AND kind = 'clause_line' AND value -> 'newest' <> 'null'`,
  );
  const { asDecided } = await rerunDecision(org.auditor, id);
  expect(asDecided.outcome).toBe("differs");
  expect(asDecided.differences.length).toBeGreaterThan(0);
});

test("a decision from before anything was kept is not rebuilt from guesses", async () => {
  await t.runtime.db.system(
    (tx) => tx.$executeRaw`
      UPDATE past_fact SET revision = 1000 WHERE organisation_id = ${org.id} AND kind = 'organisation'`,
  );
  const { asDecided } = await rerunDecision(org.auditor, asked[0] ?? "");
  expect(asDecided).toMatchObject({ outcome: "unknown", decision: null });
  expect(asDecided.says).toContain("kept from revision 1000 on");
});

test("a request that is tried out shows what time alone makes of it, and is not recorded", async () => {
  await setGrant(org.operator, { agent: "refund-bot", level: "full", reason: "explained" }).catch(() => {});
  await evidence("fast", 10, 0, "r2");
  const count = () => t.runtime.db.system((tx) => tx.decisionSegment.count({ where: { organisationId: org.id } }));
  const before = await count();
  const { steps, now } = await tryRequest(org.auditor, { agent: "refund-bot", action: "orders.read" });
  expect(steps[0]?.decidedAt).toBe(now);
  expect(steps.length).toBeGreaterThan(1);
  steps.slice(1).forEach((step, i) => {
    expect(step.decidedAt).toBe(steps[i]?.validUntil);
  });
  expect(await count()).toBe(before);
});

test("another organisation's decision is not found", async () => {
  const other = await t.organisation("other");
  await expect(rerunDecision(other.owner, asked[0] ?? "")).rejects.toMatchObject({ kind: "not_found" });
});
