import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import { openSnapshot } from "@/lib/domain/signed-snapshot";
import { authzenFixture } from "./authzen";
import { Client, type Clients, clientsOf } from "./client";
import { type Started, startSurety } from "./harness";
import { Listener } from "./sse";

let surety: Started;
let as: Clients;
beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
  await authzenFixture(as);
});
afterAll(() => surety?.stop());

const PATH = "/api/v1/snapshot";
const keyWith = async (scopes: string[]) => {
  const made = await as.owner.must(201, as.owner.post("/api/v1/keys", { kind: "service", name: "sdk", scopes }));
  return new Client(surety.url, made.key);
};
const publicKey = async () => {
  const { publicKey: text } = await as.nobody.must(200, as.nobody.get(`${PATH}/key`));
  return new Uint8Array(Buffer.from(text, "base64"));
};

it("decides elsewhere as the server decides, from the signed snapshot alone", async () => {
  const { text } = await as.service.get(PATH);
  const snapshot = compile(await openSnapshot(text, await publicKey()));
  for (const amount of [5, 20, 100]) {
    const request = { agent: "payer", action: "payouts.send", context: { amount } };
    const said = await as.service.must(200, as.service.post("/api/v1/decisions", request));
    const { verdict, permitted, limits, because, revision } = decide(snapshot, request, Date.parse(said.decidedAt));
    expect({ verdict, permitted, limits, because, revision }).toEqual({
      verdict: said.verdict,
      permitted: said.permitted,
      limits: said.limits,
      because: said.because,
      revision: said.revision,
    });
  }
});

it("its tag is the revision: 304 until something can change a decision", async () => {
  const first = await as.service.get(PATH);
  const tag = first.headers.get("etag") as string;
  expect(tag).toBe(`"${first.body.snapshot.revision}"`);
  for (const held of [tag, `W/${tag}`, `"1", ${tag}`]) {
    const same = await as.service.get(PATH, { "if-none-match": held });
    expect([same.status, same.text, same.headers.get("etag")]).toEqual([304, "", tag]);
  }
  await as.operator.must(201, as.operator.post("/api/v1/incidents", { agent: "bob", severity: "low", title: "x" }));
  const next = await as.service.get(PATH, { "if-none-match": tag });
  expect(next.status).toBe(200);
  expect(next.body.snapshot.revision).toBeGreaterThan(first.body.snapshot.revision);
  expect(next.body.snapshot.incidents).toHaveLength(first.body.snapshot.incidents.length + 1);
});

it("brings the revision that the stream told, or says that there is none", async () => {
  const stream = await Listener.open(surety.url, as.service.key);
  const { data } = await stream.event("revision");
  await as.operator.must(201, as.operator.post("/api/v1/incidents", { agent: "bob", severity: "low", title: "y" }));
  const { data: next } = await stream.event("revision", (message) => message.data.revision > data.revision);
  const { body } = await as.service.get(`${PATH}?minRevision=${next.revision}`);
  expect(body.snapshot.revision).toBeGreaterThanOrEqual(next.revision);
  expect((await as.service.get(`${PATH}?minRevision=999999`)).status).toBe(409);
  await stream.leave();
});

it("is for keys that decide or read, and holds nobody's name, address or key", async () => {
  expect((await as.nobody.get(PATH)).status).toBe(401);
  expect((await (await keyWith(["evidence"])).get(PATH)).status).toBe(403);
  for (const scope of ["decide", "read"]) expect((await (await keyWith([scope])).get(PATH)).status).toBe(200);
  const { text } = await as.service.get(PATH);
  for (const { email, key } of surety.quickstart.members) {
    expect(text).not.toContain(email);
    expect(text).not.toContain(key);
  }
});

it("is signed with a key that only this user reads and that outlives the process", async () => {
  expect(statSync(join(surety.home, "snapshot-key.pem")).mode & 0o777).toBe(0o600);
  const before = await publicKey();
  await surety.kill9();
  surety = await startSurety({ home: surety.home });
  as = clientsOf(surety.quickstart);
  expect(await publicKey()).toEqual(before);
  await openSnapshot((await as.service.get(PATH)).text, before);
});
