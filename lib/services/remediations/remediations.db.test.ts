import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { driftDetail } from "@/lib/queries/drift";
import { driftGroups } from "@/lib/queries/drift-list";
import { incidentDetail } from "@/lib/queries/incident";
import { incidentPack } from "@/lib/queries/incident-pack";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "../evidence/record";
import { setGrant } from "../grants/set";
import { openIncident } from "../incidents/open";
import { resolveIncident } from "../incidents/resolve";
import { approveOverride } from "../overrides/approve";
import { requestOverride } from "../overrides/request";
import { approveReview } from "../reviews/approve";
import { denyReview } from "../reviews/deny";
import { setRemediation } from "./set";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  const document = testPact((written) =>
    Object.assign(written, { facts: { amount: { type: "number", unit: "EUR" }, fields: { type: "number" } } }),
  );
  await storePact(t.runtime.db, org.id, document, { now: t.clock.now() - 1000 });
  await t.runtime.snapshots.reload(org.id);
  return org;
}

async function record(org: TestOrganisation, passed: number, failed: number) {
  t.clock.advance(1000);
  const observedAt = new Date(t.clock.now()).toISOString();
  const about = { agent: "refund-bot", pact: "refunds", clause: "cites", source: "qa-lab" };
  await recordEvidence(org.service, { ...about, passed, failed, observedAt });
}
async function decide(org: TestOrganisation, amount: number, action = "payments.refund") {
  t.clock.advance(1000);
  const asked = { agent: "refund-bot", action, context: { amount, fields: 1 } };
  const [answered] = await t.runtime.recorder.ask(org.id, [asked]);
  return answered?.id ?? "";
}

test("a drift's exposure is what was permitted from its onset until it was enforced, of the clause's own actions, with money", async () => {
  const org = await given();
  await record(org, 50, 0);
  await decide(org, 10); // before the onset
  await record(org, 0, 1);
  const exposed = [await decide(org, 20), await decide(org, 30.5)];
  await decide(org, 1, "orders.read"); // another clause's
  await record(org, 0, 12); // every stage at once
  const [listed] = (await driftGroups(org.auditor)).verified;
  const drift = await driftDetail(org.auditor, listed?.id ?? "");
  expect(drift).toMatchObject({
    state: "verified",
    title: "Cites the policy",
    exposure: { open: false, unanswered: 2 },
  });
  expect(drift.exposure.decisions.map(({ id }) => id).sort()).toEqual(exposed);
  expect(drift.exposure.money).toEqual([{ amount: 50.5, currency: "EUR" }]);
  const highest = Math.max(...(drift.course ?? []).map(({ odds }) => odds));
  expect(highest).toBeGreaterThanOrEqual(10_000);
  expect(drift.stages.map(({ at }) => at)).toEqual([1000, 10000]);

  const word = { subject: "drift" as const, id: drift.id, decisions: [exposed[0] as string] };
  await setRemediation(org.operator, { ...word, state: "reversed", note: "called back" });
  await setRemediation(org.operator, { ...word, state: "compensated" });
  const after = await driftDetail(org.auditor, drift.id);
  expect(after.exposure.unanswered).toBe(1);
  expect(after.exposure.decisions.find(({ id }) => id === exposed[0])?.remediation).toMatchObject({
    state: "compensated",
    by: { name: "operator" },
  });
});

test("a drift's exposure holds what a person permitted by approving its review, and what an override permitted, each named", async () => {
  const org = await given();
  await record(org, 50, 0);
  await record(org, 0, 1);
  const asked = { agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["violation" as const] };
  const endsAt = new Date(t.clock.now() + 3600_000).toISOString();
  const { result: override } = await requestOverride(org.operator, {
    ...asked,
    ...{ actions: ["payments.refund"], endsAt, reason: "a recall" },
  });
  for (const approver of [org.approver, org.approver2]) await approveOverride(approver, { id: override.id });
  const overridden = await decide(org, 600);
  await setGrant(org.operator, { agent: "refund-bot", level: "supervised", reason: "new model" });
  const [approved, denied] = [await decide(org, 40), await decide(org, 70)];
  const reviews = await t.runtime.db.organisation(org.id, (tx) => tx.review.findMany());
  for (const { id, decisionId: decision } of reviews)
    await (decision === approved ? approveReview : denyReview)(org.approver, { id, reason: "seen" });
  t.clock.advance(1000);
  await record(org, 0, 12);
  const [listed] = (await driftGroups(org.auditor)).verified;
  const { exposure } = await driftDetail(org.auditor, listed?.id ?? "");
  expect(exposure.decisions.map(({ id, through }) => [id, through?.kind])).toEqual([
    [approved, "review"],
    [overridden, "override"],
  ]);
  expect(exposure.decisions.map(({ id }) => id)).not.toContain(denied);
  expect(exposure.money).toEqual([{ amount: 640, currency: "EUR" }]);
});

test("an incident's pack holds what was promised, known and decided, and a decision that a person linked", async () => {
  const org = await given();
  await record(org, 50, 0);
  const early = await decide(org, 5);
  t.clock.advance(3600_000);
  const startedAt = new Date(t.clock.now()).toISOString();
  const during = await decide(org, 40);
  t.clock.advance(1000);
  const { result } = await openIncident(org.operator, {
    agent: "refund-bot",
    severity: "high",
    title: "Paid twice",
    startedAt,
  });
  t.clock.advance(1000);
  const word = { subject: "incident" as const, id: result.id, state: "open" as const };
  await setRemediation(org.operator, { ...word, decisions: [early] });
  await resolveIncident(org.operator, { id: result.id, status: "resolved", note: "called back" });
  const detail = await incidentDetail(org.auditor, result.id);
  expect(detail.clauses).toMatchObject([{ clause: "cites", does: "block", acts: true }]);
  expect(detail.exposure.decisions.map(({ id, linked }) => [id, linked])).toEqual([
    [during, false],
    [early, true],
  ]);
  const pack = await incidentPack(org.auditor, result.id);
  expect(pack.promised).toMatchObject([{ pact: "refunds", version: 1 }]);
  expect(pack.promised[0]?.clauses[0]?.obligation).toBe("Every refund names its paragraph.");
  expect(pack.known.evidence).toHaveLength(1);
  expect(pack.history.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["incident.opened", "remediation.set", "incident.resolved"]),
  );
});

test("a decision of another agent or organisation is never marked, and another's drift is unknown", async () => {
  const [org, other] = [await given(), await given()];
  await record(org, 50, 0);
  const foreign = await decide(other, 5);
  const { result } = await openIncident(org.operator, { agent: "refund-bot", severity: "low", title: "x" });
  const word = { subject: "incident" as const, id: result.id, state: "harmless" as const };
  await expect(setRemediation(org.operator, { ...word, decisions: [foreign] })).rejects.toMatchObject({
    errors: [{ path: "decisions.0" }],
  });
  await expect(setRemediation(other.operator, { ...word, decisions: [foreign] })).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(setRemediation(org.service, { ...word, decisions: [foreign] })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(incidentDetail(other.auditor, result.id)).rejects.toMatchObject({ kind: "not_found" });
});
