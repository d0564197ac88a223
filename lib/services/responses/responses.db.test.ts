import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { refusal } from "@/lib/domain/testing-refusal";
import { listResponses } from "@/lib/queries/responses";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "../evidence/record";
import { putTeam } from "../teams/put";
import { answerResponse } from "./answer";
import { watchResponses } from "./overdue";

let t: TestRuntime;
let made = 0;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const HOUR = 3_600_000;
const cites = { agent: "refund-bot", pact: "refunds", clause: "cites" };

/** Three failing records latched a clause that says `respond.within: PT4H`. */
async function acting(): Promise<TestOrganisation> {
  const org = await t.organisation(`answering-${++made}`);
  const respond = { within: "PT4H", runbook: "https://runbooks.example/cites" };
  await storePact(
    t.runtime.db,
    org.id,
    testPact((written) => Object.assign(written.clauses[0] as object, { respond })),
  );
  const members = [`operator@${org.slug}.example`];
  await putTeam(org.owner, { slug: "platform", name: "Platform", members, deputy: `author@${org.slug}.example` });
  await t.runtime.snapshots.reload(org.id);
  for (let i = 0; i < 3; i++) {
    t.clock.advance(1000);
    const observedAt = new Date(t.clock.now()).toISOString();
    await recordEvidence(org.service, { ...cites, passed: 0, failed: 1, observedAt, source: "lab" });
  }
  return org;
}
const overdue = (org: TestOrganisation) =>
  t.runtime.db.organisation(org.id, async (tx) => {
    const where = { organisationId: org.id, kind: "response.overdue" };
    return (await tx.outbox.findMany({ where, orderBy: { seq: "asc" } })).map(
      ({ payload }) => (payload as { turn: string }).turn,
    );
  });
const refused = async (work: Promise<unknown>) => (await refusal(work)).kind;

test("an owner who does not answer within respond.within is told of to the deputy, then to the escalation, each once", async () => {
  const org = await acting();
  const [owed] = await listResponses(org.auditor);
  expect(owed).toMatchObject({ ...cites, team: "platform", within: "PT4H", triggers: ["failures"], answered: null });
  expect(Date.parse(owed?.dueAt ?? "") - Date.parse(owed?.since ?? "")).toBe(4 * HOUR);
  t.clock.set(Date.parse(owed?.dueAt ?? "") - 1);
  await watchResponses();
  expect(await overdue(org)).toEqual([]);
  t.clock.advance(1);
  await Promise.all([watchResponses(), watchResponses()]);
  expect(await overdue(org)).toEqual(["deputy"]);
  expect((await listResponses(org.auditor))[0]?.escalated).toBe("deputy");
  t.clock.advance(4 * HOUR);
  await watchResponses();
  t.clock.advance(40 * HOUR);
  await watchResponses();
  expect(await overdue(org)).toEqual(["deputy", "escalation"]);
});

test("whoever answered for it keeps others from being told; only the team, its deputy or an owner may, and only once", async () => {
  const org = await acting();
  expect(await refused(answerResponse(org.approver, { ...cites, note: "not mine" }))).toBe("forbidden");
  expect(await refused(answerResponse(org.auditor, { ...cites, note: "no" }))).toBe("forbidden");
  expect(await refused(answerResponse(org.operator, { ...cites, clause: "fast", note: "nothing acts" }))).toBe(
    "not_found",
  );
  await answerResponse(org.operator, { ...cites, note: "The index was stale; rebuilding." });
  expect(await refused(answerResponse(org.author, { ...cites, note: "me too" }))).toBe("conflict");
  t.clock.advance(9 * HOUR);
  await watchResponses();
  expect(await overdue(org)).toEqual([]);
  const [owed] = await listResponses(org.auditor, { pact: "refunds", clause: "cites" });
  expect(owed?.answered).toMatchObject({ by: { name: "operator" }, note: "The index was stale; rebuilding." });
});
