import { afterAll, beforeAll, expect, test } from "vitest";
import { writtenPact } from "@/lib/domain/testing-pacts";
import { refusal } from "@/lib/domain/testing-refusal";
import { pactComments } from "@/lib/queries/pact-comments";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { commentPact, settleComment } from "./comment";
import { savePact } from "./save";

let suite: TestRuntime;
let org: TestOrganisation;
let other: TestOrganisation;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  other = await suite.organisation("other");
});
afterAll(() => suite.stop());

const save = async (pact: string, title: string) =>
  (await savePact(org.author, { pact, text: JSON.stringify({ ...writtenPact(), pact, title }), format: "json" }))
    .result;
const refused = async (work: Promise<unknown>) => (await refusal(work)).kind;

test("a comment is bound to the wording it was said of, and stays after an edit", async () => {
  const { hash, version } = await save("said", "One");
  const clause = writtenPact().clauses[0]?.key as string;
  await commentPact(org.approver, { pact: "said", hash, clause, says: "How is this tested?" });
  await commentPact(org.operator, { pact: "said", hash, says: "Good." });
  const edited = await save("said", "Two");
  const found = await pactComments(org.author, "said", version, edited.hash);
  expect(found.map(({ clause: key, says, outdated, settledBy }) => [key, says, outdated, settledBy])).toEqual([
    [clause, "How is this tested?", true, null],
    [null, "Good.", true, null],
  ]);
  expect(await refused(commentPact(org.approver, { pact: "said", hash, says: "Late." }))).toBe("conflict");
});

test("a comment is settled once, and never by who only reads", async () => {
  const { hash } = await save("settled", "One");
  const { id } = (await commentPact(org.approver, { pact: "settled", hash, says: "Why?" })).result;
  expect(await refused(settleComment(org.auditor, { id }))).toBe("forbidden");
  await settleComment(org.author, { id });
  expect(await refused(settleComment(org.operator, { id }))).toBe("conflict");
  expect(await refused(commentPact(org.author, { pact: "settled", hash, clause: "no-such", says: "?" }))).toBe(
    "invalid",
  );
});

test("another organisation's comments are not there", async () => {
  const { hash, version } = await save("walled", "One");
  const { id } = (await commentPact(org.approver, { pact: "walled", hash, says: "Ours." })).result;
  expect(await refused(settleComment(other.author, { id }))).toBe("not_found");
  expect(await pactComments(other.author, "walled", version, hash)).toEqual([]);
});
