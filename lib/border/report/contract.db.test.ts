import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { findReport } from "@/lib/services/reports/find";
import { shareReport } from "@/lib/services/reports/share";
import { api } from "../api";
import { handle } from "../router";

let suite: TestRuntime;
let org: TestOrganisation;
let hash: string;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  const document = testPact((written) => {
    written.parties = { provider: "Acme AI", counterparty: "Globex" };
  });
  hash = await storePact(suite.runtime.db, org.id, document, { now: suite.clock.now() });
});
afterAll(() => suite.stop());

const share = async (more: object = {}) => {
  const expiresAt = new Date(suite.clock.now() + 86_400_000).toISOString();
  const shared = { pact: "refunds", audience: "Globex", expiresAt, countersign: true, ...more };
  return new URL((await shareReport(org.author, shared)).result.url).pathname;
};
let address = 0;
const send = (
  method: string,
  path: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
) => {
  const url = new URL(path, "http://localhost");
  return handle(api, {
    method,
    path: url.pathname,
    query: url.searchParams,
    header: (name) => ({ host: "localhost", "user-agent": "suite", ...headers })[name],
    body: method === "POST" ? new URLSearchParams(form).toString() : "",
    requestId: "req_1",
    address: headers["x-from"] ?? `10.0.0.${++address}`,
  });
};
const jane = () => ({ hash, name: "Jane Doe", email: "jane@globex.example", consent: "I agree" });

test("the form of another site signs nothing", async () => {
  const path = `${await share()}/contract/countersign`;
  for (const [name, value] of [
    ["sec-fetch-site", "cross-site"],
    ["sec-fetch-site", "same-site"],
    ["origin", "https://evil.example"],
    ["origin", "null"],
  ] as const)
    expect((await send("POST", path, jane(), { [name]: value })).status).toBe(403);
  const own = { origin: "http://localhost", "sec-fetch-site": "same-origin" };
  const signed = await send("POST", path, jane(), own);
  expect([signed.status, signed.headers.location]).toEqual([
    303,
    path.replace("/countersign", "?done=countersigned&version=1"),
  ]);
});

test("a refused form comes back with what was typed, escaped, and says what to mend", async () => {
  const path = `${await share()}/contract/countersign`;
  const sent = await send("POST", path, { ...jane(), name: "<b>Jane</b>", email: "jane", consent: "yes" });
  expect(sent.status).toBe(422);
  expect(sent.body).toContain("Your e-mail must be an e-mail address such as ana@example.com.");
  expect(sent.body).toContain('value="&lt;b&gt;Jane&lt;/b&gt;"');
  const stale = await send("POST", path, { ...jane(), hash: `sha256:${"0".repeat(64)}` });
  expect(stale.status).toBe(409);
  expect(stale.body).toContain("The wording changed while you read it");
});

test("a link that does not ask for a word, and one that is none, show nothing and take nothing", async () => {
  const reading = await share({ countersign: false });
  const nowhere = `/r/${"z".repeat(32)}`;
  for (const link of [reading, nowhere]) {
    expect((await send("GET", `${link}/contract`)).status).toBe(404);
    expect((await send("POST", `${link}/contract/countersign`, jane())).status).toBe(404);
    expect((await send("POST", `${link}/contract/redline`, jane())).status).toBe(404);
    expect((await send("GET", `${link}/contract.json`)).status).toBe(404);
  }
});

test("a link with a passcode asks for it before it shows or takes anything", async () => {
  const link = await share({ passcode: "correct horse" });
  for (const [method, path] of [
    ["GET", "/contract"],
    ["POST", "/contract/countersign"],
  ] as const) {
    const { status, headers } = await send(method, link + path, jane());
    expect([status, headers.location]).toEqual([303, link]);
  }
  expect((await send("GET", `${link}/contract.json`)).status).toBe(401);
  const opened = await send("GET", `${link}/contract.json`, {}, { "x-surety-passcode": "correct horse" });
  expect(JSON.parse(opened.body)).toMatchObject({ hash, version: 1, state: "live" });
});

test("forms are braked by link and by address, whatever they say", async () => {
  const path = `${await share()}/contract/redline`;
  const statuses: number[] = [];
  for (let i = 0; i < 32; i++) statuses.push((await send("POST", path, {}, { "x-from": "10.9.9.9" })).status);
  expect(statuses.slice(0, 30).every((status) => status === 422 || status === 409)).toBe(true);
  expect(statuses.slice(30)).toEqual([429, 429]);
  const other = `${await share()}/contract/redline`;
  expect((await send("POST", other, {}, { "x-from": "10.9.9.9" })).status).toBe(429);
});

test("the data of the contract hashes to what is signed, and tells no address of who signed", async () => {
  const link = await share();
  await send("POST", `${link}/contract/countersign`, { ...jane(), email: "joe@globex.example", name: "Joe" });
  const { body } = await send("GET", `${link}/contract.json`);
  expect(body).not.toContain("@globex.example");
  expect(JSON.parse(body)).toMatchObject({ hash, document: { pact: "refunds" }, organisation: "acme" });
  const page = await send("GET", `${link}/contract`);
  expect(page.body).not.toContain("@globex.example");
  expect(page.body).not.toContain("<script");
});

test("questions and subscriptions are taken from the report's own page alone, and a refused one comes back with what was typed", async () => {
  const link = await share({ countersign: false });
  const foreign = { "sec-fetch-site": "cross-site" };
  const question = { name: "Jane <b>Doe</b>", question: "Who reads it?" };
  expect((await send("POST", `${link}/questions`, question, foreign)).status).toBe(403);
  expect((await send("POST", `${link}/subscriptions`, { url: "https://x.example" }, foreign)).status).toBe(403);
  const refused = await send("POST", `${link}/questions`, { ...question, question: " " });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('value="Jane &lt;b&gt;Doe&lt;/b&gt;"');
  expect(refused.body).toContain("Your question must not be empty.");
  const asked = await send("POST", `${link}/questions`, question);
  expect([asked.status, asked.headers.location]).toEqual([303, `${link}?done=asked#questions`]);
  const page = await send("GET", link);
  expect(page.body).toContain("Jane &lt;b&gt;Doe&lt;/b&gt;");
  expect(page.body).toContain("only a webhook can be told");
  const made = await send("POST", `${link}/subscriptions`, { url: "https://hooks.example.invalid/x" });
  const [, subscription = ""] = /(\/r\/subscriptions\/[0-9a-z]{32})/.exec(String(made.body)) ?? [];
  expect([made.status, String(made.body)]).toEqual([200, expect.stringContaining("whsec_")]);
  expect((await send("GET", subscription)).body).not.toContain("hooks.example.invalid/x");
  expect((await send("POST", subscription, { does: "end" }, foreign)).status).toBe(403);
  expect((await send("POST", subscription, { does: "end" })).status).toBe(303);
  expect((await send("GET", subscription)).body).toContain("told nothing any more");
  expect((await send("GET", `/r/subscriptions/${"z".repeat(32)}`)).status).toBe(404);
});

test("a link for named recipients opens by the cookie of one of them alone, whatever is asked of it", async () => {
  Object.assign(process.env, { SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "surety@example.invalid" });
  try {
    const link = await share({ countersign: false, recipients: ["jane@globex.example"] });
    const paths = [
      "",
      "/report.json",
      "/bundle.json",
      "/report.html",
      "/report.csv",
      "/answers",
      "/compare",
      "/verify",
    ];
    const forged = createHash("sha256").update("jane@globex.example").digest("hex");
    for (const path of paths)
      for (const cookie of ["", `surety.report=${forged}`]) {
        const answer = await send("GET", `${link}${path}`, {}, { cookie, "x-surety-passcode": "anything" });
        expect([path, answer.status]).toEqual([path, 401]);
        expect(String(answer.body)).not.toMatch(/Every refund|jane@globex/);
      }
    const say = async (email: string) => {
      const { status, body } = await send("POST", link, { email });
      return { status, said: String(body).replaceAll(email, "") };
    };
    expect(await say("jane@globex.example")).toEqual(await say("mallory@globex.example"));
    expect(
      (await send("POST", link, { email: "jane@globex.example" }, { origin: "https://evil.example" })).status,
    ).toBe(403);
    const report = await findReport(link.slice("/r/".length));
    const cookie = `surety.report=${createHash("sha256").update(`${report?.id} ${report?.recipients[0]?.secret}`).digest("hex")}`;
    for (const path of paths) {
      const answer = await send("GET", `${link}${path}`, {}, { cookie });
      expect([path, answer.status]).toEqual([path, 200]);
      if (path === "" || path === "/report.html")
        expect(String(answer.body)).toContain("jane@globex.example, Globex · 22 November 2026, 12:00 UTC");
    }
  } finally {
    delete process.env.SMTP_URL;
    delete process.env.MAIL_FROM;
  }
});
