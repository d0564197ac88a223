import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import type { Tx } from "./client";
import { refusedBy } from "./guards";

let suite: TestRuntime;
let org: TestOrganisation;
const at = new Date("2026-11-22T12:00:00.000Z");

/** Runs a change in the organisation and says which guard refused it. */
const refusal = (change: (tx: Tx) => Promise<unknown>) =>
  suite.runtime.db.organisation(org.id, change).then(
    () => "none",
    (error: unknown) => refusedBy(error),
  );
const version = (state: string) => ({
  organisationId: org.id,
  version: state === "live" ? 1 : 2,
  pact: "p",
  state,
  hash: `sha256:${state}`,
  document: {},
  agent: "a",
  workflow: "w",
  mode: "enforce",
  editedBy: {},
  editedById: org.owner.id,
  createdAt: at,
  editedAt: at,
});

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await suite.runtime.db.organisation(org.id, async (tx) => {
    await tx.pact.create({ data: { organisationId: org.id, slug: "p", createdAt: at } });
    await tx.pactVersion.createMany({ data: [version("live"), version("in_review")] });
  });
});
afterAll(() => suite.stop());

test("a change of what is published is refused as SY010", async () => {
  const where = { organisationId: org.id, pact: "p", version: 1 };
  expect(await refusal((tx) => tx.pactVersion.updateMany({ where, data: { hash: "sha256:x" } }))).toBe("SY010");
  expect(await refusal((tx) => tx.pactVersion.deleteMany({ where }))).toBe("SY010");
});

test("publication without its approvals is refused as SY011, whatever the application believed", async () => {
  const publish = (tx: Tx) =>
    tx.pactVersion
      .updateMany({ where: { organisationId: org.id, version: 1 }, data: { state: "superseded" } })
      .then(() =>
        tx.pactVersion.updateMany({ where: { organisationId: org.id, version: 2 }, data: { state: "live" } }),
      );
  expect(await refusal(publish)).toBe("SY011");
});

test("approving another hash is refused as SY012, approving one's own as SY013", async () => {
  const approval = { organisationId: org.id, pact: "p", version: 2, at };
  const approve = (hash: string, memberId: string) =>
    refusal((tx) => tx.pactApproval.create({ data: { ...approval, hash, memberId } }));
  expect(await approve("sha256:other", org.approver.id)).toBe("SY012");
  expect(await approve("sha256:in_review", org.owner.id)).toBe("SY013");
  expect(await approve("sha256:in_review", org.approver.id)).toBe("none");
  expect(await approve("sha256:in_review", org.approver.id)).toBe("unique");
});

test("a second live version of one pact is refused as a race lost", async () => {
  expect(await refusal((tx) => tx.pactVersion.create({ data: { ...version("live"), version: 9 } }))).toBe("unique");
});

test("an error of another kind is no guard's", () => {
  expect(refusedBy(new Error("something else"))).toBeNull();
  expect(refusedBy(null)).toBeNull();
});
