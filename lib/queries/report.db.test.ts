import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgered } from "@/lib/db/ledgered";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { systemActor } from "@/lib/domain/roles";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "@/lib/services/evidence/record";
import { findReport } from "@/lib/services/reports/find";
import { shareReport } from "@/lib/services/reports/share";
import { sharedReport, trustReport } from "./report";
import { compareReport } from "./report-compare";

const DAY = 24 * 3600_000;
let t: TestRuntime;
let org: TestOrganisation;
let begun: number;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  begun = t.clock.now();
  await storePact(t.runtime.db, org.id, testPact(), { now: begun });
});
afterAll(() => t.stop());

const read = () =>
  trustReport(systemActor(org.id), {
    ...{ id: "preview", pact: "refunds", also: [], audience: "a buyer", redact: [], countersign: false },
    expiresAt: t.clock.now() + DAY,
  });
const prove = (clause: string) =>
  recordEvidence(org.service, [
    {
      ...{ agent: "refund-bot", pact: "refunds", clause, passed: 20, failed: 0, source: "qa-lab" },
      observedAt: new Date(t.clock.now()).toISOString(),
    },
  ]);
const share = async (more: object = {}) => {
  const expiresAt = new Date(t.clock.now() + 200 * DAY).toISOString();
  const { result } = await shareReport(org.author, { pact: "refunds", audience: "Globex", expiresAt, ...more });
  const found = await findReport(result.url.split("/").at(-1) ?? "");
  if (!found) throw new Error("the link opens nothing");
  return found;
};

test("evidence that stops turns the report stale at the window's end without any write, in its words and in both strips", async () => {
  await prove("cites");
  await prove("fast");
  expect((await read()).clauses.map(({ standing }) => standing)).toEqual(["met", "met"]);
  t.clock.advance(7 * DAY - 1);
  expect((await read()).clauses[0]).toMatchObject({ standing: "met" });
  t.clock.advance(1);
  const stale = await read();
  expect(stale.clauses[0]).toMatchObject({ standing: "stale" });
  expect(stale.cover).toContain("one is stale");
  expect(stale.clauses[0]?.days.at(-1)).toBe("stale");
  expect(stale.clauses[0]?.days.at(-2)).toBe("met");
  expect(stale.authority.days.at(-1)).toBe("supervised");
  expect(stale.authority.days.at(-2)).toBe("full");
});

test("a strip remembers a gap that was closed, and what came before it began does not stretch it", async () => {
  t.clock.advance(3 * DAY);
  await prove("cites");
  t.clock.advance(DAY);
  const closed = (await read()).clauses[0]?.days ?? [];
  expect(closed.slice(-5)).toEqual(["stale", "stale", "stale", "stale", "met"]);
  t.clock.advance(88 * DAY);
  const later = (await read()).clauses[0]?.days ?? [];
  expect(later[0]).toBe("stale");
  expect(later.slice(1, 9)).toEqual(["met", "met", "met", "met", "met", "met", "stale", "stale"]);
  expect(later.at(-1)).toBe("stale");
});

test("a report is held against an earlier day: what each promise was then, and what it is now", async () => {
  await prove("cites");
  await prove("fast");
  const report = await share();
  const now = await sharedReport(report);
  const early = await compareReport(report, now, begun + DAY);
  expect(early.earlier).toMatchObject({ version: 1, authority: "full" });
  expect(early.clauses.map(({ was, is }) => [was, is])).toEqual([
    ["met", "met"],
    ["met", "met"],
  ]);
  const gap = await compareReport(report, now, begun + 8 * DAY);
  expect(gap.earlier.authority).toBe("supervised");
  expect(gap.clauses[0]).toMatchObject({ was: "stale", is: "met", reworded: false });
  const before = await compareReport(report, now, begun - DAY);
  expect(before.earlier).toMatchObject({ version: null, authority: null });
  expect(before.clauses[0]).toMatchObject({ was: null, is: "met" });
});

test("a change that another node made is in the next reading whole, though nobody told this node of it", async () => {
  expect((await read()).agent.release).toBe("r1");
  const unit = { organisationId: org.id, actor: org.author, now: t.clock.now(), ids: t.runtime.ids };
  await ledgered(t.runtime.db, unit, async (tx) => {
    const where = { organisationId_slug: { organisationId: org.id, slug: "refund-bot" } };
    await tx.agent.update({ where, data: { release: "r2" } });
    const entry = { kind: "agent.changed", subject: "agent/refund-bot", payload: {} };
    return { result: null, entries: [entry], effect: "lowers" };
  });
  expect(await read()).toMatchObject({ agent: { release: "r2" } });
});
