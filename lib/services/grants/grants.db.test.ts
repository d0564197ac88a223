import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { grantState } from "@/lib/db/grant-rows";
import { refusedBy } from "@/lib/db/guards";
import { cappingGrant } from "@/lib/domain/authority";
import type { Authority } from "@/lib/domain/state";
import { refusal } from "@/lib/domain/testing-refusal";
import { grantById } from "@/lib/queries/grant-case";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putAgent } from "../agents/put";
import { createKey } from "../keys/create";
import { putWorkflow } from "../workflows/put";
import { approveGrant } from "./approve";
import { denyGrant } from "./deny";
import { setGrant } from "./set";

let suite: TestRuntime;
let org: TestOrganisation;
let agent = "";
let made = 0;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  for (const slug of ["refunds", "payouts"])
    await putWorkflow(org.author, { slug, name: slug, consequential: true, risk: "high" });
});
afterAll(() => suite.stop());
beforeEach(async () => {
  agent = `bot-${++made}`;
  await putAgent(org.author, { slug: agent, name: agent, owner: "ops", release: "r1" });
});

const HOUR = 3600_000;
const inHours = (hours: number) => new Date(suite.clock.now() + hours * HOUR).toISOString();
const set = async (level: Authority, more: { workflow?: string; until?: string } = {}, by = org.operator) => {
  suite.clock.advance(1000);
  return (await setGrant(by, { agent, level, reason: "because", ...more })).result;
};
const raise = async (level: Authority, more: { workflow?: string; until?: string } = {}) => {
  const { id, state } = await set(level, more);
  expect(state).toBe("requested");
  return (await approveGrant(org.approver, { id })).result;
};
/** Authority granted in a workflow now, as decisions see it. */
const granted = async (workflow = "refunds") => {
  const rows = await suite.runtime.db.organisation(org.id, (tx) =>
    tx.grant.findMany({ where: { organisationId: org.id, agent, state: "active", endedAt: null } }),
  );
  return cappingGrant(rows.map(grantState), workflow, suite.clock.now())?.level ?? "full";
};

test("lowering holds at once, on this process's next decision too", async () => {
  const grant = await set("limited", { workflow: "refunds" });
  expect(grant).toMatchObject({ agent, workflow: "refunds", level: "limited", state: "active", until: null });
  expect(await granted()).toBe("limited");
  expect(await granted("payouts")).toBe("full");
});

test("suspending the agent stops it in every workflow", async () => {
  await set("limited", { workflow: "refunds" });
  await set("suspended");
  expect([await granted("refunds"), await granted("payouts")]).toEqual(["suspended", "suspended"]);
});

test("raising waits until another person grants it", async () => {
  await set("suspended");
  const request = await set("full");
  expect(request).toMatchObject({ state: "requested", since: null });
  expect(await granted()).toBe("suspended");
  expect((await approveGrant(org.approver, { id: request.id, reason: "It is mended." })).result).toMatchObject({
    state: "active",
    note: "It is mended.",
    decidedBy: { name: "approver" },
  });
  expect(await granted()).toBe("full");
});

test("whoever asked never grants, nor do roles and keys that may not", async () => {
  await set("suspended");
  const { id } = await set("full", {}, org.owner);
  for (const actor of [org.owner, org.author, org.operator, org.auditor, org.service]) {
    expect((await refusal(approveGrant(actor, { id }))).kind).toBe("forbidden");
  }
  expect(await granted()).toBe("suspended");
});

test("whoever made a service key never grants what it asked for", async () => {
  await set("suspended");
  const key = (await createKey(org.owner, { kind: "service", name: "ci", scopes: ["admin"] })).result;
  const { id } = await set("full", {}, { ...org.service, id: key.id } as typeof org.operator);
  expect((await refusal(approveGrant(org.owner, { id }))).kind).toBe("forbidden");
  expect((await approveGrant(org.approver, { id })).result.state).toBe("active");
});

test("the database itself lets nobody grant what they asked for", async () => {
  await set("suspended");
  const { id } = await set("full", {}, org.owner);
  const change = (data: object) =>
    suite.runtime.db
      .organisation(org.id, (tx) => tx.grant.updateMany({ where: { organisationId: org.id, id }, data }))
      .then(() => "none", refusedBy);
  expect(await change({ state: "active", decidedById: org.owner.id })).toBe("SY013");
  expect(await change({ state: "active", decidedById: org.operator.id })).toBe("SY011");
  expect(await change({ level: "limited" })).toBe("SY010");
});

test("a denied request stays denied", async () => {
  await set("suspended");
  const { id } = await set("full");
  expect((await denyGrant(org.approver, { id, reason: "Not yet." })).result).toMatchObject({
    state: "denied",
    note: "Not yet.",
  });
  expect((await refusal(approveGrant(org.approver, { id }))).kind).toBe("conflict");
  expect(await granted()).toBe("suspended");
});

test("of two approvals at once one takes effect", async () => {
  await set("suspended");
  const { id } = await set("limited");
  const outcomes = await Promise.allSettled([org.approver, org.approver2].map((by) => approveGrant(by, { id })));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("authority with an end falls back to what was granted before, up and down", async () => {
  await set("supervised", { workflow: "refunds" });
  await raise("full", { workflow: "refunds", until: inHours(5) });
  expect(await granted()).toBe("full");
  await set("suspended", { workflow: "refunds", until: inHours(1) });
  expect(await granted()).toBe("suspended");
  suite.clock.advance(2 * HOUR);
  expect(await granted()).toBe("full");
  suite.clock.advance(4 * HOUR);
  expect(await granted()).toBe("supervised");
});

test("a lowering without an end outlasts every grant before it", async () => {
  await set("limited");
  await raise("full", { until: inHours(5) });
  await set("suspended");
  suite.clock.advance(6 * HOUR);
  expect(await granted()).toBe("suspended");
});

test("cutting a probation short never gives more after it than before", async () => {
  await set("suspended");
  await raise("full", { until: inHours(5) });
  const cut = await set("limited");
  expect(cut.state).toBe("active");
  expect(await granted()).toBe("limited");
  suite.clock.advance(6 * HOUR);
  expect(await granted()).toBe("suspended");
});

test("suspensions at the same moment leave the agent suspended", async () => {
  suite.clock.advance(1000);
  const asks = (["limited", "suspended", "supervised", "suspended"] as const).map((level) =>
    setGrant(org.operator, { agent, level, reason: "now" }),
  );
  await Promise.allSettled(asks);
  expect(await granted()).toBe("suspended");
});

test("what cannot be is refused, naming the field", async () => {
  expect((await refusal(set("limited", { until: inHours(-1) }))).errors[0]?.path).toBe("until");
  expect((await refusal(set("limited", { workflow: "misspelt" }))).errors[0]?.path).toBe("workflow");
  const nobody = setGrant(org.operator, { agent: "nobody", level: "limited", reason: "x" });
  expect((await refusal(nobody)).errors[0]?.path).toBe("agent");
  expect((await refusal(setGrant(org.auditor, { agent, level: "limited", reason: "x" }))).kind).toBe("forbidden");
});

test("a role narrowed to one workflow lowers there and nowhere else", async () => {
  const narrowed = { ...org.operator, workflows: ["refunds"] } as typeof org.operator;
  expect((await refusal(set("suspended", {}, narrowed))).kind).toBe("forbidden");
  expect((await refusal(set("suspended", { workflow: "payouts" }, narrowed))).kind).toBe("forbidden");
  expect((await set("suspended", { workflow: "refunds" }, narrowed)).state).toBe("active");
});

test("the case beside a request says what it would change of the latest requests", async () => {
  await set("suspended");
  const ask = () => suite.runtime.recorder.ask(org.id, [{ agent, action: "payments.refund", workflow: "refunds" }]);
  await ask();
  await ask();
  const { id } = await set("full");
  const detail = await grantById(org.auditor, id);
  expect(detail.case.simulated).toMatchObject({ replayed: 2, permittedNow: 0 });
  expect(detail.case.answeredInSeconds).toBeNull();
  suite.clock.advance(60_000);
  await approveGrant(org.approver, { id });
  expect((await grantById(org.auditor, id)).case.answeredInSeconds).toBe(60);
});
