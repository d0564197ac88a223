import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { FieldError } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { questionPage } from "@/lib/queries/questions";
import { sharedReport } from "@/lib/queries/report";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { answerQuestion } from "./answer";
import { askQuestion } from "./ask";
import { findReport } from "./find";
import { revokeReport } from "./revoke";
import { shareReport } from "./share";

const DAY = 86_400_000;
let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
});
afterAll(() => t.stop());

const share = async (more: object = {}) => {
  const expiresAt = new Date(t.clock.now() + DAY).toISOString();
  const { result } = await shareReport(org.author, { pact: "refunds", audience: "Globex", expiresAt, ...more });
  const found = await findReport(result.url.split("/").at(-1) ?? "");
  if (!found) throw new Error("the link opens nothing");
  return found;
};
const ask = (report: string, question = "Who reads the evals?", pact = "refunds") =>
  askQuestion(systemActor(org.id), { report, pact, name: "Jane Doe", question, recipient: null });
const refused = (doing: Promise<unknown>): Promise<{ kind: string; errors: FieldError[] }> =>
  doing.then(
    () => ({ kind: "done", errors: [] }),
    (error) => error,
  );

test("a question and its answer stand on the report of their link alone, with who, when and their ledger numbers", async () => {
  const [own, other] = [await share(), await share()];
  const { result } = await ask(own.id);
  await answerQuestion(org.operator, { id: result.id, answer: "The desk, each Monday." });
  await t.runtime.sequencer.settle(org.id);
  const [asked] = (await sharedReport(own)).questions;
  expect(asked).toMatchObject({ name: "Jane Doe", question: "Who reads the evals?" });
  expect(asked?.answer).toMatchObject({ says: "The desk, each Monday.", by: "operator" });
  expect(asked?.answer?.number).toBe((asked?.number ?? Number.NaN) + 1);
  expect((await sharedReport(other)).questions).toEqual([]);
  const named = await share({ redact: ["owners"] });
  const { result: again } = await ask(named.id);
  await answerQuestion(org.owner, { id: again.id, answer: "Someone." });
  expect((await sharedReport(named)).questions[0]?.answer?.by).toBeNull();
});

test("a question is answered once, by a person who may, and neither it nor its answer is changed afterwards", async () => {
  const { id: report } = await share();
  const { id } = (await ask(report)).result;
  expect(await refused(answerQuestion(org.auditor, { id, answer: "x" }))).toMatchObject({ kind: "forbidden" });
  expect(await refused(answerQuestion(org.service, { id, answer: "x" }))).toMatchObject({ kind: "forbidden" });
  expect((await questionPage(org.auditor, { state: "open" }, 10)).map((one) => one.id)).toContain(id);
  const both = ["one", "two"].map((answer) => refused(answerQuestion(org.author, { id, answer })));
  expect((await Promise.all(both)).map(({ kind }) => kind).sort()).toEqual(["conflict", "done"]);
  for (const change of ["answer = 'other'", "question = 'other'", "answered_at = now()"])
    await expect(
      t.runtime.db.system((tx) => tx.$executeRawUnsafe(`UPDATE report_question SET ${change} WHERE id = '${id}'`)),
    ).rejects.toThrow(/SY010|answered once/);
});

test("nobody asks through a link that is closed or of a pact that it does not open; too long and too many are refused", async () => {
  const link = await share();
  await storePact(
    t.runtime.db,
    org.id,
    testPact((written) => Object.assign(written, { pact: "other" })),
    { now: 0 },
  );
  expect(await refused(ask(link.id, "Why?", "other"))).toMatchObject({ kind: "conflict" });
  expect(await refused(ask(link.id, "x".repeat(1001)))).toMatchObject({
    kind: "invalid",
    errors: [{ path: "question" }],
  });
  expect(await refused(ask(link.id, "  "))).toMatchObject({ kind: "invalid" });
  for (let i = 0; i < 20; i++) await ask(link.id, `Question ${i}`);
  expect(await refused(ask(link.id))).toMatchObject({ kind: "conflict" });
  const closed = await share();
  await revokeReport(org.author, { id: closed.id });
  expect(await refused(ask(closed.id))).toMatchObject({ kind: "conflict" });
});
