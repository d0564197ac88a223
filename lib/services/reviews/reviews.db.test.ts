import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedBy } from "@/lib/db/guards";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import { decisionById } from "@/lib/queries/decisions";
import { pendingReviews, reviewPage } from "@/lib/queries/reviews";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { openIncident } from "../incidents/open";
import { approveOverride } from "../overrides/approve";
import { approveReview } from "./approve";
import { denyReview } from "./deny";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
const HOUR = 3600_000;
/** The pact, but what has no evidence asks a person. */
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  const document = testPact((written) => Object.assign(written.clauses[0]?.on as object, { missing: "review" }));
  await storePact(t.runtime.db, org.id, document);
  return org;
}
const held = async (org: TestOrganisation) => {
  const [record] = await t.runtime.recorder.ask(org.id, [
    { agent: "refund-bot", action: "payments.refund", context: { amount: 10 } },
  ]);
  if (!record?.review) throw new Error("not held");
  return { decision: record.id, id: record.review.id };
};
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: SuretyError) => thrown.kind,
  );

test("an approved review permits, and the decision says so from then on", async () => {
  const org = await given();
  const { id, decision } = await held(org);
  expect(await decisionById(org.auditor, decision, t.clock.now())).toMatchObject({
    status: "pending",
    permitted: false,
    review: { state: "pending" },
  });
  t.clock.advance(1000);
  const { result, revision } = await approveReview(org.operator, { id, reason: "seen" });
  expect(result).toMatchObject({ state: "approved", settledBy: { id: org.operator.id }, answer: { permitted: true } });
  expect(revision).not.toBeNull();
  const after = await decisionById(org.auditor, decision, t.clock.now());
  expect(after).toMatchObject({ status: "final", permitted: true, verdict: "review", review: { state: "approved" } });
  expect(after.useBy).toBe(new Date(t.clock.now() + 300_000).toISOString());
});

test("a denied review is final and not permitted, and is settled once", async () => {
  const org = await given();
  const { id, decision } = await held(org);
  await denyReview(org.approver, { id, reason: "no" });
  expect(await decisionById(org.auditor, decision, t.clock.now())).toMatchObject({
    status: "final",
    permitted: false,
    review: { state: "denied" },
  });
  expect(await refusal(approveReview(org.owner, { id }))).toBe("conflict");
  const forced = t.runtime.db.organisation(org.id, (tx) =>
    tx.review.update({ where: { organisationId_id: { organisationId: org.id, id } }, data: { state: "approved" } }),
  );
  expect(refusedBy(await forced.catch((error: unknown) => error))).toBe("SY010");
});

test("a block that came meanwhile holds, approved or not", async () => {
  const org = await given();
  const { id, decision } = await held(org);
  await openIncident(org.service, { agent: "refund-bot", severity: "critical", title: "leak" });
  const { result } = await approveReview(org.approver, { id });
  expect(result).toMatchObject({ state: "approved", answer: { verdict: "block", permitted: false } });
  expect(await decisionById(org.auditor, decision, t.clock.now())).toMatchObject({ status: "final", permitted: false });
});

test("an expired review is never approved", async () => {
  const org = await given();
  const { id, decision } = await held(org);
  t.clock.advance(HOUR);
  expect(await refusal(approveReview(org.approver, { id }))).toBe("conflict");
  expect(await refusal(denyReview(org.approver, { id }))).toBe("conflict");
  expect(await decisionById(org.auditor, decision, t.clock.now())).toMatchObject({
    status: "final",
    permitted: false,
    review: { state: "expired" },
  });
  expect(await pendingReviews(org.auditor, t.clock.now())).toBe(0);
  expect((await reviewPage(org.auditor, { state: "expired" }, 10, t.clock.now())).map((one) => one.id)).toEqual([id]);
});

test("only a person of a role that may settles, and two at once settle once", async () => {
  const org = await given();
  const { id } = await held(org);
  for (const actor of [org.service, org.author, org.auditor])
    expect(await refusal(approveReview(actor, { id }))).toBe("forbidden");
  const both = await Promise.all([
    refusal(approveReview(org.approver, { id })),
    refusal(denyReview(org.approver2, { id })),
  ]);
  expect(both.filter((one) => one === null)).toHaveLength(1);
});

test("an approval does not use an override twice, and finds the use that its decision has spent", async () => {
  const org = await given();
  const now = t.clock.now();
  const organisationId = org.id;
  const override = {
    organisationId,
    id: `ovr_${made}`,
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    triggers: ["violation"],
    actions: ["payments.refund"],
    maxUses: 1,
    startsAt: new Date(now),
    endsAt: new Date(now + HOUR),
    reason: "once",
    quorum: 1,
    state: "requested",
    pactVersion: 1,
    requestedBy: {},
    requestedById: "mem_x",
    createdAt: new Date(now),
  };
  await t.runtime.db.organisation(organisationId, (tx) => tx.override.create({ data: override }));
  await approveOverride(org.approver2, { id: override.id });
  await t.runtime.snapshots.reload(organisationId);
  const [record] = await t.runtime.recorder.ask(organisationId, [
    { agent: "refund-bot", action: "payments.refund", context: { amount: 900 } },
  ]);
  expect(record?.answer.verdict).toBe("review");
  const { result } = await approveReview(org.approver, { id: record?.review?.id ?? "" });
  expect(result.answer).toMatchObject({ permitted: true });
  const after = await t.runtime.db.organisation(organisationId, (tx) =>
    tx.override.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id: override.id } } }),
  );
  expect(after.used).toBe(1);
});

test("another organisation's review is as unknown as one that does not exist", async () => {
  const [org, other] = [await given(), await given()];
  const { id } = await held(org);
  expect(await refusal(approveReview(other.approver, { id }))).toBe("not_found");
  expect(await refusal(denyReview(other.approver, { id: "rev_none" }))).toBe("not_found");
});
