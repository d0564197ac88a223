import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { ratifyOverride } from "./ratify";
import { requestOverride } from "./request";
import { watchBreakGlass } from "./unratified";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
});
afterAll(() => t.stop());

const HOUR = 3600_000;
const incidents = () =>
  t.runtime.db.organisation(org.id, (tx) => tx.incident.findMany({ where: { organisationId: org.id } }));

test("a break-glass that nobody ratified in a day is a breach with one incident, which is told of, and is ratified no more", async () => {
  const { result } = await requestOverride(org.operator, {
    ...{ agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["missing"], actions: ["payments.refund"] },
    ...{ endsAt: new Date(t.clock.now() + HOUR).toISOString(), breakGlass: true },
    reason: "A refund wave is due and the lab is unreachable.",
  });
  t.clock.advance(24 * HOUR);
  await watchBreakGlass();
  expect(await incidents()).toEqual([]);
  t.clock.advance(1);
  await expect(ratifyOverride(org.approver, { id: result.id })).rejects.toMatchObject({ kind: "conflict" });
  await Promise.all([watchBreakGlass(), watchBreakGlass()]);
  expect(await incidents()).toMatchObject([{ agent: "refund-bot", severity: "critical", state: "open" }]);
  await watchBreakGlass();
  expect(await incidents()).toHaveLength(1);
  const posted = await t.runtime.db.organisation(org.id, (tx) =>
    tx.outbox.findMany({ where: { organisationId: org.id, subject: { startsWith: "incident/" } } }),
  );
  expect(posted).toMatchObject([{ kind: "incident.opened", payload: { agent: "refund-bot", override: result.id } }]);
});
