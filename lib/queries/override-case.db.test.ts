import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { approveOverride } from "@/lib/services/overrides/approve";
import { denyOverride } from "@/lib/services/overrides/deny";
import { requestOverride } from "@/lib/services/overrides/request";
import { agentNames } from "./agent-names";
import { overridable } from "./overridable";
import { overrideCase } from "./override-case";
import { teamNames } from "./team-names";

let suite: TestRuntime;
let org: TestOrganisation;
const HOUR = 3600_000;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await storePact(suite.runtime.db, org.id, testPact(), { now: suite.clock.now() });
  await suite.runtime.snapshots.reload(org.id);
});
afterAll(() => suite.stop());

const ask = async (by = org.operator) =>
  (
    await requestOverride(by, {
      agent: "refund-bot",
      pact: "refunds",
      clause: "cites",
      triggers: ["missing"],
      actions: ["payments.refund"],
      endsAt: new Date(suite.clock.now() + HOUR).toISOString(),
      reason: "The eval runs tonight.",
    })
  ).result;

test("what may be overridden names what each clause can raise, how long, and how many must approve", async () => {
  const [pact] = await overridable(org.auditor);
  const cites = pact?.clauses.find(({ key }) => key === "cites");
  expect(cites?.triggers).toEqual(expect.arrayContaining(["missing", "stale"]));
  expect(cites?.quorum).toBe(cites?.severity === "critical" ? 2 : 1);
  expect(cites?.longestMs).toBeGreaterThan(0);
  expect(pact?.clauses.at(-1)).toMatchObject({ key: null, triggers: ["scope"], quorum: 1 });
});

test("the case beside a request says what acts now, what was asked before, and leaves the request itself out", async () => {
  const first = await ask();
  await denyOverride(org.approver, { id: first.id, reason: "Not now." });
  const second = await ask();
  const found = await overrideCase(org.auditor, second.id);
  expect(found).toMatchObject({
    pactTitle: "Refund desk",
    clause: { key: "cites" },
    history: { asked: 1, approved: 0, denied: 1 },
  });
  expect(found.takesAway).toHaveLength(1);
  expect(found.takesAway[0]).toMatchObject({ trigger: "missing", does: "block" });
  expect(found.takesAway[0]?.says).toContain("no passing evidence");
  expect(found.similar.map(({ id }) => id)).toEqual([first.id]);
  await approveOverride(org.approver, { id: second.id });
  expect((await overrideCase(org.auditor, second.id)).override).toMatchObject({ state: "requested", quorum: 2 });
  await approveOverride(org.approver2, { id: second.id });
  expect((await overrideCase(org.auditor, second.id)).override).toMatchObject({ state: "active" });
});

test("another organisation's overrides, teams and agents are not there", async () => {
  const other = await suite.organisation("other");
  const { id } = await ask();
  const refused = await overrideCase(other.owner, id).catch((error: unknown) => error);
  expect(isSuretyError(refused) && refused.kind).toBe("not_found");
  expect(await overridable(other.owner)).toEqual([]);
  expect(await agentNames(other.owner)).toEqual({});
  expect(await teamNames(other.owner)).toEqual({});
  expect(Object.keys(await agentNames(org.auditor))).toContain("refund-bot");
});
