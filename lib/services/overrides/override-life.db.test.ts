import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedBy } from "@/lib/db/guards";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { changeMember } from "../members/change";
import { approvePact } from "../pacts/approve";
import { publishPact } from "../pacts/publish";
import { savePact } from "../pacts/save";
import { submitPact } from "../pacts/submit";
import { amendOverride } from "./amend";
import { approveOverride } from "./approve";
import { ratifyOverride } from "./ratify";
import { requestOverride } from "./request";
import { revokeOverride } from "./revoke";
import { withdrawOverride } from "./withdraw";

let t: TestRuntime;
let org: TestOrganisation;
let made = 0;
const given = async (change?: Parameters<typeof testPact>[0]) => {
  org = await t.organisation(`acme-${++made}`);
  await storePact(t.runtime.db, org.id, testPact(change), { teams: { platform: [org.operator.id] } });
};
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(t.clock.now() + ms).toISOString();
const minor = (fields: Record<string, unknown> = {}) => ({
  agent: "refund-bot",
  pact: "refunds",
  clause: "fast",
  triggers: ["missing" as const],
  actions: ["orders.*"],
  endsAt: at(HOUR),
  reason: "eval farm down",
  ...fields,
});
const critical = (fields: Record<string, unknown> = {}) =>
  minor({ clause: "cites", actions: ["payments.refund"], ...fields });
const glass = (fields: Record<string, unknown> = {}) =>
  critical({ breakGlass: true, reason: "A refund wave is due and the lab is unreachable.", ...fields });
const asked = async (fields = minor(), actor: Actor = org.author) => (await requestOverride(actor, fields)).result;
const verdict = async (action = "orders.read", context: Record<string, unknown> = { amount: 10 }) => {
  const [record] = await t.runtime.recorder.ask(org.id, [{ agent: "refund-bot", action, context }]);
  return record?.answer.verdict;
};
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: SuretyError) => thrown,
  );
  return error && { kind: error.kind, paths: error.errors?.map(({ path }) => path) };
};
const rowOf = (id: string) =>
  t.runtime.db.organisation(org.id, (tx) =>
    tx.override.findUniqueOrThrow({ where: { organisationId_id: { organisationId: org.id, id } } }),
  );
const inSql = (id: string, data: object) =>
  t.runtime.db
    .organisation(org.id, (tx) =>
      tx.override.update({ where: { organisationId_id: { organisationId: org.id, id } }, data }),
    )
    .then(() => "none", refusedBy);

test("a request that nobody answers within seven days is never approved, not even in SQL", async () => {
  await given((written) => Object.assign(written.clauses[1] ?? {}, { severity: "minor" }));
  const { id } = await asked(minor({ startsAt: at(8 * 24 * HOUR), endsAt: at(9 * 24 * HOUR) }));
  t.clock.advance(7 * 24 * HOUR);
  expect(await refusal(approveOverride(org.approver, { id }))).toMatchObject({ kind: "conflict" });
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.overrideApproval.create({
      data: { organisationId: org.id, overrideId: id, memberId: org.approver.id, at: new Date() },
    }),
  );
  expect(await inSql(id, { state: "approved", decidedAt: new Date(t.clock.now()) })).not.toBe("none");
});

test("only whoever asked withdraws, and what is withdrawn is never approved", async () => {
  await given();
  const { id } = await asked();
  expect(await refusal(withdrawOverride(org.operator, { id }))).toMatchObject({ kind: "forbidden" });
  expect((await withdrawOverride(org.author, { id })).result.state).toBe("withdrawn");
  expect(await refusal(approveOverride(org.approver, { id }))).toMatchObject({ kind: "conflict" });
  expect(await inSql(id, { state: "requested" })).toBe("SY010");
});

test("an approver narrows actions, triggers, uses and condition, and widens none of them", async () => {
  await given();
  const wide = () => asked(minor({ triggers: ["missing", "stale"], maxUses: 5, when: "context.amount <= 40" }));
  const { id } = await wide();
  const tries = {
    actions: ["*"],
    triggers: ["failures" as const],
    maxUses: 6,
    endsAt: at(2 * HOUR),
    when: "false) || (true",
  };
  for (const [field, value] of Object.entries(tries)) {
    const refused = await refusal(approveOverride(org.approver, { id, [field]: value } as never));
    expect(refused?.paths?.[0]?.split(".")[0]).toBe(field);
  }
  const by = { actions: ["orders.read"], triggers: ["missing" as const], maxUses: 2, when: "context.amount <= 10" };
  const { result } = await approveOverride(org.approver, { id, ...by });
  expect(result).toMatchObject({ ...by, state: "active", when: "(context.amount <= 40) && (context.amount <= 10)" });
  expect(await verdict("orders.write")).toBe("degrade");
  expect(await verdict("orders.read", { amount: 20 })).toBe("degrade");
  expect([await verdict(), await verdict(), await verdict()]).toEqual(["allow", "allow", "degrade"]);
});

test("what was approved is never changed: not wider, not longer, not even narrower", async () => {
  await given();
  const { id } = await asked();
  await approveOverride(org.approver, { id });
  const later = new Date(t.clock.now() + 2 * HOUR);
  for (const change of [
    { endsAt: later },
    { endsAt: new Date(t.clock.now() + MINUTE) },
    { actions: ["*"] },
    { triggers: ["missing", "stale"] },
    { when: "true" },
    { maxUses: 9 },
    { clause: null },
    { quorum: 0 },
    { state: "requested" },
    { widenedById: "mem_other", endsAt: later },
  ])
    expect(await inSql(id, change)).toBe("SY010");
});

test("widening a request voids its approvals, and whoever widened it never approves it", async () => {
  await given();
  const { id } = await asked(critical());
  await approveOverride(org.approver, { id });
  const { result } = await amendOverride(org.approver2, { id, endsAt: at(2 * HOUR) });
  expect(result.approvals).toEqual([]);
  expect(await refusal(approveOverride(org.approver2, { id }))).toMatchObject({ kind: "forbidden" });
  await approveOverride(org.approver, { id });
  expect((await approveOverride(org.owner, { id })).result.state).toBe("active");
});

test("an approval that names what it read is given to nothing else", async () => {
  await given();
  const { id, hash } = await asked();
  await amendOverride(org.author, { id, reason: "another reason" });
  expect(await refusal(approveOverride(org.approver, { id, hash }))).toMatchObject({ kind: "conflict" });
});

test("the pending approval of a member who was demoted, removed or narrowed counts no more", async () => {
  await given();
  const { id } = await asked(critical());
  await approveOverride(org.approver, { id });
  await changeMember(org.owner, { member: org.approver.id, role: "operator" });
  const { result } = await approveOverride(org.approver2, { id });
  expect(result).toMatchObject({ state: "requested" });
  expect(result.approvals.map(({ counts }) => counts)).toEqual([false, true]);
  expect(await inSql(id, { state: "approved", decidedAt: new Date(t.clock.now()) })).toBe("SY011");
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.workflow.create({
      data: {
        ...{ organisationId: org.id, slug: "payouts", name: "payouts", consequential: true, risk: "low" },
        ...{ createdAt: new Date(0), updatedAt: new Date(0) },
      },
    }),
  );
  await changeMember(org.owner, { member: org.approver2.id, workflows: ["payouts"] });
  const third = (await approveOverride(org.owner, { id })).result;
  expect(third.state).toBe("requested");
  expect(third.approvals.filter(({ counts }) => counts).map(({ member }) => member.id)).toEqual([org.owner.id]);
  await changeMember(org.owner, { member: org.approver2.id, workflows: [] });
  await changeMember(org.owner, { member: org.approver.id, role: "approver" });
  expect(await inSql(id, { state: "approved", decidedAt: new Date(t.clock.now()) })).toBe("none");
});

/** Publishes another version of the pact. */
async function republish(change: Parameters<typeof testPact>[0]): Promise<void> {
  const { hash } = (
    await savePact(org.author, { pact: "refunds", text: JSON.stringify(testPact(change)), format: "json" })
  ).result;
  await submitPact(org.author, { pact: "refunds", hash });
  await approvePact(org.approver, { pact: "refunds", hash });
  await publishPact(org.author, { pact: "refunds", hash });
}

test("publishing another clause text makes its overrides stale, and leaves those of the other clauses", async () => {
  await given();
  const other = await asked();
  await approveOverride(org.approver, { id: other.id });
  const pending = await asked(critical());
  const active = await asked(critical());
  for (const by of [org.approver, org.approver2]) await approveOverride(by, { id: active.id });
  expect(await verdict("payments.refund")).toBe("allow");
  await republish((written) => Object.assign(written.clauses[0] ?? {}, { obligation: "Every refund names two." }));
  expect(await verdict("payments.refund")).toBe("block");
  expect(await verdict()).toBe("allow");
  expect([(await rowOf(pending.id)).state, (await rowOf(active.id)).state]).toEqual(["stale", "stale"]);
  expect(await rowOf(other.id)).toMatchObject({ state: "approved", pactVersion: 2 });
  expect(await refusal(approveOverride(org.approver, { id: pending.id }))).toMatchObject({ kind: "conflict" });
});

test("eight approvals of one person at once are one approval, however often that is tried", async () => {
  await given();
  const tries = Number(process.env.SURETY_TRIES ?? 4);
  for (let i = 0; i < tries; i++) {
    const { id } = await asked(critical());
    const all = await Promise.all(Array.from({ length: 8 }, () => refusal(approveOverride(org.approver, { id }))));
    expect(all.filter((one) => one === null)).toHaveLength(1);
    expect((await rowOf(id)).state).toBe("requested");
  }
});

test("breaking the glass holds at once, is an exception, and is ratified by another person", async () => {
  await given();
  expect(await verdict("payments.refund")).toBe("block");
  for (const [fields, path] of [
    [{ endsAt: at(HOUR + 1000) }, "endsAt"],
    [{ startsAt: at(MINUTE) }, "startsAt"],
    [{ reason: "urgent" }, "reason"],
  ] as const)
    expect((await refusal(requestOverride(org.operator, glass(fields))))?.paths).toEqual([path]);
  for (const actor of [org.author, org.auditor, org.service])
    expect(await refusal(requestOverride(actor, glass()))).toMatchObject({ kind: "forbidden" });
  const { id, state, breakGlass } = await asked(glass(), org.approver);
  expect({ state, breakGlass }).toMatchObject({ state: "active", breakGlass: { ratification: "due" } });
  expect(await verdict("payments.refund")).toBe("allow");
  const [told, exceptions] = await t.runtime.db.organisation(org.id, async (tx) => [
    await tx.outbox.findMany({ where: { organisationId: org.id, kind: "override.broke_glass" } }),
    await tx.exception.findMany({ where: { organisationId: org.id, kind: "break_glass" } }),
  ]);
  expect(told[0]?.payload).toMatchObject({ concerned: [{ team: "platform", members: [org.operator.id] }] });
  expect(exceptions).toMatchObject([{ agent: "refund-bot", detail: { override: id } }]);
  expect(await refusal(ratifyOverride(org.approver, { id }))).toMatchObject({ kind: "forbidden" });
  expect(await inSql(id, { ratifiedAt: new Date(t.clock.now()), ratifiedById: org.approver.id })).toBe("SY013");
  const { result } = await ratifyOverride(org.approver2, { id, note: "It was right." });
  expect(result.breakGlass).toMatchObject({ ratification: "ratified", ratifiedBy: { id: org.approver2.id } });
  expect(await refusal(ratifyOverride(org.owner, { id }))).toMatchObject({ kind: "conflict" });
  t.clock.advance(HOUR);
  expect(await verdict("payments.refund")).toBe("block");
});

const budget = JSON.parse('{ "count": 1, "within": "P30D", "then": "review" }');

test("one override more than the pact's budget lowers the clause on the very next decision", async () => {
  await given((written) => Object.assign(written, { overrides: { budget } }));
  const one = await asked();
  await approveOverride(org.approver, { id: one.id });
  expect(await verdict()).toBe("allow");
  await revokeOverride(org.operator, { id: one.id });
  const two = await asked();
  await approveOverride(org.approver, { id: two.id });
  expect(await verdict()).toBe("review");
  t.clock.advance(30 * 24 * HOUR);
  const three = await asked();
  await approveOverride(org.approver, { id: three.id });
  expect(await verdict()).toBe("allow");
});
