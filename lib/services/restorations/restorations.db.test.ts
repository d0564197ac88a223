import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedBy } from "@/lib/db/guards";
import { readLineEntries } from "@/lib/db/line-entries";
import { readLines } from "@/lib/db/lines";
import { testPact } from "@/lib/db/testing-pact";
import type { PactDocument } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";
import type { Actor } from "@/lib/domain/roles";
import { refusal } from "@/lib/domain/testing-refusal";
import { driftPage } from "@/lib/queries/drifts";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askAsBot, citing, withLivePact } from "@/lib/runtime/testing-bot";
import { clearDriftByPerson } from "../drifts/clear";
import { verifyDriftByPerson } from "../drifts/verify";
import { recordEvidence } from "../evidence/record";
import { signRestoration } from "./sign";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

/** The operator and the second approver are of the team that owns the critical clause. */
const given = (document?: PactDocument) =>
  withLivePact(t, document, ({ operator, approver2 }) => ({ platform: [operator.id, approver2.id] }));
const byPerson = () =>
  testPact((written) => Object.assign(written.clauses[0] as object, { drift: { verify: "person", within: "PT4H" } }));

const HOUR = 3600_000;
const cites = (fields: Record<string, unknown> = {}) =>
  citing(t, { observedAt: new Date(t.clock.now()).toISOString(), ...fields });
const record = (org: TestOrganisation, fields: Record<string, unknown> = {}, actor: Actor = org.service) =>
  recordEvidence(actor, cites(fields));
const verdict = async (org: TestOrganisation) => (await askAsBot(t, org)).answer.verdict;
const asked = {
  agent: "refund-bot",
  pact: "refunds",
  clause: "cites",
  trigger: "failures" as const,
  reason: "fixed the prompt",
};
const tick = () => t.clock.advance(1000);

/** Three failing records within a day, after a passing one. */
async function failing(org: TestOrganisation) {
  await record(org, { passed: 100 });
  for (let i = 0; i < 3; i++) {
    tick();
    await record(org, { passed: 8, failed: 2 });
  }
  tick();
}

/** Failures in a row until the monitor alarms at its highest stage. */
async function drifting(org: TestOrganisation, times = 12) {
  await record(org, { passed: 20 });
  for (let i = 0; i < times; i++) {
    tick();
    await record(org, { passed: 0, failed: 1, attributes: { task: `t${i}` } });
  }
  tick();
}

test("a latched consequence is lifted by the owning team and one from outside it, once the evidence suffices", async () => {
  const org = await given();
  await failing(org);
  expect(await verdict(org)).toBe("degrade");
  expect(await refusal(signRestoration(org.operator, asked))).toMatchObject({
    kind: "conflict",
    code: "evidence_insufficient",
    message: "Cites the policy needs one passing record observed after its last failure.",
  });
  await record(org, { passed: 10 });
  const first = (await signRestoration(org.operator, asked)).result;
  expect(first).toMatchObject({
    state: "signed",
    needs: ["the word of somebody outside platform who did not submit the evidence"],
  });
  expect(await verdict(org)).toBe("degrade");
  expect(await refusal(signRestoration(org.operator, asked))).toMatchObject({ kind: "conflict" });
  expect((await signRestoration(org.approver2, asked)).result.state).toBe("signed");
  expect((await signRestoration(org.approver, asked)).result).toMatchObject({ state: "restored", needs: [] });
  expect(await verdict(org)).toBe("allow");
  expect(await refusal(signRestoration(org.owner, asked))).toMatchObject({ kind: "conflict" });
});

test("whoever submitted the evidence is no outsider, and inside or outside is no matter of choice", async () => {
  const org = await given();
  await failing(org);
  await record(org, { passed: 10 }, org.approver);
  expect(await refusal(signRestoration(org.approver, asked))).toMatchObject({ kind: "forbidden" });
  const [latch] = await t.runtime.db.organisation(org.id, (tx) => tx.latch.findMany());
  const forged = {
    organisationId: org.id,
    latchId: latch?.id ?? "",
    memberId: org.operator.id,
    team: "platform",
    inside: false,
    reason: "x",
    at: new Date(),
  };
  const direct = t.runtime.db.organisation(org.id, (tx) => tx.restorationSignoff.create({ data: forged }));
  expect(refusedBy(await direct.catch((error: unknown) => error))).toBe("SY013");
  for (const actor of [org.service, org.auditor])
    expect(await refusal(signRestoration(actor, asked))).toMatchObject({ kind: "forbidden" });
});

test("whoever made the service key that brought the evidence is no outsider to it, to the database neither", async () => {
  const org = await given();
  await failing(org);
  const made = { organisationId: org.id, kind: "service", name: "CI", prefix: "sry_ci", hash: org.service.id };
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.apiKey.create({ data: { ...made, id: org.service.id, createdBy: org.approver.id, createdAt: new Date() } }),
  );
  await record(org, { passed: 10 });
  expect(await refusal(signRestoration(org.approver, asked))).toMatchObject({
    kind: "forbidden",
    message: expect.stringContaining("made the key that it came with"),
  });
  const [latch] = await t.runtime.db.organisation(org.id, (tx) => tx.latch.findMany());
  const forged = { latchId: latch?.id ?? "", memberId: org.approver.id, team: "platform", inside: false, reason: "x" };
  const direct = t.runtime.db.organisation(org.id, (tx) =>
    tx.restorationSignoff.create({ data: { organisationId: org.id, ...forged, at: new Date() } }),
  );
  expect(refusedBy(await direct.catch((error: unknown) => error))).toBe("SY013");
  await signRestoration(org.operator, asked);
  expect((await signRestoration(org.owner, asked)).result.state).toBe("restored");
});

test("a verified drift is lifted at 20 to 1 and not before, and replaying still rebuilds its line", async () => {
  const document = testPact();
  const org = await given(document);
  await drifting(org);
  expect(await verdict(org)).toBe("block");
  const drift = { ...asked, trigger: "drift" as const };
  await record(org, { passed: 5 });
  expect(await refusal(signRestoration(org.operator, drift))).toMatchObject({ code: "evidence_insufficient" });
  for (let i = 0; i < 12; i++) {
    tick();
    await record(org, { passed: 10 });
  }
  expect((await signRestoration(org.operator, drift)).result.latches).toHaveLength(2);
  await signRestoration(org.approver, drift);
  expect(await verdict(org)).toBe("degrade");
  await signRestoration(org.operator, asked);
  await signRestoration(org.approver, asked);
  expect(await verdict(org)).toBe("allow");
  expect((await driftPage(org.auditor, {}, 10, t.clock.now())).map(({ state }) => state)).toEqual(["cleared"]);
  tick();
  await record(org, { passed: 3, failed: 1 });
  const [line] = await t.runtime.db.organisation(org.id, (tx) => readLines(tx, org.id, [asked]));
  if (!line) throw new Error("no line");
  const entries = await t.runtime.db.organisation(org.id, (tx) => readLineEntries(tx, org.id, line));
  const clause = document.clauses[0] as PactDocument["clauses"][number];
  expect(replayLine(line, entries, clause, document)).toEqual(line);
});

test("where a person verifies, an alarm waits for the word, and silence is the word", async () => {
  const org = await given(byPerson());
  await drifting(org, 4);
  const [drift] = await driftPage(org.auditor, { state: "suspected" }, 10, t.clock.now());
  expect(drift).toMatchObject({ state: "suspected" });
  expect(drift?.alarmAt).not.toBeNull();
  expect(await verdict(org)).toBe("degrade");
  t.clock.advance(4 * HOUR);
  expect(await driftPage(org.auditor, { state: "verified" }, 10, t.clock.now())).toHaveLength(1);
  expect(["review", "block"]).toContain(await verdict(org));
  expect(await refusal(clearDriftByPerson(org.operator, { id: drift?.id ?? "", reason: "no" }))).toMatchObject({
    kind: "conflict",
  });
});

test("a person's word puts an alarm in force at once", async () => {
  const org = await given(byPerson());
  await drifting(org, 12);
  const [drift] = await driftPage(org.auditor, {}, 10, t.clock.now());
  expect(await verdict(org)).toBe("degrade");
  const { result } = await verifyDriftByPerson(org.author, { id: drift?.id ?? "", reason: "seen in the logs" });
  expect(result).toMatchObject({ state: "verified", verifiedBy: { id: org.author.id } });
  expect(await verdict(org)).toBe("block");
  const stored = await t.runtime.db.organisation(org.id, (tx) => tx.drift.findFirstOrThrow());
  expect(stored.enforcedRevision).toBeGreaterThan(1);
  expect(await refusal(verifyDriftByPerson(org.author, { id: result.id, reason: "again" }))).toMatchObject({
    kind: "conflict",
  });
});

test("a suspicion that a person clears never acts, and the monitor starts anew", async () => {
  const org = await given(byPerson());
  await drifting(org, 12);
  const [drift] = await driftPage(org.auditor, {}, 10, t.clock.now());
  await clearDriftByPerson(org.operator, { id: drift?.id ?? "", reason: "a broken grader" });
  t.clock.advance(5 * HOUR);
  expect(await verdict(org)).toBe("degrade");
  const [line] = await t.runtime.db.organisation(org.id, (tx) => readLines(tx, org.id, [asked]));
  expect(line).toMatchObject({ drift: { state: "cleared" }, monitor: { e: 0 } });
});

test("another organisation's drift is as unknown as one that does not exist", async () => {
  const [org, other] = [await given(), await given()];
  await drifting(org);
  const [drift] = await driftPage(org.auditor, {}, 10, t.clock.now());
  expect(await refusal(verifyDriftByPerson(other.operator, { id: drift?.id ?? "", reason: "x" }))).toMatchObject({
    kind: "not_found",
  });
  expect(await refusal(clearDriftByPerson(other.operator, { id: "dft_none", reason: "x" }))).toMatchObject({
    kind: "not_found",
  });
});
