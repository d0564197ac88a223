import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "@/lib/services/evidence/record";
import { freshnessBoard } from "./freshness";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
});
afterAll(() => t.stop());

const DAY = 24 * 3600_000;
const board = () => freshnessBoard(org.auditor, t.clock.now());
const words = async () =>
  (await board()).items.map(({ clause, release, lane, state }) => [clause, release, lane, state]);

test("the board lists every clause for every release that may ask, what is missing first, then by time left", async () => {
  expect(await words()).toEqual([
    ["cites", "r1", "missing", "missing"],
    ["cites", "r2", "missing", "missing"],
    ["fast", null, "missing", "missing"],
  ]);
  const record = (fields: object) => ({
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    passed: 1,
    failed: 0,
    observedAt: new Date(t.clock.now()).toISOString(),
    source: "qa-lab",
    ...fields,
  });
  await recordEvidence(org.service, [record({}), record({ clause: "fast" })]);
  expect(await words()).toEqual([
    ["cites", "r2", "missing", "missing"],
    ["cites", "r1", "week", "fresh"],
    ["fast", null, "fresh", "fresh"],
  ]);
  const [missing, fresh] = (await board()).items;
  expect(missing).toMatchObject({
    candidate: true,
    left: null,
    consequence: { trigger: "missing", acts: true, does: "block", actions: ["payments.refund"] },
  });
  expect(fresh).toMatchObject({
    candidate: false,
    left: 7 * DAY,
    consequence: { trigger: "stale", acts: false, does: "review" },
  });
});

test("time alone moves an item from lane to lane, and it is stale from the very instant its window ends", async () => {
  const lane = async () => (await board()).items.find(({ clause, release }) => clause === "cites" && release === "r1");
  t.clock.advance(6 * DAY);
  expect(await lane()).toMatchObject({ lane: "day", state: "expiring" });
  t.clock.advance(DAY - 1);
  expect(await lane()).toMatchObject({ lane: "day", left: 1 });
  t.clock.advance(1);
  expect(await lane()).toMatchObject({ lane: "stale", state: "stale", left: 0, consequence: { acts: true } });
  expect((await board()).counts).toEqual({ missing: 1, stale: 1, day: 0, week: 0, fresh: 1 });
});
