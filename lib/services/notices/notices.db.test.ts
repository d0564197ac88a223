import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ledgered } from "@/lib/db/ledgered";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { EventKind } from "@/lib/domain/event-kinds";
import { ownNotices } from "@/lib/queries/notices";
import { createDeliverer } from "@/lib/runtime/deliverer";
import { closeSmtp } from "@/lib/runtime/smtp";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type SmtpReceiver, smtpReceiver } from "@/lib/runtime/testing-smtp";
import { LOOKS } from "../looks";
import { removeMember } from "../members/remove";
import { defineMetric } from "../metrics/define";
import { measureMetric } from "../metrics/measure";
import { recordObservations } from "../observations/record";
import { changeOrganisation } from "../organisations/change";
import { requestOverride } from "../overrides/request";
import { escalateReview } from "../reviews/escalate";
import { putTeam } from "../teams/put";
import { changeNotices } from "./change";
import { sendDueWeeks, sendOwnWeek } from "./weekly";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-11-22T12:00:00.000Z");
let t: TestRuntime;
let smtp: SmtpReceiver;
let made = 0;

beforeAll(async () => {
  smtp = await smtpReceiver();
  process.env.SMTP_URL = smtp.url;
  process.env.MAIL_FROM = "surety@acme.example";
  t = await testRuntime(NOON);
});
afterAll(async () => {
  closeSmtp();
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  await smtp.stop();
  await t.stop();
});
beforeEach(() => {
  smtp.got = [];
});

/** An organisation with a live pact; `platform` owns its first clause: author and operator, their deputy, a desk outside. */
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`house-${++made}`);
  await storePact(
    t.runtime.db,
    org.id,
    testPact((written) => Object.assign(written.clauses[0]?.on as object, { missing: "review" })),
  );
  await putTeam(org.owner, {
    ...{ slug: "platform", name: "Platform", members: [mailOf(org, "author"), mailOf(org, "operator")] },
    ...{ deputy: mailOf(org, "approver"), escalation: "night-desk@elsewhere.example" },
  });
  return org;
}
const mailOf = (org: TestOrganisation, name: string) => `${name}@${org.slug}.example`;
const round = async () => {
  // What one look makes due, the next one takes up.
  for (let i = 0; i < 4; i++) await createDeliverer({ ...t.runtime, looks: LOOKS }).round();
};
const happen = (org: TestOrganisation, kind: EventKind, subject: string, payload: Record<string, unknown>) =>
  ledgered(
    t.runtime.db,
    { organisationId: org.id, actor: org.owner, now: t.clock.now(), ids: t.runtime.ids },
    async () => ({
      result: null,
      entries: [{ kind, subject, payload }],
      effect: "none",
      outbox: [{ kind, subject, payload }],
    }),
  );
const drift = (org: TestOrganisation, kind: EventKind = "drift.suspected") =>
  happen(org, kind, "clause/refunds/cites", { agent: "refund-bot", pact: "refunds", clause: "cites", says: "9 of 61" });
const told = (org: TestOrganisation) =>
  smtp.got
    .flatMap(({ to }) => to)
    .map((one) => one.replace(`@${org.slug}.example`, ""))
    .sort();
const subjects = () =>
  smtp.got.map(({ raw }) => /^Subject: (.*(?:\r\n .*)*)/m.exec(raw)?.[1]?.replaceAll("\r\n ", " "));

test("the team that owns a clause is told of its drift, once, each with a link to its page; nobody else is", async () => {
  const org = await given();
  await drift(org);
  await Promise.all([round(), round()]);
  expect(told(org)).toEqual(["author", "operator"]);
  expect(subjects()[0]).toContain("Drift of refunds/cites by refund-bot is suspected: 9 of 61");
  expect(smtp.got[0]?.raw.replaceAll("=\r\n", "")).toContain("http://localhost/pacts/refunds/clauses/cites");
});

test("who may approve is told what is asked for, never who asked; once a team is empty its deputy is told", async () => {
  const org = await given();
  const ask = { agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["missing"] as ["missing"] };
  await requestOverride(org.approver, {
    ...{ ...ask, actions: ["payments.refund"], reason: "The grader is down" },
    endsAt: new Date(t.clock.now() + HOUR).toISOString(),
  });
  await round();
  expect(told(org)).toEqual(["approver2", "owner"]);
  smtp.got = [];
  for (const id of [org.author.id, org.operator.id]) await removeMember(org.owner, { member: id });
  await drift(org);
  await round();
  expect(told(org)).toEqual(["approver"]);
});

test("a held decision is told to the team, after a third of its time to the deputy, then to the escalation, each once", async () => {
  const org = await given();
  const request = { agent: "refund-bot", action: "payments.refund", context: { amount: 10 } };
  const [held] = await t.runtime.recorder.ask(org.id, [request]);
  await round();
  expect(told(org)).toEqual(["author", "operator"]);
  expect(subjects()[0]).toContain("payments.refund of refund-bot is held for a person");
  smtp.got = [];
  t.clock.advance(20 * 60_000);
  await round();
  expect(told(org)).toEqual(["approver"]);
  smtp.got = [];
  await escalateReview(org.operator, { id: held?.review?.id ?? "" });
  await round();
  t.clock.advance(20 * 60_000);
  await round();
  expect(told(org)).toEqual(["night-desk@elsewhere.example"]);
});

test("what happens in quiet hours comes in one mail when they end, in the member's own time zone; urgent kinds pass if they say so", async () => {
  const org = await given();
  const quiet = { from: "20:00", to: "23:00" };
  // Noon in London is 21:00 in Tokyo.
  t.clock.set(Date.parse("2026-12-01T12:00:00.000Z"));
  await changeNotices(org.author, { timeZone: "Asia/Tokyo", quiet });
  await changeNotices(org.operator, { timeZone: "Asia/Tokyo", quiet, urgent: true });
  await drift(org);
  await drift(org, "drift.verified");
  await round();
  expect(told(org)).toEqual(["operator"]);
  expect((await ownNotices(org.author)).waiting).toEqual({ count: 2, nextAt: "2026-12-01T14:00:00.000Z" });
  t.clock.set(Date.parse("2026-12-01T14:00:00.000Z"));
  smtp.got = [];
  await round();
  expect(told(org)).toEqual(["author", "operator"]);
  const [digest] = smtp.got.filter(({ to }) => to[0] === mailOf(org, "author"));
  expect(digest?.raw).toMatch(/2 things/);
  expect((await ownNotices(org.author)).waiting).toEqual({ count: 0, nextAt: null });
});

test("the organisation may let urgent kinds pass everybody's quiet hours", async () => {
  const org = await given();
  t.clock.set(Date.parse("2026-12-02T12:00:00.000Z"));
  for (const one of [org.author, org.operator]) await changeNotices(one, { quiet: { from: "00:00", to: "23:59" } });
  await changeOrganisation(org.owner, { settings: { urgentPassesQuiet: true } });
  await drift(org, "drift.verified");
  await round();
  expect(told(org)).toEqual(["author", "operator"]);
});

test("what is told daily comes together at the hour that the member chose; what is off never comes", async () => {
  const org = await given();
  t.clock.set(Date.parse("2026-12-03T12:00:00.000Z"));
  await changeNotices(org.author, { dailyAt: "06:30", topics: { drift: "daily" } });
  await changeNotices(org.operator, { email: false });
  for (const kind of ["clause.stale", "clause.expiring"] as const)
    await happen(org, kind, "clause/refunds/cites", { pact: "refunds", clause: "cites", team: "platform" });
  await drift(org);
  await round();
  t.clock.set(Date.parse("2026-12-04T06:30:00.000Z") - 1);
  await round();
  expect(smtp.got).toEqual([]);
  t.clock.advance(1);
  await round();
  expect(told(org)).toEqual(["author"]);
  expect(smtp.got[0]?.raw).toMatch(/3 things/);
});

test("a flood becomes one mail a minute, and nothing of it is lost", async () => {
  const org = await given();
  t.clock.set(Date.parse("2026-12-05T12:00:00.000Z"));
  await changeNotices(org.operator, { email: false });
  for (let i = 0; i < 5; i++) {
    await drift(org);
    await round();
  }
  expect(smtp.got).toHaveLength(1);
  t.clock.advance(60_000);
  await round();
  expect(smtp.got).toHaveLength(2);
  expect(smtp.got[1]?.raw).toMatch(/4 things/);
});

test("the week comes once, on Monday, to owners and approvers and whoever asks for it, with what governs, what happened and what is due", async () => {
  await t.stop(); // Every organisation is sent its week: here there is one.
  t = await testRuntime(Date.parse("2026-12-09T12:00:00.000Z"));
  const org = await given();
  const name = { formula: "policy_bypasses" as const, owner: "platform", cadence: "P1D", window: "P7D" };
  const caps = { do: "cap" as const, level: "supervised" as const, agent: "refund-bot" };
  const line = { threshold: { op: ">" as const, value: 0 }, response: caps };
  await defineMetric(org.owner, { slug: "policy_bypasses", ...name, ...line });
  await recordObservations(org.service, [
    { agent: "refund-bot", action: "payroll.pay", at: new Date(t.clock.now()).toISOString() },
    { agent: "stranger", action: "payroll.pay", at: new Date(t.clock.now()).toISOString() },
  ]);
  await measureMetric(org.owner, { slug: "policy_bypasses" });
  await changeNotices(org.author, { weekly: true, timeZone: "America/New_York" });
  await changeNotices(org.approver2, { weekly: false });
  // Monday, half past seven in Berlin: the hour is eight.
  for (const one of [org.owner, org.approver]) await changeNotices(one, { timeZone: "Europe/Berlin" });
  t.clock.set(Date.parse("2026-12-14T06:59:00.000Z"));
  const ours = () => told(org).filter((one) => !one.includes("@"));
  await round();
  smtp.got = [];
  await sendDueWeeks();
  await round();
  expect(smtp.got).toEqual([]);
  t.clock.advance(60_000);
  await Promise.all([sendDueWeeks(), sendDueWeeks()]);
  await round();
  expect(ours()).toEqual(["approver", "owner"]);
  const text = smtp.got[0]?.raw.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
  for (const said of [
    "1 metric beyond threshold",
    "Overrides and exceptions around pact policy is at 2, above its line of 0",
    "caps authority at supervised for agent refund-bot",
    "it governs nothing yet",
    "2 clauses without evidence",
    "2 findings open, 2 of them new this week",
    "1 finding without an owner",
    "its owner's look is overdue by",
  ])
    expect(text).toContain(said);
  smtp.got = [];
  t.clock.set(Date.parse("2026-12-14T13:00:00.000Z"));
  await sendDueWeeks();
  await round();
  expect(ours()).toEqual(["author"]);
  smtp.got = [];
  // A server that was down for days sends no week that nobody waits for; the next one comes.
  t.clock.set(Date.parse("2026-12-18T12:00:00.000Z"));
  await sendDueWeeks();
  await sendOwnWeek(org.approver2, {});
  await round();
  expect(ours()).toEqual(["approver2"]);
  smtp.got = [];
  t.clock.set(Date.parse("2026-12-21T13:30:00.000Z"));
  await sendDueWeeks();
  await round();
  expect(ours()).toEqual(["approver", "author", "owner"]);
});
