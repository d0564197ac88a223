import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { openIncident } from "@/lib/services/incidents/open";
import { amendOverride } from "@/lib/services/overrides/amend";
import { approveOverride } from "@/lib/services/overrides/approve";
import { denyOverride } from "@/lib/services/overrides/deny";
import { ratifyOverride } from "@/lib/services/overrides/ratify";
import { requestOverride } from "@/lib/services/overrides/request";
import { revokeOverride } from "@/lib/services/overrides/revoke";
import { agentNames } from "./agent-names";
import { overridable } from "./overridable";
import { overrideCase } from "./override-case";
import { needs } from "./overview-needs";
import { pactHistory } from "./pact-history";
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

test("the case decides recent requests again without it and with it, whatever else is asked or spent", async () => {
  const of = await suite.organisation("effect");
  await storePact(suite.runtime.db, of.id, testPact(), { now: suite.clock.now() });
  const request = (amount: number) => ({ agent: "refund-bot", action: "payments.refund", context: { amount } });
  await suite.runtime.recorder.ask(of.id, [request(10), request(30), request(9000)]);
  const { id } = await ask(of.operator);
  const blocked = { replayed: 3, permittedNow: 0 };
  const before = await overrideCase(of.auditor, id);
  expect(before).toMatchObject({ effect: blocked, barred: { asked: of.operator.id, widened: null } });
  expect(before.effect?.permittedThen).toBeGreaterThan(0);
  expect(before.effect?.flips).toContainEqual({ from: "block", to: expect.any(String), count: expect.any(Number) });
  await amendOverride(of.author, { id, maxUses: null, endsAt: new Date(suite.clock.now() + 2 * HOUR).toISOString() });
  expect((await overrideCase(of.auditor, id)).barred).toEqual({ asked: of.operator.id, widened: of.author.id });
  for (const who of [of.approver, of.approver2]) await approveOverride(who, { id });
  expect((await overrideCase(of.auditor, id)).effect).toEqual(before.effect);
  await revokeOverride(of.owner, { id });
  expect((await overrideCase(of.auditor, id)).effect).toBeNull();
});

test("a change of a request that changes nothing voids no approval and is no entry", async () => {
  const { id, endsAt } = await ask();
  await approveOverride(org.approver, { id });
  const same = await amendOverride(org.author, { id, endsAt, reason: "The eval runs tonight." });
  expect(same.entries).toEqual([]);
  expect(same.result.approvals).toHaveLength(1);
});

test("a pact's history has each use and exception with its number, and its parts and pages join to the whole", async () => {
  const of = await suite.organisation("history");
  const { db, recorder, sequencer } = suite.runtime;
  await storePact(db, of.id, testPact(), { now: suite.clock.now() });
  const broken = await requestOverride(of.operator, {
    ...{ agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["missing"], actions: ["payments.refund"] },
    ...{ endsAt: new Date(suite.clock.now() + HOUR).toISOString(), breakGlass: true },
    reason: "A refund wave is due and the lab is unreachable.",
  });
  expect((await needs(of.approver)).filter(({ kind }) => kind === "glass")).toMatchObject([{ owner: { you: true } }]);
  expect((await needs(of.operator)).filter(({ kind }) => kind === "glass")).toMatchObject([{ owner: { you: false } }]);
  await recorder.ask(of.id, [{ agent: "refund-bot", action: "payments.refund", context: { amount: 10 } }]);
  await ratifyOverride(of.approver, { id: broken.result.id });
  expect((await needs(of.approver)).filter(({ kind }) => kind === "glass")).toEqual([]);
  await denyOverride(of.approver, { id: (await ask(of.operator)).id });
  await openIncident(of.operator, { agent: "refund-bot", severity: "low", title: "A refund went out twice" });
  await sequencer.settle(of.id);

  const { entries, older } = await pactHistory(of.auditor, "refunds", "all", 100);
  expect(older).toBeNull();
  expect(entries.map(({ kind }) => kind).sort()).toEqual([
    ...["incident.opened", "override.broke_glass", "override.denied", "override.ratified"],
    ...["override.requested", "override.used"],
  ]);
  expect(entries.every(({ number }) => number !== null)).toBe(true);
  for (const part of ["versions", "standing", "overrides", "exceptions", "incidents"] as const) {
    const some = await pactHistory(of.auditor, "refunds", part, 100);
    expect(some.entries).toEqual(entries.filter((entry) => entry.part === part));
  }
  let page = await pactHistory(of.auditor, "refunds", "all", 2);
  const pages = [...page.entries];
  while (page.older) {
    page = await pactHistory(of.auditor, "refunds", "all", 2, page.older);
    pages.push(...page.entries);
  }
  expect(pages).toEqual(entries);
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
