import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { forgetOldNews } from "@/lib/db/housekeeping";
import { ledgered } from "@/lib/db/ledgered";
import { refusal } from "@/lib/domain/testing-refusal";
import { deliveryPage, getWebhook, listWebhooks } from "@/lib/queries/webhooks";
import { createDeliverer } from "@/lib/runtime/deliverer";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { addWebhook } from "./add";
import { changeWebhook } from "./change";
import { pingWebhook } from "./ping";
import { removeWebhook } from "./remove";
import { replayDelivery } from "./replay";
import { rotateWebhook } from "./rotate";

interface Message {
  headers: Record<string, string>;
  text: string;
  body: { id: string; type: string; subject: string; data: { n: number } };
}
/** What each path of the receiver was sent and answers with. */
const inbox = new Map<string, { status: number; got: Message[] }>();
const at = (path: string) => {
  const box = inbox.get(path) ?? { status: 204, got: [] };
  inbox.set(path, box);
  return box;
};

let t: TestRuntime;
let org: TestOrganisation;
let server: Server;
let origin = "";

beforeAll(async () => {
  process.env.SURETY_PRIVATE_WEBHOOKS = "1";
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const box = inbox.get(request.url ?? "");
      // On a shared machine others may knock at this port.
      if (!box) return void response.writeHead(404).end();
      const text = Buffer.concat(parts).toString();
      box.got.push({ headers: request.headers as Record<string, string>, text, body: JSON.parse(text) });
      response.writeHead(box.status).end("anything");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The library holds the time of a message against its own clock.
  t = await testRuntime(Date.now());
  org = await t.organisation("acme");
});
afterAll(async () => {
  delete process.env.SURETY_PRIVATE_WEBHOOKS;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await t.stop();
});

const deliverer = (node = t.runtime.node) => createDeliverer({ ...t.runtime, node });
const round = () => deliverer().round();
const subscribe = async (path: string, more: object = {}) => {
  at(path);
  const { secret, ...made } = (await addWebhook(org.owner, { url: origin + path, ...more })).result;
  return { ...made, secret: secret ?? "" };
};
/** An event as any verb posts it, in a unit of its own. */
async function tell(entry: { kind: string; subject: string; payload: Record<string, unknown> }): Promise<void> {
  const { db, ids, clock } = t.runtime;
  await ledgered(db, { organisationId: org.id, actor: org.owner, now: clock.now(), ids }, async () => ({
    result: null,
    entries: [entry],
    effect: "none",
    outbox: [entry],
  }));
}
async function happen(...events: [subject: string, n: number, kind?: string][]): Promise<void> {
  for (const [subject, n, kind = "incident.opened"] of events) await tell({ kind, subject, payload: { n } });
}
const numbers = (path: string, subject?: string) =>
  at(path)
    .got.filter(({ body }) => subject === undefined || body.subject === subject)
    .map(({ body }) => body.data.n);
const refused = async (work: Promise<unknown>) => (await refusal(work)).kind;
/** As the library signs it, whenever that was. */
const signs = (one: string, { headers, text }: Message) =>
  new Webhook(one).sign(headers["webhook-id"] ?? "", new Date(Number(headers["webhook-timestamp"]) * 1000), text);
const HOUR = 3_600_000;

test("an event that was asked for arrives once, signed, in the form that was asked for; two nodes do not send it twice", async () => {
  const made = await subscribe("/standard", { events: ["incident.opened"] });
  const cloud = await subscribe("/cloud", { format: "cloudevents" });
  await happen(["incident/a", 1], ["incident/a", 2, "incident.resolved"], ["incident/b", 3]);
  await Promise.all([deliverer("n001").round(), deliverer("n002").round()]);
  await round();
  expect(numbers("/standard").sort()).toEqual([1, 3]);
  for (const { headers, text } of at("/standard").got) new Webhook(made.secret).verify(text, headers);
  const [told] = at("/standard").got as [Message];
  expect(() => new Webhook(cloud.secret).verify(told.text, told.headers)).toThrow();
  expect(told.body.id).toBe(told.headers["webhook-id"]);
  expect(numbers("/cloud").sort()).toEqual([1, 2, 3]);
  const [event] = at("/cloud").got as [Message];
  new Webhook(cloud.secret).verify(event.text, event.headers);
  expect(event.headers["content-type"]).toBe("application/cloudevents+json");
  expect(event.body).toMatchObject({ specversion: "1.0", source: "http://localhost", type: "incident.opened" });
  await changeWebhook(org.owner, { id: cloud.id, enabled: false });
});

test("a receiver that is dead for a while gets every event once, in order within a subject, and delays nobody else", async () => {
  await subscribe("/alive");
  const dead = await subscribe("/dead");
  at("/dead").status = 503;
  const told: [string, number][] = Array.from({ length: 24 }, (_, n) => [`incident/${n % 3}`, n]);
  await happen(...told);
  await round();
  const all = told.map(([, n]) => n);
  expect(numbers("/alive").sort((a, b) => a - b)).toEqual(all);
  // Of each subject the first was tried; the others wait behind it.
  expect(numbers("/dead").sort()).toEqual([0, 1, 2]);
  t.clock.advance(5_000);
  await round();
  expect(at("/dead").got).toHaveLength(6);
  const ids = at("/dead").got.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(3);
  at("/dead").got = [];
  at("/dead").status = 200;
  await round();
  expect(numbers("/dead")).toEqual([]);
  t.clock.advance(20_000);
  await round();
  await round();
  expect(numbers("/dead").sort((a, b) => a - b)).toEqual(all);
  for (const n of [0, 1, 2])
    for (const path of ["/dead", "/alive"])
      expect(numbers(path, `incident/${n}`)).toEqual(all.filter((one) => one % 3 === n));
  const log = await deliveryPage(org.owner, dead.id, undefined, 100);
  expect(log.map(({ state }) => state)).toEqual(all.map(() => "delivered"));
  await removeWebhook(org.owner, { id: dead.id });
});

test("after three days a message is dead and holds up no longer what comes after it; replayed, it arrives under its old id", async () => {
  const made = await subscribe("/gone");
  at("/gone").status = 500;
  await happen(["incident/x", 1], ["incident/y", 2]);
  await round();
  const [before] = await deliveryPage(org.owner, made.id, undefined, 10);
  expect(before).toMatchObject({ state: "waiting", attempts: 1, status: 500, problem: "it answered 500" });
  t.clock.advance(72 * HOUR);
  await round();
  const dead = await deliveryPage(org.owner, made.id, "dead", 10);
  expect(dead.map(({ kind, nextAt }) => [kind, nextAt])).toEqual([
    ["incident.opened", null],
    ["incident.opened", null],
  ]);
  at("/gone").status = 204;
  at("/gone").got = [];
  await happen(["incident/x", 3]);
  await round();
  expect(numbers("/gone")).toEqual([3]);
  const [one] = dead as [(typeof dead)[number]];
  await replayDelivery(org.owner, { id: one.id });
  expect(await refused(replayDelivery(org.owner, { id: one.id }))).toBe("conflict");
  await round();
  expect(at("/gone").got.at(-1)?.headers["webhook-id"]).toBe(one.event);
  expect(at("/gone").got).toHaveLength(2);
});

test("a ping is tried once; one that arrives sends at once whatever waits", async () => {
  const made = await subscribe("/ping");
  at("/ping").status = 500;
  await happen(["incident/p", 7]);
  await pingWebhook(org.owner, { id: made.id });
  await round();
  const [ping] = await deliveryPage(org.owner, made.id, "dead", 10);
  expect(ping).toMatchObject({ kind: "webhook.ping", attempts: 1 });
  at("/ping").status = 200;
  at("/ping").got = [];
  await pingWebhook(org.owner, { id: made.id });
  await round();
  expect(at("/ping").got.map(({ body }) => body.type)).toEqual(["webhook.ping", "incident.opened"]);
});

test("while disabled nothing is sent; enabled, what happened meanwhile arrives", async () => {
  const made = await subscribe("/off", { enabled: false });
  await happen(["incident/o", 1]);
  await round();
  expect(at("/off").got).toEqual([]);
  expect(await refused(pingWebhook(org.owner, { id: made.id }))).toBe("conflict");
  await changeWebhook(org.owner, { id: made.id, enabled: true });
  await round();
  expect(numbers("/off")).toEqual([1]);
});

test("for 24 hours after a rotation both secrets verify, then only the new one; no list shows either", async () => {
  const made = await subscribe("/rotated");
  const { secret } = (await rotateWebhook(org.owner, { id: made.id })).result;
  const next = async (n: number) => {
    at("/rotated").got = [];
    await happen(["incident/r", n]);
    await round();
    return at("/rotated").got[0] as Message;
  };
  const both = await next(1);
  expect(both.headers["webhook-signature"]).toBe(`${signs(secret, both)} ${signs(made.secret, both)}`);
  t.clock.advance(24 * HOUR);
  const after = await next(2);
  expect(after.headers["webhook-signature"]).toBe(signs(secret, after));
  const shown = JSON.stringify([await listWebhooks(org.owner), await getWebhook(org.owner, made.id)]);
  const written = await t.runtime.db.organisation(org.id, (tx) => tx.ledgerEntry.findMany({}));
  const said = shown + JSON.stringify(written, (_, value) => (typeof value === "bigint" ? `${value}` : value));
  expect(said).not.toMatch(/whsec_/);
});

test("in the background a message leaves as soon as its event is told of, and a stop waits for what is on its way", async () => {
  await subscribe("/woken");
  const running = createDeliverer({ ...t.runtime, every: 3_600_000 });
  running.start();
  await happen(["incident/w", 1]);
  running.wake();
  await vi.waitFor(() => expect(numbers("/woken")).toEqual([1]), { timeout: 20_000 });
  await happen(["incident/w", 2]);
  await running.stop();
  running.wake();
  await round();
  expect(numbers("/woken")).toEqual([1, 2]);
});

test("Slack is told in a line with a link to its page, unsigned; its address is shown nowhere, and no line of it mentions anybody", async () => {
  process.env.AUTH_URL = "https://surety.example/api/auth";
  const made = await subscribe("/services/T0/B0/s3cr3t", { format: "slack", events: ["incident.opened"] });
  expect(made).toMatchObject({ secret: "", url: `${origin}/…` });
  const title = "<!channel> said | twice & more";
  await tell({
    kind: "incident.opened",
    subject: "incident/inc_1",
    payload: { agent: "bot", severity: "high", title },
  });
  await round();
  const [{ headers, text }] = at("/services/T0/B0/s3cr3t").got as [Message];
  expect(headers["webhook-signature"]).toBeUndefined();
  const said = "Incident of bot (high): &lt;!channel&gt; said ¦ twice &amp; more";
  expect(JSON.parse(text).blocks[0].text.text).toBe(`<https://surety.example/incidents/inc_1|${said}>`);
  await pingWebhook(org.owner, { id: made.id });
  await round();
  expect(at("/services/T0/B0/s3cr3t").got).toHaveLength(2);
  expect(await refused(rotateWebhook(org.owner, { id: made.id }))).toBe("conflict");
  expect(await refused(changeWebhook(org.owner, { id: made.id, format: "standard" }))).toBe("invalid");
  const written = await t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ select: { payload: true } }),
  );
  const log = await deliveryPage(org.owner, made.id, undefined, 10);
  expect(JSON.stringify([await listWebhooks(org.owner), written, log])).not.toMatch(/s3cr3t/);
  await removeWebhook(org.owner, { id: made.id });
  delete process.env.AUTH_URL;
});

test("what arrived is forgotten after 30 days, what died after 90; an event that a webhook still waits for is kept so long", async () => {
  for (const { id } of await listWebhooks(org.owner)) await removeWebhook(org.owner, { id });
  const made = await subscribe("/old");
  at("/old").status = 500;
  await happen(["incident/dead", 1]);
  await round();
  t.clock.advance(72 * HOUR);
  await round();
  at("/old").status = 204;
  await happen(["incident/fine", 2]);
  await round();
  at("/old").status = 500;
  await changeWebhook(org.owner, { id: made.id, enabled: false });
  await happen(["incident/later", 3]);
  const left = async () => {
    await forgetOldNews(t.runtime.db, t.clock.now());
    const states = (await deliveryPage(org.owner, made.id, undefined, 10)).map(({ state }) => state).sort();
    const mine = { organisationId: org.id };
    return { states, events: await t.runtime.db.organisation(org.id, (tx) => tx.outbox.count({ where: mine })) };
  };
  t.clock.advance(30 * 24 * HOUR - 1);
  expect((await left()).states).toEqual(["dead", "delivered"]);
  t.clock.advance(2);
  expect(await left()).toEqual({ states: ["dead"], events: 1 });
  t.clock.advance(60 * 24 * HOUR);
  expect(await left()).toEqual({ states: [], events: 0 });
});
