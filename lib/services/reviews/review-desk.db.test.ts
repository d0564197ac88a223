import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedBy } from "@/lib/db/guards";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import { decisionById } from "@/lib/queries/decisions";
import { reviewerLoads } from "@/lib/queries/fatigue";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { awaitReview } from "../decisions/await-review";
import { endRun } from "../runs/end";
import { approveReview } from "./approve";
import { claimReview } from "./claim";
import { denyReview } from "./deny";
import { escalateReview } from "./escalate";

let t: TestRuntime;
let made = 0;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const MINUTE = 60_000;
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`desk-${++made}`);
  const document = testPact((written) => Object.assign(written.clauses[0]?.on as object, { missing: "review" }));
  await storePact(t.runtime.db, org.id, document);
  return org;
}
const held = async (org: TestOrganisation, run?: string, amount = 10) => {
  const request = { agent: "refund-bot", action: "payments.refund", context: { amount }, ...(run ? { run } : {}) };
  const [record] = await t.runtime.recorder.ask(org.id, [request]);
  if (!record?.review) throw new Error("not held");
  return { decision: record.id, id: record.review.id };
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: SuretyError) => thrown.code,
  );

test("what one has taken up nobody else answers for ten minutes, and of two at once one gets it", async () => {
  const org = await given();
  const { id } = await held(org);
  const both = await Promise.all([org.approver, org.operator].map((by) => refusal(claimReview(by, { id }))));
  expect(both.filter((one) => one === null)).toHaveLength(1);
  const [mine, theirs] = both[0] === null ? [org.approver, org.operator] : [org.operator, org.approver];
  expect(await refusal(denyReview(theirs, { id }))).toBe("claimed");
  expect((await claimReview(mine, { id, claim: false })).result.claim).toBeNull();
  await claimReview(theirs, { id });
  t.clock.advance(10 * MINUTE);
  expect(await refusal(approveReview(mine, { id }))).toBeNull();
});

test("a review is handed on to the deputy and the escalation and no further, and its claim ends with that", async () => {
  const org = await given();
  const { id } = await held(org);
  await claimReview(org.operator, { id });
  const { result } = await escalateReview(org.operator, { id, reason: "I was in the room." });
  expect(result).toMatchObject({ claim: null, turn: { turn: "deputy", overdue: false } });
  expect((await escalateReview(org.operator, { id })).result.turn?.turn).toBe("escalation");
  expect(await refusal(escalateReview(org.operator, { id }))).toBe("conflict");
});

test("what a run asked for ends with it: denied for the agent, and never approved, not even in SQL", async () => {
  const org = await given();
  const [one, other] = [await held(org, "run-1"), await held(org, "run-2")];
  const waits = awaitReview(org.service, one.decision, 60_000);
  const { result } = await endRun(org.service, { agent: "refund-bot", run: "run-1" });
  await waits;
  expect(result.reviews).toEqual([one.id]);
  expect(await decisionById(org.auditor, one.decision, t.clock.now())).toMatchObject({
    ...{ status: "final", permitted: false, review: { state: "expired" } },
  });
  expect(await refusal(approveReview(org.approver, { id: one.id }))).toBe("conflict");
  expect(await refusal(approveReview(org.approver, { id: other.id }))).toBeNull();
  const late = await held(org, "run-1");
  expect(await refusal(approveReview(org.approver, { id: late.id }))).toBe("conflict");
  const forced = t.runtime.db.organisation(org.id, (tx) =>
    tx.review.update({
      where: { organisationId_id: { organisationId: org.id, id: late.id } },
      data: { state: "approved" },
    }),
  );
  expect(refusedBy(await forced.catch((error: unknown) => error))).toBe("SY012");
  expect((await endRun(org.service, { agent: "refund-bot", run: "run-1" })).result.reviews).toEqual([late.id]);
  expect((await endRun(org.service, { agent: "refund-bot", run: "run-1" })).entries).toEqual([]);
});

test("an approval counts for the request that was held, and another one is asked anew", async () => {
  const org = await given();
  const { id } = await held(org);
  const { result } = await approveReview(org.approver, { id });
  expect(result.answer).toMatchObject({ permitted: true, useBy: expect.any(String) });
  const next = await held(org, undefined, 11);
  expect(next.id).not.toBe(id);
});

test("hasty approvals are counted by who gave them", async () => {
  const org = await given();
  for (let i = 0; i < 4; i++) {
    const { id } = await held(org);
    t.clock.advance(i < 2 ? MINUTE : 1000);
    await approveReview(org.approver, { id });
  }
  expect(await reviewerLoads(org.auditor)).toMatchObject([
    { member: { id: org.approver.id }, answered: 4, busiestHour: 4, hasty: 0.5 },
  ]);
});
