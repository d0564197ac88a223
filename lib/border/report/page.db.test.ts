import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "@/lib/services/evidence/record";
import { requestOverride } from "@/lib/services/overrides/request";
import { revokeReport } from "@/lib/services/reports/revoke";
import { shareReport } from "@/lib/services/reports/share";
import { api } from "../api";
import { handle } from "../router";

const DAY = 86_400_000;
let suite: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await storePact(suite.runtime.db, org.id, testPact(), { now: suite.clock.now() });
});
afterAll(() => suite.stop());

const share = async (days: number, more: object = {}) => {
  const expiresAt = new Date(suite.clock.now() + days * DAY).toISOString();
  const { result } = await shareReport(org.author, { pact: "refunds", audience: "Globex", expiresAt, ...more });
  return { id: result.id, path: new URL(result.url).pathname };
};
let address = 0;
const read = (path: string, headers: Record<string, string> = {}) => {
  const url = new URL(path, "http://localhost");
  return handle(api, {
    method: "GET",
    path: url.pathname,
    query: url.searchParams,
    header: (name) => ({ host: "localhost", "user-agent": "suite", ...headers })[name],
    body: "",
    requestId: "req_1",
    address: `10.1.0.${++address}`,
  });
};
const prove = (clause: string, passed: number, failed: number) =>
  recordEvidence(org.service, [
    {
      ...{ agent: "refund-bot", pact: "refunds", clause, passed, failed, source: "qa-lab" },
      observedAt: new Date(suite.clock.now()).toISOString(),
    },
  ]);
/** Everything in the ledger but that somebody read a report. */
const written = () =>
  suite.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.count({ where: { organisationId: org.id, NOT: { kind: "report.viewed" } } }),
  );

test("the page read as a window ends says stale, the one read a millisecond before says met, and nothing was written in between", async () => {
  await prove("cites", 20, 0);
  await prove("fast", 20, 0);
  const { path } = await share(30);
  suite.clock.advance(7 * DAY - 1);
  const entries = await written();
  const before = (await read(path)).body;
  suite.clock.advance(1);
  const after = (await read(path)).body;
  expect(await written()).toBe(entries);
  expect(before).toContain("both promises in this pact hold; refund-bot acts with full authority");
  expect(after).toContain("one of the two promises in this pact holds, one is stale; a person approves");
  expect(after).toMatch(/rift at 1,000 to 1.*rift at 10,000 to 1/s);
  const standing = (page: string) => /id="clause-1".*?class="chip (\w+)"/s.exec(page)?.[1];
  expect([standing(before), standing(after)]).toEqual(["met", "stale"]);
  expect([before, after].map((page) => page.includes("Time made the evidence of"))).toEqual([false, true]);
});

test("evidence counts in the next reading, though the minute is the same", async () => {
  const { path } = await share(30);
  await read(path);
  await prove("cites", 30, 0);
  expect((await read(path)).body).toContain("50 checks in 2 records, 0 failed");
});

test("repeated failures and what was asked for because of them are told by who did it, with their number, under their clause's title", async () => {
  for (let i = 0; i < 3; i++) await prove("cites", 0, 20);
  const endsAt = new Date(suite.clock.now() + 3_600_000).toISOString();
  const asked = { agent: "refund-bot", pact: "refunds", clause: "cites", actions: ["payments.refund"] };
  await requestOverride(org.operator, { ...asked, triggers: ["failures"], endsAt, reason: "case: 114" });
  const { body } = await read((await share(30)).path);
  expect(body).toContain("brought evidence of repeated failures: Cites the policy");
  expect(body).toContain("operator asked for an override of “Cites the policy” for refund-bot: case: 114");
  const left = await read((await share(30, { redact: ["owners", "reasons"] })).path);
  expect(left.body).toContain("brought evidence of repeated failures: Cites the policy");
  expect(left.body).toContain("Somebody asked for an override of “Cites the policy” for refund-bot<");
  expect(left.body).not.toContain("case: 114");
});

describe("a link that opens nothing", () => {
  const PAGES = ["", "/verify", "/answers", "/compare?day=2026-11-23", "/report.html"];
  const FILES = ["/report.json", "/bundle.json", "/report.csv", "/answers.csv", "/answers.md"];

  test("is one answer, byte for byte, whether it was never made, is over or was revoked, wherever it is tried", async () => {
    const over = await share(1);
    const revoked = await share(30);
    await revokeReport(org.author, { id: revoked.id });
    suite.clock.advance(DAY);
    for (const end of [...PAGES, ...FILES, "/contract"]) {
      const guess = await read(`/r/${"0".repeat(32)}${end}`);
      expect(guess.status).toBe(404);
      for (const { path } of [over, revoked]) expect(await read(path + end)).toEqual(guess);
    }
  });

  test("a link with a passcode says that, and nothing of what is behind it", async () => {
    const { path } = await share(1, { passcode: "open sesame" });
    for (const end of [...PAGES, ...FILES]) {
      const closed = await read(path + end);
      expect(closed.status).toBe(401);
      expect(closed.body).not.toMatch(/refund|Globex|acme|Cites/i);
    }
    const wrong = await read(`${path}/report.json`, { "x-surety-passcode": "open says me" });
    expect([wrong.status, wrong.body.includes("refund")]).toEqual([401, false]);
    expect((await read(`${path}/report.json`, { "x-surety-passcode": "open sesame" })).status).toBe(200);
  });
});
