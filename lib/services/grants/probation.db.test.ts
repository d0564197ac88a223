import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { refusedBy } from "@/lib/db/guards";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { systemActor } from "@/lib/domain/roles";
import type { Authority } from "@/lib/domain/state";
import { refusal } from "@/lib/domain/testing-refusal";
import { grantById } from "@/lib/queries/grant-case";
import { answerTimes, grantPage, grantsWaiting } from "@/lib/queries/grants";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "../evidence/record";
import { openIncident } from "../incidents/open";
import { changeOrganisation } from "../organisations/change";
import { putWorkflow } from "../workflows/put";
import { approveGrant } from "./approve";
import { confirmGrant } from "./confirm";
import { withdrawGrant } from "./deny";
import { setGrant, type setGrantInput } from "./set";
import { settleProbations } from "./unconfirmed";

let suite: TestRuntime;
let org: TestOrganisation;
let made = 0;
const agent = "refund-bot";

beforeAll(async () => {
  suite = await testRuntime();
});
afterAll(() => suite.stop());
beforeEach(async () => {
  org = await suite.organisation(`desk-${++made}`);
  await storePact(suite.runtime.db, org.id, testPact(), { now: suite.clock.now() });
});

const DAY = 24 * 3600_000;
const PROBATION = { for: "P7D" };
type More = Partial<z.input<typeof setGrantInput>>;
const set = async (level: Authority, more: More = {}) => {
  suite.clock.advance(1000);
  return (await setGrant(org.operator, { agent, level, reason: "because", ...more })).result;
};
const raise = async (level: Authority, more: More = {}) => {
  const { id } = await set(level, more);
  suite.clock.advance(1000);
  return (await approveGrant(org.approver, { id })).result;
};
/** Authority as the very next decision sees it. */
const granted = async () => {
  const [record] = await suite.runtime.recorder.ask(org.id, [{ agent, action: "orders.read" }]);
  const capped = record?.answer.because.find(({ trigger }) => trigger === "granted");
  return capped ? capped.consequence : "full";
};
const record = (passed: number, failed: number) =>
  recordEvidence(org.service, {
    ...{ agent, pact: "refunds", clause: "cites", passed, failed, source: "lab" },
    observedAt: new Date(suite.clock.now()).toISOString(),
  });
const entries = () =>
  suite.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({
      where: { organisationId: org.id, subject: `agent/${agent}` },
      orderBy: { seq: "asc" },
      select: { kind: true, payload: true },
    }),
  );

test("an incident within a probation puts the old level back in the same moment, and history says why", async () => {
  await set("suspended");
  const grant = await raise("full", { probation: PROBATION });
  expect(grant).toMatchObject({ state: "active", until: null, probation: { for: "P7D", confirmedAt: null } });
  expect(await granted()).toBe("full");
  const { result } = await openIncident(org.operator, { agent, severity: "low", title: "Paid twice" });
  expect(await granted()).toBe("block");
  expect(await grantById(org.auditor, grant.id)).toMatchObject({
    state: "fell_back",
    fell: { kind: "incident", says: 'The incident "Paid twice" was opened.' },
  });
  const last = (await entries()).at(-1);
  expect(last).toMatchObject({ kind: "grant.fell_back", payload: { level: "full", to: "suspended" } });
  expect(result.status).toBe("open");
});

test("a failing record of evidence ends a probation, and a passing one does not", async () => {
  await set("suspended");
  const { id } = await raise("full", { probation: PROBATION });
  await record(10, 0);
  expect((await grantById(org.auditor, id)).state).toBe("active");
  await record(0, 1);
  expect((await grantById(org.auditor, id)).fell?.kind).toMatch(/evidence|drift/);
  expect(await granted()).toBe("block");
});

test("what a probation is not about leaves it alone", async () => {
  await putWorkflow(org.author, { slug: "payouts", name: "Payouts", consequential: true, risk: "high" });
  await set("suspended");
  await set("suspended", { workflow: "payouts" });
  const here = await raise("full", { probation: { for: "P7D", on: ["drift"] } });
  const elsewhere = await raise("full", { workflow: "payouts", probation: PROBATION });
  await record(0, 1);
  expect((await grantById(org.auditor, elsewhere.id)).state).toBe("active");
  await openIncident(org.operator, { agent, severity: "low", title: "Late" });
  expect((await grantById(org.auditor, elsewhere.id)).state).toBe("fell_back");
  expect((await grantById(org.auditor, here.id)).fell?.kind ?? "none").not.toBe("incident");
});

test("a probation that nobody confirms ends at its very instant, and a sweep only writes that down", async () => {
  await set("suspended");
  const { id } = await raise("full", { probation: PROBATION });
  suite.clock.advance(7 * DAY - 1);
  expect(await granted()).toBe("full");
  suite.clock.advance(1);
  expect(await granted()).toBe("block");
  expect(await grantById(org.auditor, id)).toMatchObject({ state: "fell_back", fell: { kind: "unconfirmed" } });
  expect((await grantPage(org.auditor, { state: "fell_back" }, 10)).map((one) => one.id)).toEqual([id]);
  expect((await settleProbations(systemActor(org.id), {})).result).toBe(1);
  expect((await settleProbations(systemActor(org.id), {})).result).toBe(0);
  expect((await entries()).at(-1)?.kind).toBe("grant.fell_back");
  expect((await refusal(confirmGrant(org.approver, { id }))).kind).toBe("conflict");
});

test("a probation that another person confirms holds on, whatever happens afterwards; who asked never confirms", async () => {
  await set("suspended");
  suite.clock.advance(1000);
  const { id } = (await setGrant(org.owner, { agent, level: "full", reason: "proven", probation: PROBATION })).result;
  await approveGrant(org.approver, { id });
  expect((await refusal(confirmGrant(org.owner, { id }))).kind).toBe("forbidden");
  expect((await grantsWaiting(org.auditor)).onProbation.map((one) => one.id)).toEqual([id]);
  expect((await confirmGrant(org.approver2, { id, reason: "A clean week." })).result.probation?.confirmedBy?.name).toBe(
    "approver2",
  );
  await openIncident(org.operator, { agent, severity: "low", title: "Late" });
  suite.clock.advance(30 * DAY);
  expect(await granted()).toBe("full");
  expect((await grantsWaiting(org.auditor)).onProbation).toEqual([]);
});

test("what is lowered within a probation falls back with it, and never rises by itself", async () => {
  await set("suspended");
  await raise("full", { probation: PROBATION });
  const cut = await set("limited");
  expect(cut).toMatchObject({ state: "active", probation: { for: "P7D" } });
  await openIncident(org.operator, { agent, severity: "low", title: "Late" });
  expect(await granted()).toBe("block");
});

test("in a workflow of critical risk two others approve, and nobody twice", async () => {
  await putWorkflow(org.author, { slug: "refunds", name: "Refunds", consequential: true, risk: "critical" });
  await set("suspended", { workflow: "refunds" });
  const { id, quorum } = await set("full", { workflow: "refunds" });
  expect(quorum).toBe(2);
  expect((await approveGrant(org.approver, { id })).result).toMatchObject({ state: "requested" });
  expect(await granted()).toBe("block");
  expect((await refusal(approveGrant(org.approver, { id }))).kind).toBe("conflict");
  expect((await approveGrant(org.approver2, { id })).result).toMatchObject({ state: "active" });
  expect(await granted()).toBe("full");
});

test("eight words at once by one person never make two", async () => {
  await putWorkflow(org.author, { slug: "refunds", name: "Refunds", consequential: true, risk: "critical" });
  await set("suspended");
  const { id } = await set("full");
  const words = await Promise.allSettled(Array.from({ length: 8 }, () => approveGrant(org.approver, { id })));
  expect(words.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await granted()).toBe("block");
});

test("the database itself refuses a missing quorum, one's own approval, and a probation made longer", async () => {
  await putWorkflow(org.author, { slug: "refunds", name: "Refunds", consequential: true, risk: "critical" });
  await set("suspended");
  const { id } = await set("full", { probation: PROBATION });
  const { organisationId } = org.owner;
  const change = (data: object) =>
    suite.runtime.db
      .organisation(org.id, (tx) => tx.grant.updateMany({ where: { organisationId, id }, data }))
      .then(() => "none", refusedBy);
  const at = new Date(suite.clock.now());
  expect(await change({ state: "active", decidedById: org.approver.id, probationUntil: at })).toBe("SY011");
  expect(await change({ quorum: 1 })).toBe("SY010");
  const own = suite.runtime.db.organisation(org.id, (tx) =>
    tx.grantApproval.create({ data: { organisationId, grantId: id, memberId: org.operator.id, at } }),
  );
  expect(await own.then(() => "none", refusedBy)).toBe("SY013");
  await approveGrant(org.approver, { id });
  await approveGrant(org.approver2, { id });
  expect(await change({ probationUntil: new Date(suite.clock.now() + 30 * DAY) })).toBe("SY010");
  expect(await change({ confirmedAt: at, confirmedById: org.operator.id })).toBe("SY013");
});

test("a request is weighed by the organisation's criteria, and where they are required nobody grants past them", async () => {
  await set("suspended");
  const { id } = await set("full");
  const { case: weighed } = await grantById(org.auditor, id);
  expect(weighed.criteria.measured.map(({ criterion, met }) => [criterion, met])).toEqual([
    ["score", false],
    ["drift", true],
    ["incident", true],
    ["checks", false],
    ["days", false],
    ["overrides", true],
  ]);
  const required = { grantCriteria: { full: { required: true, checks: 5 } } };
  const { entries: written } = await changeOrganisation(org.owner, { settings: required });
  expect(written).toHaveLength(1);
  const refused = await refusal(approveGrant(org.approver, { id }));
  expect(refused.code).toBe("criteria_not_met");
  expect(refused.message).toContain("at least 5 checks of each clause");
  const none = { score: null, checks: null, daysWithoutBreach: null };
  await changeOrganisation(org.owner, { settings: { grantCriteria: { full: none } } });
  expect((await approveGrant(org.approver, { id })).result.state).toBe("active");
  expect((await grantById(org.auditor, id)).case.criteria).toMatchObject({ settled: true, required: true });
});

test("whoever asked takes a request back, and how long answers took is told", async () => {
  await set("suspended");
  const first = await set("full");
  expect((await refusal(withdrawGrant(org.author, { id: first.id }))).kind).toBe("forbidden");
  expect((await withdrawGrant(org.operator, { id: first.id })).result.state).toBe("withdrawn");
  const { id } = await set("full");
  suite.clock.advance(120_000);
  await approveGrant(org.approver, { id });
  expect(await answerTimes(org.auditor)).toMatchObject({ answered: 1, median: 120, longest: 120 });
});
