import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedBy } from "@/lib/db/guards";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { approveOverride } from "./approve";
import { denyOverride } from "./deny";
import { requestOverride } from "./request";
import { revokeOverride } from "./revoke";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
});
afterAll(() => t.stop());

const HOUR = 3600_000;
const at = (ms: number) => new Date(t.clock.now() + ms).toISOString();
/** For the minor clause: one approval. */
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
const ask = async (action = "orders.read") => {
  const [record] = await t.runtime.recorder.ask(org.id, [{ agent: "refund-bot", action, context: { amount: 10 } }]);
  if (!record) throw new Error("no decision");
  return record.answer;
};
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: SuretyError) => thrown,
  );
  return error && { kind: error.kind, paths: error.errors?.map(({ path }) => path) };
};
const asked = async (actor: Actor = org.author, fields = minor()) => (await requestOverride(actor, fields)).result;

test("an approved override takes its trigger away until it ends, and not an instant longer", async () => {
  expect(await ask()).toMatchObject({ verdict: "degrade", permitted: false });
  const { id, state } = await asked(org.author, minor({ startsAt: at(60_000) }));
  expect(state).toBe("requested");
  expect((await approveOverride(org.approver, { id })).result.state).toBe("approved");
  expect((await ask()).verdict).toBe("degrade");
  t.clock.advance(60_000);
  const during = await ask();
  expect(during).toMatchObject({ verdict: "allow", permitted: true, because: [{ trigger: "missing", override: id }] });
  t.clock.advance(HOUR - 60_000 - 1);
  expect((await ask()).verdict).toBe("allow");
  t.clock.advance(1);
  expect((await ask()).verdict).toBe("degrade");
});

test("whoever asked never approves: not through the service, not in SQL", async () => {
  const own = await asked(org.approver);
  expect(await refusal(approveOverride(org.approver, { id: own.id }))).toMatchObject({ kind: "forbidden" });
  const direct = t.runtime.db.organisation(org.id, (tx) =>
    tx.overrideApproval.create({
      data: { organisationId: org.id, overrideId: own.id, memberId: org.approver.id, at: new Date(t.clock.now()) },
    }),
  );
  expect(refusedBy(await direct.catch((error: unknown) => error))).toBe("SY013");
  const forced = t.runtime.db.organisation(org.id, (tx) =>
    tx.override.update({
      where: { organisationId_id: { organisationId: org.id, id: own.id } },
      data: { state: "approved" },
    }),
  );
  expect(refusedBy(await forced.catch((error: unknown) => error))).toBe("SY011");
  expect((await approveOverride(org.approver2, { id: own.id })).result.state).toBe("active");
  await revokeOverride(org.operator, { id: own.id });
});

test("whoever made a service key never approves what it asked for", async () => {
  const { id: organisationId } = org;
  const key = {
    organisationId,
    id: "key_ci",
    kind: "service",
    name: "ci",
    prefix: "sry_x",
    hash: "x",
    createdBy: org.owner.id,
    createdAt: new Date(0),
  };
  await t.runtime.db.organisation(organisationId, (tx) => tx.apiKey.create({ data: key }));
  const { id } = await asked({ ...org.service, id: "key_ci" } as Actor);
  expect(await refusal(approveOverride(org.owner, { id }))).toMatchObject({ kind: "forbidden" });
  expect((await approveOverride(org.approver, { id })).result.state).toBe("active");
  await revokeOverride(org.owner, { id, reason: "done" });
});

test("a critical clause needs two approvers, and the same one twice is one", async () => {
  const { id, quorum } = await asked(org.author, critical());
  expect(quorum).toBe(2);
  expect((await approveOverride(org.approver, { id })).result).toMatchObject({
    state: "requested",
    approvals: [{ member: { id: org.approver.id } }],
  });
  expect(await refusal(approveOverride(org.approver, { id }))).toMatchObject({ kind: "conflict" });
  expect((await ask("payments.refund")).verdict).toBe("block");
  expect((await approveOverride(org.approver2, { id })).result.state).toBe("active");
  expect((await ask("payments.refund")).verdict).toBe("allow");
  await revokeOverride(org.operator, { id });
  expect((await ask("payments.refund")).verdict).toBe("block");
});

test("two approvers at once make one quorum", async () => {
  const { id } = await asked(org.author, critical());
  await Promise.all([approveOverride(org.approver, { id }), approveOverride(org.approver2, { id })]);
  expect((await ask("payments.refund")).verdict).toBe("allow");
  await revokeOverride(org.operator, { id });
});

test("only approvers approve, and no key does", async () => {
  const { id } = await asked();
  for (const actor of [org.author, org.operator, org.auditor, org.service])
    expect(await refusal(approveOverride(actor, { id }))).toMatchObject({ kind: "forbidden" });
  await denyOverride(org.approver, { id, reason: "not now" });
  expect(await refusal(approveOverride(org.approver2, { id }))).toMatchObject({ kind: "conflict" });
  expect(await refusal(revokeOverride(org.operator, { id }))).toMatchObject({ kind: "conflict" });
});

test("an approver may shorten, never lengthen", async () => {
  const { id, endsAt } = await asked();
  expect(await refusal(approveOverride(org.approver, { id, endsAt: at(2 * HOUR) }))).toMatchObject({
    kind: "invalid",
    paths: ["endsAt"],
  });
  const { result } = await approveOverride(org.approver, { id, endsAt: at(HOUR / 2) });
  expect(Date.parse(result.endsAt)).toBe(Date.parse(endsAt) - HOUR / 2);
  await revokeOverride(org.operator, { id });
});

test("a window is bounded by severity, in the organisation and by the pact", async () => {
  const paths = async (fields: Record<string, unknown>) =>
    (await refusal(requestOverride(org.author, fields as never)))?.paths;
  expect(await paths(critical({ endsAt: at(8 * HOUR + 1000) }))).toEqual(["endsAt"]);
  expect(await paths(critical({ startsAt: at(-2 * HOUR), endsAt: at(6 * HOUR) }))).toBeUndefined();
  expect(await paths(minor({ endsAt: at(-1000) }))).toEqual(["endsAt"]);
  expect(await paths(minor({ startsAt: at(2 * HOUR), endsAt: at(HOUR) }))).toEqual(["endsAt"]);
  const tight = testPact((written) =>
    Object.assign(written, { pact: "tight", agent: "tight-bot", overrides: { maxDuration: "PT30M" } }),
  );
  await storePact(t.runtime.db, org.id, tight);
  expect(await paths(minor({ agent: "tight-bot", pact: "tight" }))).toEqual(["endsAt"]);
});

test("what cannot be overridden, raised or compiled is named", async () => {
  const paths = async (fields: Record<string, unknown>) =>
    (await refusal(requestOverride(org.author, fields as never)))?.paths;
  for (const trigger of ["granted", "metric", "no_pact"])
    expect(await paths(minor({ triggers: [trigger] }))).toEqual(["triggers.0"]);
  expect(await paths(minor({ triggers: ["missing", "violation"] }))).toEqual(["triggers.1"]);
  expect(await paths(minor({ triggers: ["scope"] }))).toEqual(["triggers.0"]);
  expect(await paths(minor({ clause: null }))).toEqual(["triggers.0"]);
  expect(await paths(minor({ actions: ["payments.refund"] }))).toEqual(["actions.0"]);
  expect(await paths(minor({ when: "context.amount +" }))).toEqual(["when"]);
  expect(await paths(minor({ breakGlass: "yes" }))).toEqual(["breakGlass"]);
  expect(await paths(minor({ agent: "stranger" }))).toEqual(["agent"]);
  expect(await paths(minor({ clause: "none" }))).toEqual(["clause"]);
});

test("an override of the scope lets an action through that the pact does not name", async () => {
  expect((await ask("mail.send")).verdict).toBe("block");
  const { id, quorum } = await asked(
    org.author,
    minor({ clause: undefined, triggers: ["scope"], actions: ["mail.send"] }),
  );
  expect(quorum).toBe(1);
  await approveOverride(org.approver, { id });
  expect(await ask("mail.send")).toMatchObject({ verdict: "allow", because: [{ trigger: "scope", override: id }] });
  await revokeOverride(org.approver, { id });
});

test("an override is used as often as it says and no more", async () => {
  const { id } = await asked(org.author, minor({ maxUses: 2 }));
  await approveOverride(org.approver, { id });
  const verdicts = [];
  for (let i = 0; i < 3; i++) verdicts.push((await ask()).verdict);
  expect(verdicts).toEqual(["allow", "allow", "degrade"]);
});

test("another organisation's override is as unknown as one that does not exist", async () => {
  const other = await t.organisation("globex");
  const { id } = await asked();
  const all = [
    approveOverride(other.approver, { id }),
    denyOverride(other.approver, { id }),
    revokeOverride(other.operator, { id }),
  ];
  for (const refused of await Promise.all(all.map(refusal))) expect(refused).toMatchObject({ kind: "not_found" });
});
