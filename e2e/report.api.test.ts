import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, clientsOf } from "./client";
import { type Furnished, furnish } from "./furnished";
import { type Started, startSurety } from "./harness";

let surety: Started;
let as: Clients;
let has: Furnished;
const folder = mkdtempSync(join(tmpdir(), "surety-report-"));

beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
  has = await furnish(as, "sold");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await surety?.stop();
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
    const verify = async (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      // A reader of each file: who has seen one head asks of the next that it extends it.
      const env = { ...process.env, SURETY_HOME: join(folder, `of-${name}`) };
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
    expect(await verify("kept.html", await (await read(`${pathOf(url)}/report.html`)).text())).toMatchObject({
      code: 0,
    });
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
