import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { refusal } from "@/lib/domain/testing-refusal";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "../decisions/ask";
import { runDrill, runDueDrills } from "../drilling";
import { recordEvidence } from "../evidence/record";
import { openIncident } from "../incidents/open";
import { defineMetric } from "../metrics/define";
import { scheduleDrills } from "./schedule";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
type Change = Parameters<typeof testPact>[0];
async function given(change?: Change): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  await storePact(t.runtime.db, org.id, testPact(change));
  return org;
}
/** Time passes only while a drill waits. */
const patience = { pause: async (ms: number) => t.clock.advance(ms) };
const drill = async (org: TestOrganisation, asked: Parameters<typeof runDrill>[1], actor = org.owner) => {
  const { id } = (await runDrill(actor, asked, { patience })).result;
  return t.runtime.db.organisation(org.id, async (tx) => ({
    row: await tx.drill.findUniqueOrThrow({ where: { organisationId_id: { organisationId: org.id, id } } }),
    cases: await tx.drillCase.findMany({ where: { organisationId: org.id, drillId: id }, orderBy: { n: "asc" } }),
  }));
};

test("a drill raises every signal of every clause on twins, and each changes the decision", async () => {
  const org = await given();
  const { row, cases } = await drill(org, { pact: "refunds" });
  const said = cases.map(({ clause, trigger, outcome, says }) => [`${clause}/${trigger}`, outcome, says]);
  expect(said).toEqual([
    ["cites/violation", "passed", "The request broke the clause: allow became block."],
    ["cites/missing", "passed", "The evidence was missing: allow became block."],
    ["cites/failures", "passed", expect.stringMatching(/^Checks failed: allow became /)],
    ["cites/drift", "passed", "Drift was verified: allow became block."],
    ["cites/incident", "passed", "An incident was opened: allow became block."],
    ["fast/missing", "passed", expect.stringContaining("degrade")],
    ["fast/failures", "passed", "Checks failed: allow became review."],
    ["cites/stale", "passed", "The evidence went stale: allow became review."],
    ["fast/stale", "passed", "The evidence went stale: allow became review."],
  ]);
  expect(row).toMatchObject({ state: "passed", passed: 9, failed: 0, version: 1 });
  for (const { before, after } of cases) {
    expect(before).toMatchObject({ verdict: "allow", permitted: true });
    expect(after).toMatchObject({ because: expect.arrayContaining([expect.objectContaining({ pact: "refunds" })]) });
  }
});

test("what a drill does to its twins is seen in no list, no figure and no answer of the agent itself, but in the ledger", async () => {
  const org = await given();
  const iso = new Date(t.clock.now()).toISOString();
  const real = { agent: "refund-bot", pact: "refunds", passed: 90, failed: 10, observedAt: iso, source: "lab" };
  await recordEvidence(org.service, [
    { ...real, clause: "cites" },
    { ...real, clause: "fast" },
  ]);
  const ask = () =>
    askDecision(org.service, { agent: "refund-bot", action: "payments.refund", context: { amount: 10 } });
  const before = await ask();
  const { row } = await drill(org, { pact: "refunds" });
  expect((await ask()).verdict).toBe(before.verdict);
  const counts = await t.runtime.db.organisation(org.id, async (tx) => {
    const where = { organisationId: org.id };
    return {
      agents: await tx.agent.count({ where }),
      evidence: await tx.evidence.count({ where }),
      lines: await tx.clauseLine.count({ where }),
      latches: await tx.latch.count({ where }),
      drifts: await tx.drift.count({ where }),
      incidents: await tx.incident.count({ where }),
      exceptions: await tx.exception.count({ where }),
      decisions: (await tx.decisionSegment.aggregate({ where, _sum: { count: true } }))._sum.count,
    };
  });
  const apart = { latches: 0, drifts: 0, incidents: 0, exceptions: 0 };
  expect(counts).toEqual({ agents: 1, evidence: 2, lines: 2, ...apart, decisions: 2 });
  const [kinds, told] = await t.runtime.db.organisation(org.id, async (tx) => [
    await tx.ledgerEntry.findMany({
      where: { organisationId: org.id, subject: `drill/${row.id}` },
      orderBy: { id: "asc" },
    }),
    await tx.outbox.findMany({ where: { organisationId: org.id } }),
  ]);
  expect([...new Set(kinds.map(({ kind }) => kind))]).toEqual(["drill.begun", "drill.step", "drill.passed"]);
  expect(told.map(({ kind }) => kind)).toEqual(["drill.passed"]);
  const twins = await t.runtime.db.organisation(
    org.id,
    (tx) => tx.agent.findMany({ where: { twinOf: "refund-bot" } }),
    {
      twins: true,
    },
  );
  expect(twins).toHaveLength(9);
  expect(twins.every(({ retiredAt }) => retiredAt !== null)).toBe(true);
  expect((await t.runtime.snapshots.get(org.id)).twins.size).toBe(0);
});

test("nobody but its drill speaks of a twin or asks as one, and the database holds them apart", async () => {
  const org = await given();
  await drill(org, { pact: "refunds" });
  const [twin] = await t.runtime.db.organisation(
    org.id,
    (tx) => tx.agent.findMany({ where: { twinOf: "refund-bot" } }),
    {
      twins: true,
    },
  );
  const agent = twin?.slug ?? "";
  const observedAt = new Date(t.clock.now()).toISOString();
  const record = { agent, pact: "refunds", clause: "cites", passed: 1, failed: 0, observedAt, source: "lab" };
  expect((await refusal(recordEvidence(org.service, record))).errors).toEqual([
    { path: "agent", message: "must be a registered agent" },
  ]);
  expect((await refusal(openIncident(org.owner, { agent, severity: "high", title: "x" }))).kind).toBe("invalid");
  const asked = await askDecision(org.service, { agent, action: "payments.refund", context: { amount: 10 } });
  expect(asked).toMatchObject({ verdict: "block", permitted: false, because: [{ trigger: "no_pact" }] });
  const row = { organisationId: org.id, id: "inc_x", agent, severity: "low", title: "x", state: "open" };
  const write = t.runtime.db.organisation(org.id, (tx) =>
    tx.incident.create({ data: { ...row, openedAt: new Date(0), openedBy: {} } }),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});

test("a consequence that is not wired fails its drill, and says why", async () => {
  const shadow = await given((written) => Object.assign(written, { mode: "shadow" }));
  const { row, cases } = await drill(shadow, { pact: "refunds" });
  expect(row).toMatchObject({ state: "failed", passed: 0 });
  expect(cases[0]?.says).toContain("the pact is in shadow and binds no one. It would have said block.");
  // No amount is both above 600 and, as another clause requires, at most 500.
  const unreached = await given((written) => {
    const { require: _, ...fast } = written.clauses[0] as Record<string, unknown>;
    written.clauses.push({ ...fast, key: "never", when: "context.amount > 600" });
  });
  const never = (await drill(unreached, { pact: "refunds" })).cases.filter(({ clause }) => clause === "never");
  expect(never.map(({ outcome }) => outcome)).toEqual(never.map(() => "failed"));
  expect(never.find(({ trigger }) => trigger === "incident")?.says).toContain("nothing answered");
});

test("a metric's breach is put into twins alone; a response that binds no one fails", async () => {
  const org = await given();
  const governing = { owner: "platform", cadence: "P7D", threshold: { op: ">" as const, value: 0 } };
  const metric = { formula: "policy_bypasses" as const, ...governing };
  const cap = { do: "cap" as const, level: "suspended" as const };
  const define = (slug: string, response: object, more: object = {}) =>
    defineMetric(org.owner, { slug, ...metric, ...more, response } as Parameters<typeof defineMetric>[1]);
  await define("caps", { ...cap, agent: "refund-bot" });
  await define("opens", { do: "incident", agent: "refund-bot", severity: "critical" });
  await define("mild", { do: "incident", agent: "refund-bot", severity: "low" });
  await define("enforces", { do: "enforce", pact: "refunds" });
  await define("freezes", { do: "freeze" });
  await define("tells", { do: "notify" });
  await define("never", { ...cap, agent: "refund-bot" }, { threshold: { op: "<", value: 0 } });
  await storePact(
    t.runtime.db,
    org.id,
    testPact((written) => Object.assign(written, { pact: "other", agent: "other-bot", mode: "shadow" })),
  );
  await define("switches", { do: "enforce", pact: "other" });
  await define("idle", { ...cap, level: "supervised", pact: "other" });
  const outcome = async (slug: string) =>
    (await drill(org, { metric: slug })).cases.map((one) => [one.outcome, one.says]);
  const crossed = (slug: string) => `The threshold of ${slug} was crossed`;
  expect(await outcome("caps")).toEqual([["passed", `${crossed("caps")}: allow became block.`]]);
  expect(await outcome("opens")).toEqual([["passed", `${crossed("opens")}: allow became block.`]]);
  expect(await outcome("mild")).toEqual([["failed", expect.stringContaining("the decision stayed allow")]]);
  expect(await outcome("enforces")).toEqual([["failed", expect.any(String)]]);
  expect(await outcome("switches")).toEqual([["passed", expect.stringContaining("allow became")]]);
  expect(await outcome("idle")).toEqual([["failed", expect.stringContaining("the response changes nothing")]]);
  expect(await outcome("freezes")).toEqual([["passed", expect.stringContaining("can no longer be published")]]);
  expect(await outcome("tells")).toEqual([["failed", expect.stringContaining("nobody is in that team")]]);
  expect(await outcome("never")).toEqual([["failed", expect.stringContaining("No value of never can ever cross")]]);
  const left = await t.runtime.db.organisation(org.id, (tx) => tx.metricResponse.count(), { twins: true });
  expect(left).toBe(0);
  const ask = { agent: "refund-bot", action: "orders.read", context: { fields: 1 } };
  expect((await askDecision(org.service, ask)).because.map(({ trigger }) => trigger)).not.toContain("metric");
});

test("a node that does not hear of the change fails the drill: decided, not enforced", async () => {
  // Each threshold waits its 5 s for the node: two are enough.
  const org = await given((written) => {
    const { evidence: _, failures: __, drift: ___, ...cites } = written.clauses[0] as Record<string, unknown>;
    written.clauses = [{ ...cites, on: { violation: "block", incident: "block" } }] as typeof written.clauses;
  });
  const at = new Date(t.clock.now());
  await t.runtime.db.system(async (tx) => {
    await tx.node.create({
      data: { id: "deaf", startedAt: at, beatAt: new Date(t.clock.now() + 3_600_000), version: "0" },
    });
    await tx.nodeAck.create({ data: { organisationId: org.id, nodeId: "deaf", revision: 1, at } });
  });
  const { cases } = await drill(org, { pact: "refunds" });
  const incident = cases.find(({ trigger }) => trigger === "incident");
  expect(incident).toMatchObject({ outcome: "failed", enforcedMs: null });
  expect(incident?.says).toBe("Decided, not enforced: deaf had not acknowledged the change after 5 s.");
  await t.runtime.db.system((tx) => tx.node.deleteMany({ where: { id: "deaf" } }));
});

test("drills come by themselves at their cadence, one of each at a time, and what a dead process left is given up", async () => {
  const org = await given();
  await scheduleDrills(org.operator, { kind: "pact", slug: "refunds", cadence: "P7D" });
  const drills = () =>
    t.runtime.db.organisation(org.id, (tx) =>
      tx.drill.findMany({ where: { organisationId: org.id }, orderBy: { startedAt: "asc" } }),
    );
  await runDueDrills(patience);
  await runDueDrills(patience);
  expect((await drills()).map(({ state, scheduled }) => [state, scheduled])).toEqual([["passed", true]]);
  t.clock.advance(8 * 24 * 3_600_000);
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.drill.create({
      data: {
        ...{ organisationId: org.id, id: "drl_dead", kind: "pact", slug: "refunds", state: "running", scheduled: true },
        ...{ startedAt: new Date(t.clock.now()), startedBy: {} },
      },
    }),
  );
  expect((await refusal(runDrill(org.owner, { pact: "refunds" }, { patience }))).kind).toBe("conflict");
  t.clock.advance(16 * 60_000);
  await runDueDrills(patience);
  expect((await drills()).map(({ state }) => state)).toEqual(["passed", "abandoned", "passed"]);
  expect((await refusal(runDrill(org.auditor, { pact: "refunds" }, { patience }))).kind).toBe("forbidden");
});
