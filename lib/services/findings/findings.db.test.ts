import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { refusal } from "@/lib/domain/testing-refusal";
import { findingDetail, findingPage, openFindings } from "@/lib/queries/findings";
import { listHeartbeats } from "@/lib/queries/heartbeats";
import { needs } from "@/lib/queries/overview-needs";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "../decisions/ask";
import { watchUnenforced } from "../drifts/unenforced";
import { forgetHeartbeat } from "../heartbeats/forget";
import { sendHeartbeat } from "../heartbeats/send";
import { watchSilence } from "../heartbeats/silence";
import { recordObservations } from "../observations/record";
import { putTeam } from "../teams/put";
import { putWorkflow } from "../workflows/put";
import { assignFinding } from "./assign";
import { closeFinding } from "./close";

let t: TestRuntime;
let made = 0;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

/** Refund-bot, whose clauses `platform` owns; reading the weather has no consequence. */
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`found-${++made}`);
  await storePact(t.runtime.db, org.id, testPact());
  const weather = { slug: "weather", name: "Weather", consequential: false, risk: "low" as const };
  await putWorkflow(org.owner, { ...weather, actions: [{ name: "weather.read", risk: "low" }] });
  return org;
}
const iso = () => new Date(t.clock.now()).toISOString();
const seen = (action: string, more: object = {}) => ({ agent: "refund-bot", action, at: iso(), ...more });
const list = (org: TestOrganisation, filter = {}) => findingPage(org.auditor, filter, 100);
const events = (org: TestOrganisation, family: string) =>
  t.runtime.db.organisation(org.id, async (tx) => {
    const where = { organisationId: org.id, kind: { startsWith: family } };
    return (await tx.outbox.findMany({ where, orderBy: { seq: "asc" } })).map(({ kind, payload }) => ({
      kind,
      ...(payload as object),
    }));
  });

test("every ungoverned consequential call is a finding of the team that owns the agent's clauses; others are none", async () => {
  const org = await given();
  const { id: decision } = await askDecision(
    org.service,
    seen("orders.read", { context: { fields: 1 }, at: undefined }),
  );
  const calls = [seen("orders.write"), seen("orders.write"), seen("weather.read"), seen("orders.read", { decision })];
  await recordObservations(org.service, calls);
  const found = await list(org);
  expect(found.map(({ action, kind, owner, state }) => [action, kind, owner, state])).toEqual([
    ["orders.write", "ungoverned", "platform", "open"],
    ["orders.write", "ungoverned", "platform", "open"],
  ]);
  // The first time is told once, however often it is seen.
  expect(found.map(({ firstSeen }) => firstSeen)).toEqual([false, true]);
  expect(await events(org, "finding.")).toMatchObject([{ kind: "finding.new_tool", action: "orders.write" }]);
});

test("a permitted action that nobody named is told the first time that it is seen of an agent known by others", async () => {
  const org = await given();
  const observe = async (action: string) => {
    const { id: decision } = await askDecision(org.service, { agent: "refund-bot", action, context: { fields: 1 } });
    await recordObservations(org.service, seen(action, { decision }));
  };
  // What an agent does when it is first observed is where it starts from.
  await observe("orders.read");
  expect(await list(org)).toEqual([]);
  await observe("orders.peek");
  await observe("orders.peek");
  expect(await list(org)).toMatchObject([
    { kind: "new_tool", action: "orders.peek", firstSeen: true, exception: null },
  ]);
  expect(await events(org, "finding.")).toMatchObject([{ kind: "finding.new_tool", governed: true, team: "platform" }]);
});

test("a finding is given to a team and closed by a person with what became of it, alone or with all alike", async () => {
  const org = await given();
  await recordObservations(org.service, [seen("orders.write"), seen("orders.write"), seen("orders.erase")]);
  const [erased, second, first] = await list(org);
  const [one, two] = [first?.id ?? "", second?.id ?? ""];
  await putTeam(org.owner, { slug: "desk", name: "Desk", members: [] });
  expect((await refusal(assignFinding(org.operator, { id: one, team: "nobody" }))).errors?.[0]?.path).toBe("team");
  const { result } = await assignFinding(org.operator, { id: one, team: "desk", alike: true });
  expect(result.assigned).toBe(2);
  expect((await openFindings(org.auditor)).groups).toMatchObject([
    { action: "orders.write", owner: "desk", count: 2, newest: two },
    { action: "orders.erase", owner: "platform", count: 1, newest: erased?.id },
  ]);
  expect((await refusal(closeFinding(org.service, { id: one, outcome: "gated", reason: "x" }))).kind).toBe("forbidden");
  expect((await refusal(closeFinding(org.auditor, { id: one, outcome: "gated", reason: "x" }))).kind).toBe("forbidden");
  await closeFinding(org.operator, { id: one, outcome: "gated", reason: "The gateway asks first now", alike: true });
  expect(await findingDetail(org.auditor, two)).toMatchObject({ state: "closed", outcome: "gated", alike: 0 });
  expect((await refusal(closeFinding(org.operator, { id: two, outcome: "gated", reason: "x" }))).kind).toBe("conflict");
  expect(await openFindings(org.auditor)).toMatchObject({ open: 1, unowned: 0 });
  expect((await needs(org.owner)).filter(({ kind }) => kind === "finding").map(({ title }) => title)).toEqual([
    "orders.erase of refund-bot",
  ]);
  const other = await given();
  expect((await refusal(findingDetail(other.auditor, one))).kind).toBe("not_found");
  expect((await refusal(assignFinding(other.owner, { id: one, team: "platform" }))).kind).toBe("not_found");
});

test("an agent or a gateway that misses three heartbeats is told to be silent, once, and again when it is heard from", async () => {
  const org = await given();
  await sendHeartbeat(org.service, { gateway: "payments", every: "PT10S" });
  const told = await sendHeartbeat(org.service, { agent: "refund-bot", every: "PT1M", release: "r1" });
  expect(told.result).toMatchObject({ kind: "agent", name: "refund-bot", state: "live", everySeconds: 60 });
  // Only the first word, silence and what follows it are history.
  expect((await sendHeartbeat(org.service, { agent: "refund-bot" })).entries).toEqual([]);
  t.clock.advance(30_000 - 1);
  await watchSilence();
  expect(await events(org, "heartbeat.")).toEqual([]);
  t.clock.advance(1);
  await Promise.all([watchSilence(), watchSilence()]);
  expect(await events(org, "heartbeat.")).toMatchObject([{ kind: "heartbeat.silent", gateway: "payments" }]);
  expect((await listHeartbeats(org.auditor)).map(({ name, state }) => [name, state])).toEqual([
    ["payments", "silent"],
    ["refund-bot", "live"],
  ]);
  await sendHeartbeat(org.service, { gateway: "payments" });
  expect(await events(org, "heartbeat.resumed")).toMatchObject([{ gateway: "payments" }]);
  await forgetHeartbeat(org.owner, { kind: "gateway", name: "payments" });
  expect((await listHeartbeats(org.auditor)).map(({ name }) => name)).toEqual(["refund-bot"]);
  for (const [input, path] of [
    [{}, "agent"],
    [{ agent: "nobody" }, "agent"],
    [{ gateway: "payments", every: "P2D" }, "every"],
  ] as const)
    expect((await refusal(sendHeartbeat(org.service, input))).errors?.[0]?.path).toBe(path);
});

test("a gateway that decides by itself keeps a drift decided and not enforced: its team and the owners are told, then its escalation", async () => {
  const org = await given();
  await sendHeartbeat(org.service, { gateway: "edge", revision: 1 });
  const verifiedAt = new Date(t.clock.now());
  const row = { id: "dft_x", agent: "refund-bot", pact: "refunds", clause: "cites", evidenceHash: "x", release: "r1" };
  const verified = { state: "verified", e: 1, says: "x", suspectedAt: verifiedAt, verifiedAt, enforcedRevision: 2 };
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.drift.create({ data: { organisationId: org.id, ...row, ...verified } }),
  );
  const drift = () =>
    t.runtime.db.organisation(org.id, (tx) => tx.drift.findFirstOrThrow({ where: { organisationId: org.id } }));
  const minutes = async (n: number) => {
    t.clock.set(verifiedAt.getTime() + n * 60_000);
    await sendHeartbeat(org.service, { gateway: "edge", revision: 1 });
    await Promise.all([watchUnenforced(), watchUnenforced()]);
  };
  await minutes(0.5);
  expect(await events(org, "drift.unenforced")).toEqual([]);
  await minutes(1);
  await minutes(9);
  expect(await events(org, "drift.unenforced")).toMatchObject([
    { turn: "team", team: "platform", behind: ["gateway edge"] },
  ]);
  expect((await needs(org.owner)).map(({ kind }) => kind)).toContain("unenforced");
  await minutes(10);
  await minutes(11);
  expect((await events(org, "drift.unenforced")).map((one) => (one as { turn?: string }).turn)).toEqual([
    "team",
    "escalation",
  ]);
  expect((await drift()).enforcedAt).toBeNull();
  await sendHeartbeat(org.service, { gateway: "edge", revision: 2 });
  expect((await drift()).enforcedAt).toEqual(new Date(t.clock.now()));
});
