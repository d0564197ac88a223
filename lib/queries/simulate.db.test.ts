import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "@/lib/services/decisions/ask";
import { recordEvidence } from "@/lib/services/evidence/record";
import { savePact } from "@/lib/services/pacts/save";
import { simulatePact } from "./simulate";
import { agentTraffic } from "./traffic";

let suite: TestRuntime;
let org: TestOrganisation;
const most = 1000;
const start = Date.parse("2026-11-22T12:00:00.000Z");
const refund = (amount: number) => ({ agent: "refund-bot", action: "payments.refund", context: { amount } });

beforeAll(async () => {
  suite = await testRuntime(start);
  org = await suite.organisation();
  const document = testPact((written) => {
    written.facts = { amount: { type: "number", unit: "EUR" } };
  });
  await storePact(suite.runtime.db, org.id, document, { now: start });
  await suite.runtime.snapshots.reload(org.id);
  const record = { agent: "refund-bot", pact: "refunds", clause: "cites", passed: 100, failed: 0, source: "lab" };
  await recordEvidence(org.operator, { ...record, observedAt: new Date(start).toISOString() });
  for (const amount of [10, 30, 60, 700]) {
    await askDecision(org.service, refund(amount));
    suite.clock.advance(60_000);
  }
  await askDecision(org.service, { ...refund(20), agent: "somebody-else" });
  await savePact(org.author, {
    pact: "refunds",
    text: JSON.stringify({ ...document, scope: { ...document.scope, actions: ["orders.*", "payments.other"] } }),
    format: "json",
  });
});
afterAll(() => suite.stop());

test("recorded decisions of the pact's agent are asked again under the draft, and no others", async () => {
  const told = await simulatePact(org.approver, "refunds", { most });
  expect(told).toMatchObject({ version: 2, live: { version: 1 }, decisions: 4, replayed: 4, flipped: 3 });
  expect(told.before).toMatchObject({ allow: 3, block: 1 });
  expect(told.after).toMatchObject({ allow: 0, block: 4 });
  expect(told.flips[0]).toMatchObject({ direction: "tighter", count: 3, money: { EUR: 100 } });
  expect(told.flips[0]?.examples[0]?.id).toMatch(/^dec_/);
});

test("a range of time and a number of decisions choose which, the newest first", async () => {
  const range = { from: start + 60_000, to: start + 180_000 };
  expect(await simulatePact(org.auditor, "refunds", { most, ...range })).toMatchObject({ decisions: 2, flipped: 2 });
  const newest = await simulatePact(org.auditor, "refunds", { most: 1 });
  expect(newest).toMatchObject({ decisions: 1, flipped: 0, before: { block: 1 } });
});

test("what is in force compared with itself flips nothing", async () => {
  expect(await simulatePact(org.auditor, "refunds", { most, version: 1 })).toMatchObject({ decisions: 4, flipped: 0 });
});

test("requests at hand are answered one by one, before and after", async () => {
  const told = await simulatePact(org.auditor, "refunds", { most, requests: [refund(5)] });
  expect(told.answers).toMatchObject([{ before: { verdict: "allow", id: null }, after: { verdict: "block" } }]);
  expect(told).toMatchObject({ decisions: 1, flipped: 1 });
});

test("a document that does not compile, of an agent that nobody registered, is refused by field", async () => {
  const document = testPact((written) => {
    written.agent = "ghost";
    Object.assign(written.clauses[0] ?? {}, { require: "context.amount <" });
  });
  await expect(simulatePact(org.author, "refunds", { most, document })).rejects.toMatchObject({
    kind: "invalid",
    errors: [{ path: "document.agent" }, { path: "document.clauses[0].require" }],
  });
});

test("an unknown pact, an unknown version and another organisation's pact are the same nothing", async () => {
  const other = await suite.organisation("globex");
  const asked = [
    () => simulatePact(org.author, "nothing", { most }),
    () => simulatePact(org.author, "refunds", { most, version: 9 }),
    () => simulatePact(other.author, "refunds", { most }),
  ];
  for (const ask of asked) await expect(ask()).rejects.toMatchObject({ kind: "not_found" });
});

test("what an agent asks for is told with its facts, and makes a draft that can be saved as it is", async () => {
  const told = await agentTraffic(org.author, "refund-bot", "max");
  expect(told).toMatchObject({ decisions: 4, ungoverned: 0, actions: [{ action: "payments.refund", gated: true }] });
  expect(told.draft?.pact).toBe("refund-bot-seen");
  const { pact, text } = told.draft ?? { pact: "", text: "" };
  const { result } = await savePact(org.author, { pact, text, format: "yaml" });
  expect(result).toMatchObject({ state: "draft", holes: [] });
  expect((await agentTraffic(org.author, "refund-bot", "max")).draft?.pact).toBe("refund-bot-seen-2");
  await expect(agentTraffic(org.author, "nobody", "p95")).rejects.toMatchObject({ kind: "not_found" });
});
