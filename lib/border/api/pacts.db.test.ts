import { afterAll, beforeAll, expect, test } from "vitest";
import { type Written, writtenPact } from "@/lib/domain/testing-pacts";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { type Asked, askApi } from "./testing-ask";

let t: TestRuntime;
let acme: CreatedOrganisation;
let globex: CreatedOrganisation;

const send = (method: string, path: string, { key = service(), ...sent }: Asked = {}) =>
  askApi(method, `/api/v1${path}`, { key, ...sent });
const keyOf = (organisation: CreatedOrganisation, role: string, nth = 0) =>
  organisation.quickstart.members.filter((member) => member.role === role)[nth]?.key ?? "";
const service = () => acme.quickstart.keys.service;
const as = (role: string, nth = 0) => ({ key: keyOf(acme, role, nth) });

const document = (pact: string, change: (d: Written) => void = () => {}) => {
  const written = { ...writtenPact(), pact };
  change(written);
  return written;
};
async function live(pact: string, change?: (d: Written) => void): Promise<string> {
  const { hash } = (await send("PUT", `/pacts/${pact}`, { json: document(pact, change) })).json;
  await send("POST", `/pacts/${pact}/submit`, { json: { hash } });
  await send("POST", `/pacts/${pact}/approve`, { ...as("approver"), json: { hash } });
  const published = await send("POST", `/pacts/${pact}/publish`, { json: { hash } });
  expect(published.json).toMatchObject({ pact, hash, state: "live" });
  return hash;
}

beforeAll(async () => {
  process.env.AUTH_SECRET = "a secret of this suite, long enough";
  t = await testRuntime();
  acme = await createOrganisation({ name: "Acme" });
  globex = await createOrganisation({ name: "Globex" });
  const { email } = acme.quickstart.members[0] ?? { email: "" };
  for (const team of ["refunds-platform", "orders"]) {
    expect((await send("PUT", `/teams/${team}`, { json: { name: team, members: [email] } })).status).toBe(200);
  }
  const agent = { name: "Refund bot", owner: "refunds-platform", release: "r1", candidates: ["r2"] };
  expect((await send("PUT", "/agents/refund-bot", { json: agent })).json).toMatchObject({
    slug: "refund-bot",
    ...agent,
  });
  const actions = [
    { name: "payments.refund", risk: "high" },
    { name: "payments.charge", risk: "high" },
  ];
  const workflow = { name: "Refunds", consequential: true, risk: "high", actions };
  expect((await send("PUT", "/workflows/refunds", { json: workflow })).json).toMatchObject(workflow);
});
afterAll(() => t.stop());

test("a pact goes from YAML to live, and comes back as the same document", async () => {
  const { text: yaml, hash } = await exported("refunds");
  const saved = await send("PUT", "/pacts/refunds", { headers: { "content-type": "application/yaml" }, text: yaml });
  expect(saved.json).toMatchObject({ pact: "refunds", version: 1, hash, holes: [] });
  await live("refunds");
  const { json } = await send("GET", "/pacts/refunds");
  expect(json).toMatchObject({ version: 1, state: "live", hash, approvalsNeeded: 1, checks: null, draft: null });
  expect(json.approvals).toMatchObject([{ member: { name: expect.any(String) }, counts: true }]);
});

async function exported(pact: string) {
  const { hash } = (await send("PUT", `/pacts/${pact}`, { json: document(pact) })).json;
  const { headers, body } = await send("GET", `/pacts/${pact}`, {
    headers: { accept: "text/html, application/yaml;q=0.9" },
  });
  expect(headers["content-type"]).toBe("application/yaml; charset=utf-8");
  return { text: body, hash };
}

test("the same document again changes nothing, and answers the same", async () => {
  const first = await send("PUT", "/pacts/same", { json: document("same") });
  const again = await send("PUT", "/pacts/same", { json: document("same") });
  expect(again.json).toEqual(first.json);
  expect(again.headers.etag).toBe(`"${first.json.hash}"`);
});

test("a document that cannot be read is 400 or 422 and says where", async () => {
  const put = (text: string, type = "application/json") =>
    send("PUT", "/pacts/bad", { headers: { "content-type": type }, text });
  expect((await put("{")).status).toBe(400);
  expect((await put("a", "text/plain")).status).toBe(400);
  expect((await put("a: [", "application/yaml")).status).toBe(422);
  const written = document("bad", (d) => Object.assign(d.clauses[0].evidence, { freshnes: "P7D" }));
  expect((await put(JSON.stringify(written))).json.errors).toMatchObject([{ path: "clauses[0].evidence.freshnes" }]);
  const nul = JSON.stringify(document("bad")).replace("Refund desk", "\\u0000");
  expect((await put(nul, "application/yaml")).json.errors).toMatchObject([{ path: "title" }]);
  expect((await send("GET", "/pacts/bad")).status).toBe(404);
});

test("what cannot be published is 422 with one error for each hole, naming clause and trigger", async () => {
  const holes = document("holes", (d) => {
    delete d.clauses[1].on.stale;
    d.clauses[0].owner = "nobody";
  });
  const { hash } = (await send("PUT", "/pacts/holes", { json: holes })).json;
  await send("POST", "/pacts/holes/submit", { json: { hash } });
  await send("POST", "/pacts/holes/approve", { ...as("approver"), json: { hash } });
  const refused = await send("POST", "/pacts/holes/publish", { json: { hash } });
  expect(refused.status).toBe(422);
  expect(refused.json.errors).toHaveLength(2);
  expect(refused.json.errors[0]).toMatchObject({
    path: "clauses[0].owner",
    message: expect.stringContaining("nobody"),
  });
  expect(refused.json.errors[1].message).toMatch(/reads-orders.*stale/);
});

test("a hash that is not the draft's is 409 and names the one that is", async () => {
  const { hash } = (await send("PUT", "/pacts/hashed", { json: document("hashed") })).json;
  const other = `sha256:${"0".repeat(64)}`;
  for (const step of ["submit", "publish", "withdraw"]) {
    const refused = await send("POST", `/pacts/hashed/${step}`, { json: { hash: other } });
    expect(refused).toMatchObject({ status: 409, json: { detail: expect.stringContaining(hash) } });
  }
  expect((await send("POST", "/pacts/hashed/submit", { json: { hash: "abc" } })).json.errors[0].path).toBe("hash");
});

test("saving over what somebody else has saved is refused where If-Match says what was read", async () => {
  const first = await send("PUT", "/pacts/matched", { json: document("matched") });
  const put = (title: string, headers = {}) =>
    send("PUT", "/pacts/matched", { json: document("matched", (d) => Object.assign(d, { title })), headers });
  expect((await put("Mine", { "if-match": first.headers.etag })).status).toBe(200);
  expect((await put("Theirs", { "if-match": first.headers.etag })).status).toBe(409);
  expect((await put("Whose", { "if-match": "abc" })).status).toBe(422);
});

test("the diff of two versions says what was tightened and loosened", async () => {
  await live("compared");
  await send("PUT", "/pacts/compared", {
    json: document("compared", (d) => Object.assign(d.clauses[0].evidence, { freshness: "P3D" })),
  });
  const { json } = await send("GET", "/pacts/compared/diff?from=1&to=2");
  expect(json).toMatchObject({ from: { version: 1, state: "live" }, to: { version: 2, state: "draft" } });
  expect(json.clauses.map(({ change }: { change: string }) => change)).toEqual(["tightened", "unchanged"]);
  expect((await send("GET", "/pacts/compared/diff")).json).toEqual(json);
  expect((await send("GET", "/pacts/compared/diff?to=1")).status).toBe(422);
  expect((await send("GET", "/pacts/compared/diff?from=1&to=9")).status).toBe(404);
  expect((await send("GET", "/pacts/compared?version=2")).json).toMatchObject({
    version: 2,
    state: "draft",
    live: { version: 1 },
  });
});

test("lists are paged, and their pages join to the whole", async () => {
  for (const [path, key] of [
    ["/pacts", "pact"],
    ["/workflows", "slug"],
    ["/agents", "slug"],
  ] as const) {
    const whole = (await send("GET", path)).json.items.map((item: Record<string, string>) => item[key]);
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const { json } = await send("GET", `${path}?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...json.items.map((item: Record<string, string>) => item[key]));
      if (json.nextCursor === null) break;
      cursor = json.nextCursor;
    }
    expect(seen).toEqual(whole);
  }
});

test("a standing says authority and every clause's state, and is 304 until one changes", async () => {
  await live("stands");
  const first = await send("GET", "/agents/refund-bot/standing");
  const pact = first.json.pacts.find((one: { pact: string }) => one.pact === "stands");
  expect(pact).toMatchObject({ authority: { granted: "full", effective: "suspended" } });
  expect(pact.clauses).toMatchObject([
    { key: "cites-policy", standing: "breached", freshness: { state: "missing" } },
    { key: "reads-orders", standing: "unproven" },
  ]);
  const tagged = { headers: { "if-none-match": first.headers.etag ?? "" } };
  expect(await send("GET", "/agents/refund-bot/standing", tagged)).toMatchObject({ status: 304, body: "" });
  await send("POST", "/grants", {
    json: { agent: "refund-bot", workflow: "refunds", level: "limited", reason: "Careful." },
  });
  expect((await send("GET", "/agents/refund-bot/standing", tagged)).status).toBe(200);
});

test("authority is lowered at once and raised by another person", async () => {
  await send("PUT", "/agents/raised", { json: { name: "Raised", owner: "ops", release: "1" } });
  const lowered = await send("POST", "/grants", {
    ...as("operator"),
    json: { agent: "raised", level: "suspended", reason: "Stop." },
  });
  expect(lowered).toMatchObject({ status: 201, json: { state: "active", level: "suspended", workflow: null } });
  const asked = await send("POST", "/grants", {
    ...as("operator"),
    json: { agent: "raised", level: "full", reason: "Go.", until: "2027-01-01T00:00:00Z" },
  });
  expect(asked).toMatchObject({ status: 202, json: { state: "requested" } });
  const { id } = asked.json;
  expect((await send("GET", `/grants/${id}`)).json.case).toMatchObject({
    granted: "suspended",
    standing: [],
    incidents: [],
  });
  expect((await send("POST", `/grants/${id}/approve`, as("operator"))).status).toBe(403);
  expect((await send("POST", `/grants/${id}/approve`)).status).toBe(403);
  expect(await send("POST", `/grants/${id}/approve`, as("approver"))).toMatchObject({
    status: 200,
    json: { state: "active" },
  });
  expect((await send("POST", `/grants/${id}/deny`, as("approver"))).status).toBe(409);
  const states = (await send("GET", "/grants?agent=raised")).json.items.map(({ state }: { state: string }) => state);
  expect(states).toEqual(["active", "active"]);
  t.clock.set(Date.parse("2027-01-01T00:00:00Z"));
  const ended = (await send("GET", "/grants?agent=raised&state=ended")).json.items;
  expect(ended).toMatchObject([{ id, level: "full", state: "ended" }]);
});

test("the same Idempotency-Key is one grant, and replays its status", async () => {
  await send("PUT", "/agents/once", { json: { name: "Once", owner: "ops", release: "1" } });
  const ask = () =>
    send("POST", "/grants", {
      headers: { "idempotency-key": "k1" },
      json: { agent: "once", level: "limited", reason: "Once." },
    });
  const [first, second] = [await ask(), await ask()];
  expect(second).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" }, json: first.json });
  expect((await send("GET", "/grants?agent=once")).json.items).toHaveLength(1);
});

test("another organisation's pacts, agents, workflows and grants are answered as what does not exist, byte for byte", async () => {
  const { hash } = (await send("PUT", "/pacts/walled", { json: document("walled") })).json;
  const grant = (await send("POST", "/grants", { json: { agent: "refund-bot", level: "suspended", reason: "Stop." } }))
    .json;
  const foreign = { key: globex.quickstart.keys.service };
  const approver = { key: keyOf(globex, "approver") };
  const calls: [string, (id: string) => string, string, Asked][] = [
    ["GET", (id) => `/pacts/${id}`, "walled", foreign],
    ["GET", (id) => `/pacts/${id}/diff`, "walled", foreign],
    ["POST", (id) => `/pacts/${id}/submit`, "walled", { ...foreign, json: { hash } }],
    ["POST", (id) => `/pacts/${id}/withdraw`, "walled", { ...foreign, json: { hash } }],
    ["POST", (id) => `/pacts/${id}/approve`, "walled", { ...approver, json: { hash } }],
    ["POST", (id) => `/pacts/${id}/publish`, "walled", { ...foreign, json: { hash } }],
    ["GET", (id) => `/agents/${id}`, "refund-bot", foreign],
    ["GET", (id) => `/agents/${id}/standing`, "refund-bot", foreign],
    ["GET", (id) => `/workflows/${id}`, "refunds", foreign],
    ["GET", (id) => `/grants/${id}`, grant.id, foreign],
    ["POST", (id) => `/grants/${id}/approve`, grant.id, approver],
    ["POST", (id) => `/grants/${id}/deny`, grant.id, approver],
  ];
  for (const [method, path, id, sent] of calls) {
    const [theirs, nobodys] = [await send(method, path(id), sent), await send(method, path("unknown"), sent)];
    expect(theirs.status, path(id)).toBe(404);
    expect(theirs.body, path(id)).toBe(nobodys.body);
  }
  const asked = (agent: string) =>
    send("POST", "/grants", { ...foreign, json: { agent, level: "suspended", reason: "x" } });
  expect((await asked("refund-bot")).body).toBe((await asked("unknown")).body);
});
