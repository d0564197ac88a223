import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmbedded } from "@/lib/db/embedded";
import { CHROMIUM_FLAGS, findChromium } from "./chromium";
import { type Clients, clientsOf, publishPact } from "./client";
import { movableClock } from "./clock";
import { createOrganisation, type Furnished, furnish, pactOf } from "./furnished";
import { type Started, startSurety } from "./harness";

let surety: Started;
let as: Clients;
let has: Furnished;
const clock = movableClock();
const folder = mkdtempSync(join(tmpdir(), "surety-report-"));

beforeAll(async () => {
  surety = await startSurety({ env: clock.env });
  as = clientsOf(surety.quickstart);
  has = await furnish(as, "sold");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await surety?.stop();
  clock.remove();
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const share = async (more: object = {}) => {
  const body = { pact: has.pact, audience: "Globex Retail", expiresAt: inDays(30), ...more };
  return as.author.must(201, as.author.post("/api/v1/reports", body));
};
const pathOf = (url: string) => new URL(url).pathname;
const read = (path: string, init: RequestInit = {}) => fetch(surety.url + path, { redirect: "manual", ...init });

describe("a shared trust report", () => {
  it("is one page, complete without a script, small, and asks nothing of anybody else", async () => {
    const { url } = await share();
    const answer = await read(pathOf(url));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("referrer-policy")).toBe("same-origin");
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    const text = await answer.text();
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    expect(text).not.toMatch(/<script|https?:\/\/(?!localhost)[^"]*\.(?:js|css|woff2)/);
    for (const said of [
      "Every refund names the paragraph.",
      "sold-team",
      "not",
      "financial guarantee",
      "DEMONSTRATION",
    ])
      expect(text).toContain(said);
    expect(text).toContain("Globex Retail");
  });

  it("as data says what the page says, and what was left out", async () => {
    const { url } = await share({ redact: ["owners", "reasons"] });
    const report = await (await read(`${pathOf(url)}/report.json`)).json();
    expect(report).toMatchObject({ audience: "Globex Retail", agent: { slug: has.agent }, demonstration: true });
    expect(report.clauses.map((one: { owner: null }) => one.owner)).toEqual([null, null]);
    expect(report.redacted).toHaveLength(2);
    expect(JSON.stringify(report.clauses)).not.toContain("sold-team");
    expect(report.clauses[0].attested[0]).toMatchObject({ source: "lab", checks: 200, failed: 200 });
    expect(report.clauses[0].days).toHaveLength(90);
  });

  it("verifies offline by its bundle, and by the one file that is kept; a changed byte is found", async () => {
    const { url } = await share();
    const program = resolve(import.meta.dirname, "../dist/surety.mjs");
    const verify = async (name: string, text: string, reader = name) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      // A reader of each file: who has seen one head asks of the next that it extends it.
      const env = { ...process.env, SURETY_HOME: join(folder, `of-${reader}`) };
      return promisify(execFile)(process.execPath, [program, "verify", file], { env }).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        (error) => ({ code: error.code, said: `${error.stdout}${error.stderr}` }),
      );
    };
    const bundle = await (await read(`${pathOf(url)}/bundle.json`)).text();
    expect(await verify("bundle.json", bundle)).toMatchObject({ code: 0 });
    expect(JSON.parse(bundle).entries.length).toBeGreaterThan(0);
    const changed = bundle.replace(
      /("payload":"[A-Za-z0-9+/]{40})(.)/,
      (_, head, one) => head + (one === "A" ? "B" : "A"),
    );
    expect((await verify("changed.json", changed)).code).not.toBe(0);
    const keep = async (query = "") => (await read(`${pathOf(url)}/report.html${query}`)).text();
    expect(await verify("kept.html", await keep())).toMatchObject({ code: 0 });
    const [, seen] = /that you have seen: ask for it with (\?since=\d+)/.exec(
      (await verify("later.html", await keep(), "bundle.json")).said,
    ) ?? [null, "no word of what was seen"];
    expect(await verify("later.html", await keep(seen), "bundle.json")).toMatchObject({ code: 0 });
  });

  it("asks for its passcode first, opens with it alone, and locks after ten wrong ones", async () => {
    const { url } = await share({ passcode: "open sesame" });
    const path = pathOf(url);
    const closed = await read(path);
    expect(closed.status).toBe(401);
    expect(await closed.text()).not.toContain("sold");
    expect((await read(`${path}/report.json`)).status).toBe(401);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const say = (passcode: string) =>
      read(path, { method: "POST", headers: type, body: new URLSearchParams({ passcode }).toString() });
    const passed = await say("open sesame");
    expect(passed.status).toBe(303);
    const cookie = (passed.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect((await read(path, { headers: { cookie } })).status).toBe(200);
    const { url: other } = await share({ passcode: "open sesame" });
    expect((await read(pathOf(other), { headers: { cookie } })).status).toBe(401);
    for (let i = 0; i < 10; i++) expect((await say(`wrong ${i}`)).status).toBe(401);
    expect((await say("open sesame")).status).toBe(401);
    expect((await read(path, { headers: { cookie } })).status).toBe(200);
  });

  it("is counted, with every reading in the ledger", async () => {
    const { id, url } = await share();
    await read(pathOf(url));
    await read(`${pathOf(url)}/report.json`);
    const shared = (await as.auditor.must(200, as.auditor.get("/api/v1/reports"))).items;
    expect(shared.find((one: { id: string }) => one.id === id)).toMatchObject({ views: 2, state: "open" });
    await expect
      .poll(async () => JSON.stringify(await as.auditor.get("/api/v1/ledger/entries?limit=1000")), { timeout: 20_000 })
      .toContain("report.viewed");
  });

  it("is shared by who may, for a pact in force, until a day within a year", async () => {
    expect(
      (await as.auditor.post("/api/v1/reports", { pact: has.pact, audience: "x", expiresAt: inDays(1) })).status,
    ).toBe(403);
    const wrong = await as.author.post("/api/v1/reports", { pact: has.pact, audience: "x", expiresAt: inDays(400) });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0].path).toBe("expiresAt");
    expect(
      (await as.author.post("/api/v1/reports", { pact: "none", audience: "x", expiresAt: inDays(1) })).status,
    ).toBe(422);
  });
});

/**
 * The server's database, in which nothing is at work of itself: no sweep runs, and none begins before `stop`. The way to move
 * a clock by days while what is written can still be told from what is only read.
 */
async function stillDatabase(home: string) {
  const database = await startEmbedded({ home });
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const hold = async () => {
    await sql.query("BEGIN");
    await sql.query("LOCK TABLE pgboss.job IN EXCLUSIVE MODE");
    const { rowCount } = await sql.query("SELECT 1 FROM pgboss.job WHERE state = 'active' LIMIT 1");
    if (rowCount === 0) return true;
    await sql.query("ROLLBACK");
    return false;
  };
  await expect.poll(hold, { timeout: 60_000 }).toBe(true);
  await sql.query("SET LOCAL ROLE surety_system");
  return {
    /** What an organisation has written, but that a report was read. */
    async written(slug: string) {
      const { rows } = await sql.query(
        `SELECT r.revision,
           (SELECT count(*) FROM ledger_entry e WHERE e.organisation_id = o.id AND e.kind <> 'report.viewed')::int AS entries,
           (SELECT count(*) FROM evidence e WHERE e.organisation_id = o.id)::int AS records
         FROM organisation o JOIN organisation_revision r ON r.organisation_id = o.id WHERE o.slug = $1`,
        [slug],
      );
      return rows[0];
    },
    async stop() {
      await sql.query("ROLLBACK");
      await sql.end();
      await database.stop();
    },
  };
}

describe("a report whose evidence stops", () => {
  const WINDOW = 7 * 86_400_000;
  let browser: Browser;
  let still: Awaited<ReturnType<typeof stillDatabase>>;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    await still?.stop();
    await browser?.close();
  });

  it("says so in the browser from the window's end on, without a script and without anything having been written", async () => {
    const quickstart = await createOrganisation(surety, "Kept");
    const own = clientsOf(quickstart);
    await own.owner.must(200, own.owner.put("/api/v1/teams/kept-team", { name: "Kept", members: [] }));
    const agent = { name: "kept-bot", owner: "kept-team", release: "r1" };
    await own.author.must(200, own.author.put("/api/v1/agents/kept-bot", agent));
    const whole = pactOf("kept", "kept-bot");
    await publishPact(own, { ...whole, clauses: whole.clauses.filter(({ key }) => key === "reads") });
    const record = { agent: "kept-bot", pact: "kept", clause: "reads", passed: 50, failed: 0, source: "lab" };
    const observedAt = new Date().toISOString();
    await own.service.must(201, own.service.post("/api/v1/evidence", { ...record, observedAt }));
    const body = { pact: "kept", audience: "Globex Retail", expiresAt: inDays(30) };
    const { url } = await own.author.must(201, own.author.post("/api/v1/reports", body));
    still = await stillDatabase(surety.home);

    const buyer = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    const page = await buyer.newPage();
    const read = async (name: string) => {
      await page.goto(url);
      // The mark across the page is of the minute of its reading.
      const style = ".mark { display: none }";
      const shot = (selector: string) => page.locator(selector).screenshot({ style });
      return {
        whole: await page.screenshot({ style, fullPage: true, path: join("test-results", `${name}.png`) }),
        same: [await shot("h1"), await shot("#clause-1 .five .o")],
        turned: [await shot(".cover"), await shot("#clause-1 .chip"), await shot("#clause-1 .five div:nth-child(3)")],
        cover: await page.locator(".cover").textContent(),
        clause: await page.locator("#clause-1").textContent(),
        written: await still.written(quickstart.organization),
      };
    };
    const before = await read("report-before-the-window-ends");
    clock.move(surety.pid, WINDOW);
    await expect
      .poll(async () => (await own.auditor.get("/api/v1/agents/kept-bot/standing")).body.pacts[0].clauses[0].standing)
      .toBe("stale");
    const after = await read("report-after-the-window-ended");

    expect(before.cover).toContain("the one promise in this pact holds; kept-bot acts with full authority");
    expect(after.cover).toContain("the one promise in this pact is stale; a person approves what kept-bot does");
    expect(before.clause).toMatch(/Met.*Fresh: tested .*, window 7.d/s);
    expect(after.clause).toMatch(/Stale.*tested 7.d ago, window 7.d/s);
    expect(after.same).toEqual(before.same);
    for (const [i, shot] of before.turned.entries()) expect(after.turned[i]).not.toEqual(shot);
    expect(after.whole).not.toEqual(before.whole);
    expect(after.written).toEqual(before.written);
  });
});
