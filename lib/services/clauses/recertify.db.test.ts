import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { Actor } from "@/lib/domain/roles";
import { needs } from "@/lib/queries/overview-needs";
import { recertifications } from "@/lib/queries/recertifications";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recertifyClause } from "./recertify";
import { remindOfReviews } from "./remind";

const DAY = 24 * 3_600_000;
const start = Date.parse("2026-11-22T12:00:00.000Z");
let suite: TestRuntime;
let org: TestOrganisation;
let hash: string;
const document = testPact();
const surety = (): Actor => ({ type: "system", organisationId: org.id, id: "surety", name: "Surety" });
const of = async (clause: string) => (await recertifications(org.auditor)).find((one) => one.clause === clause);
/** What the overview says waits for its owner's word. */
const waiting = async () => (await needs(org.operator)).filter(({ kind }) => kind === "recertify");

beforeAll(async () => {
  suite = await testRuntime(start);
  org = await suite.organisation();
  const teams = { platform: [(org.operator as { id: string }).id] };
  hash = await storePact(suite.runtime.db, org.id, document, { now: start, teams });
});
afterAll(() => suite.stop());

test("a clause is due by its own cadence after it went live, and is reminded of once for each state", async () => {
  expect(await of("cites")).toMatchObject({ state: "current", dueAt: new Date(start + 30 * DAY).toISOString() });
  expect((await remindOfReviews(surety(), {})).result).toBe(0);
  suite.clock.set(start + 24 * DAY);
  expect(await of("cites")).toMatchObject({ state: "due_soon", owner: "platform" });
  expect((await remindOfReviews(surety(), {})).result).toBe(1);
  expect((await remindOfReviews(surety(), {})).entries).toEqual([]);
  suite.clock.set(start + 30 * DAY);
  expect(await of("cites")).toMatchObject({ state: "overdue" });
  expect((await remindOfReviews(surety(), {})).result).toBe(1);
  expect(await waiting()).toMatchObject([{ key: "refunds/cites", owner: { you: true } }]);
});

test("the owning team alone says that it is still right, on the version that is in force", async () => {
  const word = { pact: "refunds", clause: "cites", hash };
  await expect(recertifyClause(org.author, word)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(recertifyClause(org.service, word)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(recertifyClause(org.auditor, word)).rejects.toMatchObject({ kind: "forbidden" });
  const other = { ...word, hash: `sha256:${"0".repeat(64)}` };
  await expect(recertifyClause(org.operator, other)).rejects.toMatchObject({ code: "hash_mismatch" });
  await expect(recertifyClause(org.operator, { ...word, clause: "none" })).rejects.toMatchObject({ kind: "not_found" });
  const { result, entries } = await recertifyClause(org.operator, { ...word, note: "Read it again with legal." });
  expect(entries).toHaveLength(1);
  expect(result.dueAt).toBe(new Date(start + 60 * DAY).toISOString());
  expect(await of("cites")).toMatchObject({ state: "current", by: "operator" });
  expect(await waiting()).toEqual([]);
});

test("a version that leaves the clause as it is leaves its time running; one that changes it begins it anew", async () => {
  suite.clock.set(start + 40 * DAY);
  const reworded = testPact((written) => {
    Object.assign(written.clauses[1] ?? {}, { title: "Answers faster" });
  });
  await storePact(suite.runtime.db, org.id, reworded, { version: 2, now: suite.clock.now() });
  expect(await of("cites")).toMatchObject({ dueAt: new Date(start + 60 * DAY).toISOString(), version: 2 });
  expect(await of("fast")).toMatchObject({ dueAt: new Date(start + 130 * DAY).toISOString(), by: null });
});
