import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import { observationPage } from "@/lib/queries/observations";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "../decisions/ask";
import { approveReview } from "../reviews/approve";
import { recordObservations } from "./record";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
/** `payments.refund` waits for a person, `orders.read` is degraded and fits, `orders.*` beyond three fields is not permitted. */
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  const document = testPact((written) => Object.assign(written.clauses[0]?.on as object, { missing: "review" }));
  await storePact(t.runtime.db, org.id, document);
  return org;
}
const ask = (org: TestOrganisation, more: object = {}) =>
  askDecision(org.service, { agent: "refund-bot", action: "orders.read", context: { fields: 1 }, ...more });
const seen = (more: object = {}) => ({ agent: "refund-bot", action: "orders.read", at: iso(), ...more });
const iso = (shift = 0) => new Date(t.clock.now() + shift).toISOString();
const record = async (org: TestOrganisation, input: object) =>
  (await recordObservations(org.service, input)).result as { id: string; decision: string | null; ungoverned: string };
const recordAll = async (org: TestOrganisation, input: object[]) =>
  ((await recordObservations(org.service, input)).result as { items: { decision: string | null }[] }).items;
const exceptions = (org: TestOrganisation) =>
  t.runtime.db.organisation(org.id, (tx) => tx.exception.findMany({ where: { organisationId: org.id } }));
const MINUTE = 60_000;

test("what ran is joined to its decision, by id or by agent, action and time; a permit stands for one", async () => {
  const org = await given();
  const [first, second] = [await ask(org), await ask(org)];
  expect(await record(org, seen({ decision: first.id }))).toMatchObject({ decision: first.id, exception: null });
  expect(await record(org, seen())).toMatchObject({ decision: second.id, ungoverned: null });
  expect(await exceptions(org)).toEqual([]);
  expect((await record(org, seen())).ungoverned).toMatch(/^No decision permitted orders.read by refund-bot/);
});

test("the resource tells decisions apart", async () => {
  const org = await given();
  const one = await ask(org, { resource: { type: "order", id: "1" } });
  const two = await ask(org, { resource: { type: "order", id: "2" } });
  const items = await recordAll(org, [seen(), seen({ resource: { id: "1", type: "order" } })]);
  expect(items.map(({ decision }) => decision)).toEqual([two.id, one.id]);
});

test("what no decision permitted is an exception, and is entered into the ledger", async () => {
  const org = await given();
  const blocked = await ask(org, { context: { fields: 9 } });
  expect(blocked.permitted).toBe(false);
  const items = await recordAll(org, [
    seen({ decision: blocked.id }),
    seen(),
    seen({ decision: "dec_unknown" }),
    seen({ agent: "nobody-registered" }),
  ]);
  expect(items.map(({ decision }) => decision)).toEqual([null, null, null, null]);
  const found = await exceptions(org);
  expect(found.map(({ kind, decisionId }) => [kind, decisionId])).toEqual([
    ["ungoverned", blocked.id],
    ["ungoverned", null],
    ["ungoverned", "dec_unknown"],
    ["ungoverned", null],
  ]);
  await t.runtime.sequencer.settle(org.id);
  const entries = await t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ where: { organisationId: org.id, kind: "exception.recorded" } }),
  );
  expect(entries).toHaveLength(4);
  const events = await t.runtime.db.organisation(org.id, (tx) =>
    tx.outbox.count({ where: { organisationId: org.id, kind: "observation.ungoverned" } }),
  );
  expect(events).toBe(4);
});

test("a review permits from its approval on", async () => {
  const org = await given();
  const held = await ask(org, { action: "payments.refund", context: { amount: 10 } });
  const refund = { action: "payments.refund" };
  expect((await record(org, seen({ ...refund, decision: held.id }))).ungoverned).toContain("said review");
  t.clock.advance(10 * MINUTE);
  await approveReview(org.operator, { id: held.review?.id ?? "" });
  t.clock.advance(MINUTE);
  expect(await record(org, seen(refund))).toMatchObject({ decision: held.id });
  expect(await record(org, seen({ ...refund, decision: held.id }))).toMatchObject({ decision: held.id });
  t.clock.advance(10 * MINUTE);
  expect((await record(org, seen({ ...refund, decision: held.id }))).ungoverned).toContain("outside the permit");
});

test("many at once take each permit once", async () => {
  const org = await given();
  for (let i = 0; i < 5; i++) await ask(org);
  const items = (await Promise.all([1, 2, 3, 4].map(() => recordAll(org, [seen(), seen()])))).flat();
  const joined = items.flatMap(({ decision }) => (decision ? [decision] : []));
  expect(joined).toHaveLength(5);
  expect(new Set(joined).size).toBe(5);
});

test("another organisation's decision permits nothing here, and its observations are not listed", async () => {
  const [org, other] = [await given(), await given()];
  const { id } = await ask(other);
  expect((await record(org, seen({ decision: id }))).ungoverned).toContain("no decision here");
  expect(await observationPage(other.auditor, {}, 10)).toEqual([]);
});

test("one that lies ahead of the clock is refused, and all with it", async () => {
  const org = await given();
  const late = recordObservations(org.service, [seen(), seen({ at: iso(2 * MINUTE) })]);
  const refused: SuretyError = await late.then(
    () => expect.fail(),
    (error) => error,
  );
  expect(refused).toMatchObject({ kind: "invalid", errors: [{ path: "1.at" }] });
  expect(await observationPage(org.auditor, {}, 10)).toEqual([]);
});

test("lists are filtered by agent, decision, time and whether a decision permitted it", async () => {
  const org = await given();
  const { id } = await ask(org);
  await recordAll(org, [seen(), seen({ agent: "other" }), seen({ at: iso(-30 * MINUTE) })]);
  const agents = async (filter: object) => (await observationPage(org.auditor, filter, 10)).map((one) => one.agent);
  expect(await agents({})).toEqual(["refund-bot", "other", "refund-bot"]);
  expect(await agents({ governed: true })).toEqual(["refund-bot"]);
  expect(await agents({ governed: false })).toEqual(["refund-bot", "other"]);
  expect(await agents({ decision: id })).toEqual(["refund-bot"]);
  expect(await agents({ from: t.clock.now() })).toEqual(["other", "refund-bot"]);
});
