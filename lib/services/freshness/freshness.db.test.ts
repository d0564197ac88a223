import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { systemActor } from "@/lib/domain/roles";
import { freshnessBoard } from "@/lib/queries/freshness";
import { listQuestions } from "@/lib/queries/reverification";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { sendWebhook } from "@/lib/runtime/webhook-sender";
import { recordEvidence } from "../evidence/record";
import { deliverQuestions, rotateReverifySecret } from "./deliver";
import { requestEvidence } from "./request";
import { sweepFreshness } from "./sweep";

let t: TestRuntime;
let org: TestOrganisation;
let status = 500;
const received: { headers: Record<string, string>; text: string }[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  // On a shared machine others may knock at this port.
  if (request.url !== "/hook") return void response.writeHead(404).end();
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    received.push({ headers: request.headers as Record<string, string>, text: Buffer.concat(parts).toString() });
    response.writeHead(status).end("anything");
  });
});
let hook = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  t = await testRuntime();
  org = await t.organisation("acme");
  const document = testPact((written) => {
    Object.assign(written.clauses[0]?.evidence as object, { reverify: hook });
  });
  await storePact(t.runtime.db, org.id, document);
  await t.runtime.snapshots.reload(org.id);
});
afterAll(async () => {
  delete process.env.SURETY_PRIVATE_WEBHOOKS;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await t.stop();
});

const HOUR = 3_600_000;
const record = () =>
  recordEvidence(org.service, {
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    passed: 20,
    failed: 0,
    observedAt: new Date(t.clock.now()).toISOString(),
    source: "qa-lab",
  });
const sweep = async () => (await sweepFreshness(systemActor(org.id), {})).entries.length;
const kinds = () =>
  t.runtime.db.organisation(org.id, async (tx) =>
    (await tx.outbox.findMany({ where: { organisationId: org.id }, orderBy: { seq: "asc" } })).map(({ kind }) => kind),
  );

test("no webhook leads into our own network, unless this installation says so", async () => {
  const message = {
    url: hook,
    secrets: [`whsec_${Buffer.from("secret").toString("base64")}`],
    id: "m1",
    at: 0,
    body: {},
  };
  for (const url of [hook, hook.replace("127.0.0.1", "localhost"), "http://169.254.169.254/", "nonsense"])
    expect(await sendWebhook({ ...message, url })).toMatchObject({ ok: false });
  expect(received).toEqual([]);
});

test("at four fifths of a window its owner is told and its webhook asked, once; signed, again after a failure, with one id", async () => {
  process.env.SURETY_PRIVATE_WEBHOOKS = "1";
  const { secret } = (await rotateReverifySecret(org.owner, {})).result;
  await record();
  t.clock.advance(5.6 * 24 * HOUR - 1);
  expect(await sweep()).toBe(0);
  t.clock.advance(1);
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  expect(await kinds()).toEqual(["clause.expiring"]);
  await deliverQuestions();
  await deliverQuestions();
  expect(received).toHaveLength(1);
  status = 204;
  t.clock.advance(60_000);
  await deliverQuestions();
  await deliverQuestions();
  expect(received).toHaveLength(2);
  const [first, second] = received.map(({ headers }) => headers["webhook-id"]);
  expect(first).toBe(second);
  const [last] = received.slice(-1) as [(typeof received)[number]];
  const signed = new Webhook(secret).sign(
    last.headers["webhook-id"] ?? "",
    new Date(Number(last.headers["webhook-timestamp"]) * 1000),
    last.text,
  );
  expect(last.headers["webhook-signature"]).toBe(signed);
  expect(JSON.parse(last.text)).toMatchObject({
    type: "evidence.asked_for",
    data: { agent: "refund-bot", pact: "refunds", clause: "cites", reason: "expiring" },
  });
});

test("what went stale is written down once, and the owner is told that nobody answered; new evidence answers the next question", async () => {
  t.clock.advance(1.4 * 24 * HOUR);
  expect(await sweep()).toBe(2);
  expect(await sweep()).toBe(0);
  expect(await kinds()).toEqual(["clause.expiring", "clause.stale", "evidence.unanswered"]);
  await record();
  t.clock.advance(6 * 24 * HOUR);
  expect(await sweep()).toBe(1);
  await record();
  await sweep();
  t.clock.advance(2 * 24 * HOUR);
  expect(await sweep()).toBe(0);
  const open = await t.runtime.db.organisation(org.id, (tx) =>
    tx.reverification.findMany({ where: { organisationId: org.id }, orderBy: { askedAt: "asc" } }),
  );
  expect(open.map(({ answeredAt, unansweredAt }) => [answeredAt !== null, unansweredAt !== null])).toEqual([
    [false, true],
    [true, false],
  ]);
});

test("a person's question tells the owner and asks the webhook, once while it waits; unanswered, the owner is told", async () => {
  const wanted = [
    { pact: "refunds", clause: "cites" },
    { pact: "refunds", clause: "fast" },
  ];
  const before = received.length;
  const ask = async () => (await requestEvidence(org.operator, { clauses: wanted })).result.items;
  expect((await ask()).map(({ clause, webhook, waiting }) => [clause, webhook, waiting])).toEqual([
    ["cites", true, false],
    ["fast", false, false],
  ]);
  expect((await ask()).map(({ waiting }) => waiting)).toEqual([true, true]);
  expect((await kinds()).filter((kind) => kind === "evidence.requested")).toHaveLength(2);
  await deliverQuestions();
  expect(received).toHaveLength(before + 1);
  expect(JSON.parse(received.at(-1)?.text ?? "")).toMatchObject({ data: { clause: "cites", reason: "asked" } });
  const { items } = await freshnessBoard(org.auditor, t.clock.now());
  expect(items.find(({ clause }) => clause === "fast")?.asked).toMatchObject({ by: org.operator.name });
  await record();
  t.clock.advance(8 * 24 * HOUR);
  await sweep();
  const states = (await listQuestions(org.auditor, { pact: "refunds" }, 10))
    .filter(({ reason }) => reason === "asked")
    .map(({ clause, state }) => [clause, state]);
  expect(new Map(states as [string, string][])).toEqual(
    new Map([
      ["cites", "answered"],
      ["fast", "unanswered"],
    ]),
  );
});

test("nobody asks for evidence of what takes none, and no reader asks at all", async () => {
  const clauses = [{ pact: "refunds", clause: "nothing" }];
  await expect(requestEvidence(org.operator, { clauses })).rejects.toMatchObject({
    kind: "invalid",
    errors: [{ path: "clauses.0.clause" }],
  });
  await expect(requestEvidence(org.auditor, { clauses })).rejects.toMatchObject({ kind: "forbidden" });
});
