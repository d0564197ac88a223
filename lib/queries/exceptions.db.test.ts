import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { exceptionById, exceptionPage } from "./exceptions";

let t: TestRuntime;
let org: TestOrganisation;
let rival: TestOrganisation;
const ids: string[] = [];
const AWAY = { verdict: "block", permitted: false, risk: "critical", revision: 7, ageSeconds: 12 };

beforeAll(async () => {
  t = await testRuntime();
  [org, rival] = [await t.organisation(), await t.organisation("rival")];
  const { db, ids: made } = t.runtime;
  const kinds = [
    ["ungoverned", { says: "No decision permitted it." }],
    ["fail_open", { ...AWAY, workflow: "payouts", says: "The database is away." }],
    ["break_glass", { override: "ovr_1", says: "The shop is on fire." }],
    ["ungoverned", { says: null }],
  ] as const;
  for (const [i, [kind, detail]] of kinds.entries()) {
    const id = made.next("exc");
    ids.unshift(id);
    const row = { id, kind, detail, agent: `bot-${i}`, action: "x.y", at: new Date(t.clock.now() + i * 1000) };
    await db.organisation(org.id, (tx) => tx.exception.create({ data: { organisationId: org.id, ...row } }));
  }
});
afterAll(() => t.stop());

const found = async (filter: Parameters<typeof exceptionPage>[1]) =>
  (await exceptionPage(org.auditor, filter, 50)).map(({ agent }) => agent);

test("an exception is found by kind, agent and time, the last recorded first, and by nobody else", async () => {
  expect(await found({})).toEqual(["bot-3", "bot-2", "bot-1", "bot-0"]);
  expect(await found({ kind: "ungoverned" })).toEqual(["bot-3", "bot-0"]);
  expect(await found({ agent: "bot-2" })).toEqual(["bot-2"]);
  const at = t.clock.now();
  expect(await found({ from: at + 1000, to: at + 3000 })).toEqual(["bot-2", "bot-1"]);
  expect(await exceptionPage(rival.auditor, {}, 50)).toEqual([]);
  await expect(exceptionById(rival.auditor, ids[0] as string)).rejects.toMatchObject({ kind: "not_found" });
});

test("pages of exceptions are whole and without doubles", async () => {
  const seen: string[] = [];
  for (let before: string | undefined; ; before = seen.at(-1)) {
    const rows = await exceptionPage(org.auditor, {}, 1, before);
    seen.push(...rows.slice(0, 1).map(({ id }) => id));
    if (rows.length < 2) break;
  }
  expect(seen).toEqual(ids);
});

test("what was answered without the database says what was answered, by which risk, and on what", async () => {
  const away = await exceptionById(org.auditor, ids[2] as string);
  expect(away).toMatchObject({ kind: "fail_open", away: AWAY, says: "The database is away.", override: null });
  const glass = await exceptionById(org.auditor, ids[1] as string);
  expect(glass).toMatchObject({ kind: "break_glass", away: null, override: "ovr_1", number: null });
});
