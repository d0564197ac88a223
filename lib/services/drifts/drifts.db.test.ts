import { afterAll, beforeAll, expect, test } from "vitest";
import { readLineEntries } from "@/lib/db/line-entries";
import { readLines } from "@/lib/db/lines";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { PactDocument } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";
import { driftPage } from "@/lib/queries/drifts";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askAsBot, withLivePact } from "@/lib/runtime/testing-bot";
import { recordEvidence } from "../evidence/record";
import { verifySilentDrifts } from "./silence";
import { verifyDriftByPerson } from "./verify";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const HOUR = 3600_000;
const given = (document?: PactDocument) => withLivePact(t, document);
const byPerson = (written: { clauses: Record<string, unknown>[] }) =>
  Object.assign(written.clauses[0] as object, { drift: { verify: "person", within: "PT4H" } });

/** One record a second. */
async function record(org: TestOrganisation, fields: Record<string, unknown>) {
  t.clock.advance(1000);
  const observedAt = new Date(t.clock.now()).toISOString();
  const about = { agent: "refund-bot", pact: "refunds", clause: "cites", observedAt, source: "qa-lab" };
  return (await recordEvidence(org.service, { ...about, ...fields } as never)).result;
}
async function drifting(org: TestOrganisation, failures = 12) {
  await record(org, { passed: 20, failed: 0 });
  for (let i = 0; i < failures; i++) await record(org, { passed: 0, failed: 1 });
}
const verdict = async (org: TestOrganisation, release = "r1") => (await askAsBot(t, org, { release })).answer.verdict;
const told = (org: TestOrganisation, kind: string) =>
  t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ where: { organisationId: org.id, kind }, select: { payload: true, actor: true } }),
  );
const driftOf = async (org: TestOrganisation) => (await driftPage(org.auditor, {}, 10, t.clock.now()))[0];

/** Every line of the clause as it is stored, and as its stored entries rebuild it. */
async function rebuilt(org: TestOrganisation, document: PactDocument) {
  const clause = document.clauses[0];
  if (!clause) throw new Error("no clause");
  return t.runtime.db.organisation(org.id, async (tx) => {
    const lines = await readLines(tx, org.id, [{ agent: "refund-bot", pact: "refunds", clause: "cites" }]);
    const again = [];
    for (const line of lines) {
      again.push(replayLine(line, await readLineEntries(tx, org.id, line), clause, document));
    }
    return { lines, again: JSON.parse(JSON.stringify(again)) as typeof lines };
  });
}

test("an alarm on which nobody speaks in time is written down as verified, once, though no evidence comes", async () => {
  const org = await given(testPact(byPerson));
  await drifting(org);
  expect(await verdict(org)).toBe("degrade"); // failures; drift waits for a word
  await verifySilentDrifts();
  expect(await told(org, "drift.verified")).toEqual([]);
  t.clock.advance(4 * HOUR + 60_000);
  await verifySilentDrifts();
  await verifySilentDrifts();
  const entries = await told(org, "drift.verified");
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ payload: { silent: true }, actor: { type: "system" } });
  const drift = await driftOf(org);
  expect(drift).toMatchObject({ state: "verified", verifiedBy: null });
  const row = await t.runtime.db.organisation(org.id, (tx) =>
    tx.drift.findFirst({ where: { organisationId: org.id } }),
  );
  expect(row).toMatchObject({ state: "verified" });
  expect(row?.enforcedRevision).toBeGreaterThan(0);
  expect(await verdict(org)).toBe("block");
});

test("a drift that a person verified is not verified again by the sweep", async () => {
  const org = await given(testPact(byPerson));
  await drifting(org);
  await verifyDriftByPerson(org.operator, { id: (await driftOf(org))?.id ?? "", reason: "seen it" });
  t.clock.advance(5 * HOUR);
  await verifySilentDrifts();
  expect(await told(org, "drift.verified")).toHaveLength(1);
});

test("what restores an inherited drift latch is counted on the new version's line, and a replay counts the same", async () => {
  const org = await given();
  await drifting(org);
  const next = testPact((written) =>
    Object.assign(written.clauses[0] as object, { obligation: "Every refund names paragraph and page." }),
  );
  t.clock.advance(1000);
  await storePact(t.runtime.db, org.id, next, { version: 2 });
  await t.runtime.snapshots.reload(org.id);
  await record(org, { passed: 9, failed: 1 });
  await record(org, { passed: 12, failed: 0 });
  const { lines, again } = await rebuilt(org, next);
  const inheriting = lines.find(({ monitor }) => monitor?.checks === 22);
  expect(inheriting?.restoring).toMatchObject({ passed: 21, failed: 1 });
  expect(again).toEqual(lines);
});

const suite = (failing: number, size = 60) =>
  Object.fromEntries(Array.from({ length: size }, (_, i) => [`case-${i}`, i < failing ? "fail" : "pass"]));
const suiteRecord = (release: string, failing: number, fields: object = {}) => ({
  release,
  passed: 60 - failing,
  failed: failing,
  attributes: { cases: suite(failing) },
  ...fields,
});

test("the same cases failing anew under the next release are drift, at the stages of the clause, and a replay agrees", async () => {
  // A target low enough that the monitor has nothing to say.
  const document = testPact((written) => {
    const [clause] = written.clauses as [Record<string, unknown> & { evidence: object }];
    delete clause.failures;
    Object.assign(clause, { evidence: { ...clause.evidence, target: 0.5 } });
    delete (clause.on as Record<string, unknown>).failures;
  });
  const org = await given(document);
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.agentRelease.create({
      data: { organisationId: org.id, agent: "refund-bot", release: "r1", since: new Date(t.clock.now()) },
    }),
  );
  await record(org, suiteRecord("r1", 1));
  expect(await driftOf(org)).toBeUndefined();
  await record(org, suiteRecord("r2", 16, { method: "v2" }));
  expect(await driftOf(org)).toBeUndefined(); // another yardstick is no drift
  await record(org, suiteRecord("r2", 16));
  expect(await driftOf(org)).toMatchObject({
    state: "verified",
    release: "r2",
    says: expect.stringContaining("against r1, 15 of 60 cases newly fail and 0 newly pass"),
  });
  expect(await verdict(org, "r2")).toBe("review");
  expect(await verdict(org)).toBe("allow");
  await record(org, suiteRecord("r1", 1)); // the release before is never held against the one after
  expect(await verdict(org)).toBe("allow");
  const { lines, again } = await rebuilt(org, document);
  expect(again).toEqual(lines);
});

test("cases that do not add up to the record are refused by name", async () => {
  const org = await given();
  await expect(record(org, { passed: 60, failed: 0, attributes: { cases: suite(2) } })).rejects.toMatchObject({
    errors: [{ path: "attributes.cases", message: "are 58 passed and 2 failed: passed and failed must say the same" }],
  });
  await expect(record(org, { passed: 1, failed: 0, attributes: { cases: { a: "perhaps" } } })).rejects.toMatchObject({
    errors: [{ path: "attributes.cases" }],
  });
});
