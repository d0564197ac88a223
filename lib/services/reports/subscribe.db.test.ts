import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { systemActor } from "@/lib/domain/roles";
import { subscriberPage, subscriptionByToken } from "@/lib/queries/subscribers";
import { listWebhooks } from "@/lib/queries/webhooks";
import { createDeliverer } from "@/lib/runtime/deliverer";
import { closeSmtp } from "@/lib/runtime/smtp";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type SmtpReceiver, smtpReceiver } from "@/lib/runtime/testing-smtp";
import { openIncident } from "../incidents/open";
import { expireReports } from "./expire";
import { findReport } from "./find";
import { revokeReport } from "./revoke";
import { shareReport } from "./share";
import { subscribe } from "./subscribe";
import { confirmSubscription, removeSubscriber, unsubscribe } from "./subscription";

const DAY = 86_400_000;
const MINUTE = 60_000;
let t: TestRuntime;
let org: TestOrganisation;
let smtp: SmtpReceiver;
interface Message {
  id: string;
  type: string;
  data: Record<string, unknown>;
}
let got: { body: string; headers: Record<string, string>; message: Message }[] = [];
let status = 204;
const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    got.push({ body, headers: request.headers as Record<string, string>, message: JSON.parse(body) });
    response.writeHead(status).end();
  });
});
const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/reader`;

beforeAll(async () => {
  smtp = await smtpReceiver();
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  t = await testRuntime(Date.now());
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
});
afterAll(async () => {
  closeSmtp();
  for (const name of ["SMTP_URL", "MAIL_FROM", "SURETY_PRIVATE_WEBHOOKS"]) delete process.env[name];
  receiver.close();
  await smtp.stop();
  await t.stop();
});
beforeEach(() => {
  process.env.SMTP_URL = smtp.url;
  process.env.MAIL_FROM = "Surety <surety@acme.example>";
  process.env.SURETY_PRIVATE_WEBHOOKS = "1";
  smtp.got = [];
  got = [];
  status = 204;
});

const share = async (more: object = {}) => {
  const expiresAt = new Date(t.clock.now() + DAY).toISOString();
  const { result } = await shareReport(org.author, { pact: "refunds", audience: "Globex", expiresAt, ...more });
  const found = await findReport(result.url.split("/").at(-1) ?? "");
  if (!found) throw new Error("the link opens nothing");
  return found;
};
const wants = (report: string, address: { email?: string; url?: string }, recipient: string | null = null) =>
  subscribe(systemActor(org.id), { report, pact: "refunds", recipient, ...address });
/** Twice: what one look queues, the next sends. */
const round = async () => {
  for (let i = 0; i < 2; i++) await createDeliverer(t.runtime).round();
};
const plain = (raw: string) => raw.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
const tokenIn = (raw: string) => /subscriptions\/([0-9a-z]{32})/.exec(plain(raw))?.[1] ?? "";
/** Mails to readers: members are told of incidents too. */
const mails = () => smtp.got.filter(({ to }) => to[0]?.endsWith("@globex.example"));
const incident = (title: string) => openIncident(org.operator, { agent: "refund-bot", severity: "high", title });

test("an address is sent nothing but the question whether it wants to be told, until it confirms; then what changed, once, and how to end it", async () => {
  const report = await share({ redact: ["owners", "reasons", "artifacts", "amounts"] });
  await wants(report.id, { email: "Jane@globex.example" });
  await wants(report.id, { email: "jane@globex.example" });
  await incident("Before anybody confirmed");
  await round();
  expect(mails().map(({ to }) => to)).toEqual([["jane@globex.example"]]);
  const token = tokenIn(mails()[0]?.raw ?? "");
  const own = await subscriptionByToken(token);
  expect(own).toMatchObject({ state: "waiting", address: "jane@globex.example" });
  const id = own?.id ?? "";
  await confirmSubscription(systemActor(org.id), { id });
  t.clock.advance(MINUTE);
  await incident("SECRET title of an incident");
  await round();
  expect(mails()).toHaveLength(2);
  const said = plain(mails()[1]?.raw ?? "");
  expect(said).toContain("An incident of refund-bot was opened, severity high.");
  expect(said).not.toContain("SECRET");
  expect(tokenIn(said)).toBe(token);
  await unsubscribe(systemActor(org.id), { id });
  t.clock.advance(MINUTE);
  await incident("After it ended");
  await round();
  expect(mails()).toHaveLength(2);
  await expect(confirmSubscription(systemActor(org.id), { id })).resolves.toMatchObject({ result: null });
  await expect(unsubscribe(systemActor(org.id), { id })).rejects.toMatchObject({ kind: "conflict" });
});

test("a webhook is told in signed messages once its ping arrived; of its own report alone, and of nothing that was left out", async () => {
  const [report, other] = [await share({ redact: ["reasons"] }), await share()];
  status = 500;
  const { result } = await wants(report.id, { url: hook() });
  await round();
  await incident("While the ping had not arrived");
  await round();
  expect(got.map(({ message }) => message.type)).toEqual(["webhook.ping"]);
  const listed = async () => (await subscriberPage(org.auditor, { report: report.id }, 5))[0];
  expect(await listed()).toMatchObject({ state: "waiting", problem: "it answered 500" });
  await removeSubscriber(org.author, { id: (await listed())?.id ?? "" });

  status = 204;
  got = [];
  const again = await wants(report.id, { url: hook() });
  await round();
  expect(await listed()).toMatchObject({ state: "active", address: expect.not.stringContaining("reader") });
  await incident("SECRET");
  await revokeReport(org.author, { id: other.id });
  await round();
  const told = got.filter(({ message }) => message.type !== "webhook.ping");
  expect(told.map(({ message }) => message.data)).toEqual([
    {
      ...{ report: report.id, change: "incident", pact: "refunds" },
      says: "An incident of refund-bot was opened, severity high.",
    },
  ]);
  const { body = "", headers = {} } = told[0] ?? {};
  expect(() => new Webhook(again.result?.secret ?? "").verify(body, headers)).not.toThrow();
  expect(() => new Webhook(result?.secret ?? "").verify(body, headers)).toThrow();
  expect(await listWebhooks(org.owner)).toEqual([]);
  await revokeReport(org.author, { id: report.id });
  await incident("After the end");
  await round();
  expect(got.slice(2).map(({ message }) => message.data.change)).toEqual(["revoked"]);
});

test("a question to confirm is good for a day", async () => {
  const report = await share({ recipients: ["joe@globex.example"] });
  await expect(wants(report.id, { email: "other@globex.example" }, "joe@globex.example")).rejects.toMatchObject({
    errors: [{ path: "email" }],
  });
  await wants(report.id, { email: "joe@globex.example" }, "joe@globex.example");
  const [one] = await subscriberPage(org.auditor, { report: report.id }, 5);
  t.clock.advance(DAY);
  await expect(confirmSubscription(systemActor(org.id), { id: one?.id ?? "" })).rejects.toMatchObject({
    kind: "conflict",
  });
});

test("that a link's time is over is written down and told once", async () => {
  const report = await share();
  await wants(report.id, { url: hook() });
  await round();
  t.clock.advance(2 * DAY);
  await expireReports();
  await expireReports();
  await round();
  expect(got.map(({ message }) => message.data.change)).toEqual([undefined, "expired"]);
  const entries = await t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({
      where: { organisationId: org.id, kind: "report.expired", subject: `report/${report.id}` },
    }),
  );
  expect(entries).toHaveLength(1);
});

test("plain http is no reader's webhook, no mail is promised where none is sent, and a link tells twenty at most", async () => {
  const report = await share();
  delete process.env.SURETY_PRIVATE_WEBHOOKS;
  await expect(wants(report.id, { url: "http://hooks.example.invalid/x" })).rejects.toMatchObject({
    errors: [{ path: "url" }],
  });
  delete process.env.SMTP_URL;
  await expect(wants(report.id, { email: "jane@globex.example" })).rejects.toMatchObject({ kind: "conflict" });
  for (let i = 0; i < 20; i++) await wants(report.id, { url: `https://hooks.example.invalid/${i}` });
  await expect(wants(report.id, { url: "https://hooks.example.invalid/20" })).rejects.toMatchObject({
    kind: "conflict",
  });
});
