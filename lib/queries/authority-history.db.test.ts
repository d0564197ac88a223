import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "@/lib/services/evidence/record";
import { setGrant } from "@/lib/services/grants/set";
import { openIncident } from "@/lib/services/incidents/open";
import { resolveIncident } from "@/lib/services/incidents/resolve";
import { approveOverride } from "@/lib/services/overrides/approve";
import { requestOverride } from "@/lib/services/overrides/request";
import { revokeOverride } from "@/lib/services/overrides/revoke";
import { agentStanding } from "./agent";
import { authorityCourses } from "./authority-history";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  const document = testPact((written) => {
    const [cites] = written.clauses as [Record<string, unknown>];
    const { drift: _, ...on } = cites.on as Record<string, unknown>;
    Object.assign(cites, { severity: "major", score: { below: 80 }, on: { ...on, score: "review" } });
    delete cites.drift;
    written.clauses = [cites];
  });
  await storePact(t.runtime.db, org.id, document, { now: t.clock.now() - 1000 });
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.agentRelease.create({
      data: { organisationId: org.id, agent: "refund-bot", release: "r1", since: new Date(t.clock.now() - 1000) },
    }),
  );
  await t.runtime.snapshots.reload(org.id);
});
afterAll(() => t.stop());

const DAY = 24 * 3600_000;
const about = { agent: "refund-bot", pact: "refunds", clause: "cites" };
const record = (passed: number, failed: number) =>
  recordEvidence(org.service, {
    ...{ ...about, passed, failed, source: "qa-lab", observedAt: new Date(t.clock.now()).toISOString() },
  });
const inADay = () => new Date(t.clock.now() + 8 * 3600_000).toISOString();

test("every shift is told with its cause, and its end is at each moment what the standing says", async () => {
  const overridden = async () => {
    const asked = { ...about, triggers: ["score" as const], actions: ["payments.refund"], reason: "quarter end" };
    const { result } = await requestOverride(org.operator, { ...asked, endsAt: inADay() });
    await approveOverride(org.approver, { id: result.id });
    return result.id;
  };
  let override = "";
  const authority = async () => (await agentStanding(org.auditor, "refund-bot")).report.pacts[0]?.authority.effective;
  const last = async () => (await authorityCourses(org.auditor, "refund-bot"))[0]?.steps.at(-1);
  const then = async (work: () => Promise<unknown>, wanted: string, cause: RegExp) => {
    t.clock.advance(60_000);
    await work();
    expect(await authority()).toBe(wanted);
    expect(await last()).toMatchObject({ authority: wanted, cause: expect.stringMatching(cause) });
  };
  await then(() => record(200, 0), "full", /^over: Cites the policy: no evidence for release r1/);
  await then(() => record(60, 40), "supervised", /^Cites the policy: its score was below 80/);
  await then(
    async () => {
      override = await overridden();
    },
    "full",
    /^overridden: Cites the policy: its score was below 80 \(quarter end\)/,
  );
  await then(() => revokeOverride(org.operator, { id: override }), "supervised", /^its override is over/);
  await then(() => record(4000, 0), "full", /^over: Cites the policy: its score was below 80/);
  await then(
    () => setGrant(org.operator, { agent: "refund-bot", level: "limited", reason: "new model" }),
    "limited",
    /^Granted limited: new model/,
  );
  let incident = "";
  await then(
    async () => {
      const opened = await openIncident(org.operator, { agent: "refund-bot", severity: "high", title: "Paid twice" });
      incident = opened.result.id;
    },
    "suspended",
    /^Incident: Paid twice/,
  );
  await then(
    () => resolveIncident(org.operator, { id: incident, status: "resolved", note: "called back" }),
    "limited",
    /^over: Incident: Paid twice/,
  );
  await then(async () => t.clock.advance(7 * DAY), "supervised", /its evidence went stale/);
});
