import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { type Asked, askApi } from "./testing-ask";

let t: TestRuntime;
let acme: CreatedOrganisation;
let globex: CreatedOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  acme = await createOrganisation({ name: "Acme" });
  globex = await createOrganisation({ name: "Globex" });
  const operator = await t.runtime.db.organisation(acme.organisationId, (tx) =>
    tx.member.findFirstOrThrow({ where: { role: "operator" } }),
  );
  await storePact(t.runtime.db, acme.organisationId, testPact(), { teams: { platform: [operator.id] } });
  await t.runtime.snapshots.reload(acme.organisationId);
});
afterAll(() => t.stop());

const send = (method: string, path: string, { key = acme.quickstart.keys.service, ...sent }: Asked = {}) =>
  askApi(method, `/api/v1${path}`, { key, ...sent });
const keyOf = (organisation: CreatedOrganisation, role: string, nth = 0) =>
  organisation.quickstart.members.filter((member) => member.role === role)[nth]?.key ?? "";
const as = (role: string, nth = 0) => ({ key: keyOf(acme, role, nth) });
const HOUR = 3600_000;
const at = (ms: number) => new Date(t.clock.now() + ms).toISOString();
const cites = (fields = {}) => ({
  agent: "refund-bot",
  pact: "refunds",
  clause: "cites",
  passed: 1,
  failed: 0,
  observedAt: at(-HOUR),
  source: "qa-lab",
  ...fields,
});
const fast = (fields = {}) => cites({ clause: "fast", ...fields });
const ask = async (action = "payments.refund") =>
  (await send("POST", "/decisions", { json: { agent: "refund-bot", action, context: { amount: 10, fields: 1 } } }))
    .json;

test("evidence by HTTP: one record answers as itself, an array as items, and the next decision knows", async () => {
  expect((await ask()).verdict).toBe("block");
  const one = await send("POST", "/evidence", {
    json: cites({ artifact: { sha256: "b".repeat(64) }, attributes: { task: "t1" } }),
  });
  expect(one.status).toBe(201);
  expect(one.json).toMatchObject({ clause: "cites", counts: true, recordedBy: { type: "service" } });
  const many = await send("POST", "/evidence", { json: [cites(), fast(), fast()] });
  expect(many.json.items).toHaveLength(3);
  expect((await ask()).verdict).toBe("allow");
});

test("errors name the record and the field, unknown keys too", async () => {
  const { status, json } = await send("POST", "/evidence", {
    json: [cites(), cites({ passed: -1 }), cites({ colour: "red" }), cites({ observedAt: "today" })],
  });
  expect(status).toBe(422);
  expect(json.errors.map(({ path }: { path: string }) => path)).toEqual(["1.passed", "2.colour", "3.observedAt"]);
  expect((await send("POST", "/evidence", { json: Array.from({ length: 1001 }, () => cites()) })).status).toBe(422);
  expect((await send("POST", "/evidence", { json: [] })).status).toBe(422);
  expect((await send("POST", "/evidence", { json: "all fine" })).status).toBe(422);
});

test("a check that is measured comes with its loss alone, and passes within the tolerance", async () => {
  const measured = (loss: number) => ({
    ...fast({ observedAt: at(-3 * HOUR) }),
    passed: undefined,
    failed: undefined,
    loss,
  });
  const [kept, broken] = (await send("POST", "/evidence", { json: [measured(0.08), measured(0.4)] })).json.items;
  expect(kept).toMatchObject({ loss: 0.08, passed: 1, failed: 0, passing: true });
  expect(broken).toMatchObject({ loss: 0.4, passed: 0, failed: 1, passing: false });
  const wrong = await send("POST", "/evidence", { json: [cites({ loss: 0.2 }), measured(1.2)] });
  expect(wrong.json.errors.map(({ path }: { path: string }) => path)).toEqual(["0.loss", "1.loss"]);
});

test("a repeated call with one key has one effect and one answer", async () => {
  const sent = { headers: { "idempotency-key": "once" }, json: cites() };
  const [first, second] = [await send("POST", "/evidence", sent), await send("POST", "/evidence", sent)];
  expect(second.headers["idempotent-replayed"]).toBe("true");
  expect(second.json).toEqual(first.json);
  expect((await send("POST", "/evidence", { ...sent, json: fast() })).status).toBe(422);
  const both = await Promise.all(
    [1, 2].map(() =>
      send("POST", "/evidence", { headers: { "idempotency-key": "at-once" }, json: fast({ source: "twins" }) }),
    ),
  );
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both[0]?.json.id).toBe(both[1]?.json.id);
  expect((await send("GET", "/evidence?source=twins")).json.items).toHaveLength(1);
});

test("a list of evidence goes on where the page before ended", async () => {
  const all = (await send("GET", "/evidence?agent=refund-bot&limit=200")).json.items.map(
    ({ id }: { id: string }) => id,
  );
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const { json } = await send("GET", `/evidence?agent=refund-bot&limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...json.items.map(({ id }: { id: string }) => id));
    if (!json.nextCursor) break;
    cursor = json.nextCursor;
  }
  expect(seen).toEqual(all);
  expect((await send("GET", "/evidence?clause=none")).json).toEqual({ items: [], nextCursor: null });
});

test("an incident blocks until a person resolves it", async () => {
  const { status, json } = await send("POST", "/incidents", {
    json: { agent: "refund-bot", severity: "high", title: "leak" },
  });
  expect(status).toBe(201);
  expect((await ask()).verdict).toBe("block");
  const path = `/incidents/${json.id}`;
  expect((await send("PATCH", path, { json: { status: "resolved", note: "rotated" } })).status).toBe(403);
  expect((await send("PATCH", path, { ...as("operator"), json: { status: "resolved" } })).status).toBe(422);
  expect(
    (await send("PATCH", path, { ...as("operator"), json: { status: "resolved", note: "rotated" } })).json.status,
  ).toBe("resolved");
  expect((await send("PATCH", path, { ...as("operator"), json: { status: "resolved", note: "again" } })).status).toBe(
    409,
  );
  expect((await ask()).verdict).toBe("allow");
  expect((await send("GET", "/incidents?status=open")).json.items).toEqual([]);
  expect(
    (await send("POST", "/incidents", { json: { agent: "nobody", severity: "high", title: "x" } })).json.errors[0].path,
  ).toBe("agent");
});

test("an override by HTTP: asked, approved by others, in force, revoked", async () => {
  const asked = {
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    triggers: ["missing"],
    actions: ["payments.refund"],
    endsAt: at(HOUR),
    reason: "farm down",
  };
  const { status, json } = await send("POST", "/overrides", { ...as("approver"), json: asked });
  expect(status).toBe(201);
  expect(json).toMatchObject({ state: "requested", quorum: 2 });
  const path = `/overrides/${json.id}`;
  expect((await send("POST", `${path}/approve`, as("approver"))).status).toBe(403);
  expect((await send("POST", `${path}/approve`)).status).toBe(403);
  expect((await send("POST", `${path}/approve`, as("approver", 1))).json.state).toBe("requested");
  expect((await send("POST", `${path}/approve`, as("owner"))).json.state).toBe("active");
  expect((await send("GET", path)).json.approvals).toHaveLength(2);
  expect((await send("GET", "/overrides?state=active")).json.items).toHaveLength(1);
  expect((await send("POST", `${path}/deny`, as("owner"))).status).toBe(409);
  expect((await send("POST", `${path}/revoke`, as("operator"))).json.state).toBe("revoked");
  const atOnce = { ...as("author"), json: { ...asked, breakGlass: true } };
  expect((await send("POST", "/overrides", atOnce)).status).toBe(403);
});

test("repeated failures ask for a person, whose word is final; restoring waits for evidence and for two", async () => {
  await send("POST", "/evidence", {
    json: [3, 2, 1].map((hours) => fast({ passed: 0, failed: 1, observedAt: at(-hours * HOUR) })),
  });
  const held = await ask("orders.read");
  expect(held).toMatchObject({ verdict: "review", status: "pending", review: { state: "pending" } });
  expect(
    (await send("GET", "/reviews?state=pending")).json.items.map(({ decision }: { decision: string }) => decision),
  ).toEqual([held.id]);
  const path = `/reviews/${held.review.id}`;
  expect((await send("POST", `${path}/approve`)).status).toBe(403);
  const approved = await send("POST", `${path}/approve`, as("operator"));
  expect(approved.json).toMatchObject({ state: "approved", answer: { permitted: true } });
  expect((await send("GET", `/decisions/${held.id}?wait=1`)).json).toMatchObject({ status: "final", permitted: true });
  expect((await send("POST", `${path}/deny`, as("operator"))).status).toBe(409);
  await send("POST", "/evidence", {
    json: [3, 2, 1].map((hours) => cites({ passed: 0, failed: 1, observedAt: at(-hours * HOUR) })),
  });
  const restore = {
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    trigger: "failures",
    reason: "prompt fixed",
  };
  const early = await send("POST", "/restorations", { ...as("operator"), json: restore });
  expect(early).toMatchObject({ status: 409, json: { detail: expect.stringContaining("needs one passing record") } });
  await send("POST", "/evidence", { json: cites({ observedAt: at(0) }) });
  expect((await send("POST", "/restorations", { ...as("operator"), json: restore })).json.state).toBe("signed");
  expect((await send("POST", "/restorations", { ...as("approver"), json: restore })).json.state).toBe("restored");
});

test("an outcome is told once, of clauses that the decision was made under", async () => {
  const { id } = await ask();
  const told = await send("POST", `/decisions/${id}/outcome`, {
    json: { result: "success", clauses: { cites: "pass" } },
  });
  expect(told.status).toBe(201);
  expect((await send("GET", `/evidence?source=refund-bot`)).json.items).toMatchObject([
    { decision: id, counts: false },
  ]);
  expect((await send("POST", `/decisions/${id}/outcome`, { json: { result: "failure" } })).status).toBe(409);
  expect(
    (
      await send("POST", `/decisions/${(await ask()).id}/outcome`, {
        json: { result: "failure", clauses: { none: "fail" } },
      })
    ).status,
  ).toBe(422);
});

test("a drift by HTTP is judged by people only", async () => {
  await send("POST", "/evidence", {
    json: Array.from({ length: 8 }, (_, i) =>
      cites({ passed: 0, failed: 1, observedAt: at(0), attributes: { task: `d${i}` } }),
    ),
  });
  const { items } = (await send("GET", "/drifts?state=verified")).json;
  expect(items).toHaveLength(1);
  expect((await send("POST", `/drifts/${items[0].id}/clear`, { json: { reason: "no" } })).status).toBe(403);
  expect(
    (await send("POST", `/drifts/${items[0].id}/clear`, { ...as("operator"), json: { reason: "no" } })).status,
  ).toBe(409);
});

test("another organisation's ids answer byte for byte as unknown ones", async () => {
  const id = async (path: string) => (await send("GET", path)).json.items[0].id;
  const ids = {
    override: await id("/overrides"),
    review: await id("/reviews"),
    incident: await id("/incidents"),
    drift: await id("/drifts"),
    asked: (await ask()).id,
  };
  const calls: [string, string, string, unknown?][] = [
    ["GET", `/overrides/{}`, ids.override],
    ["POST", `/overrides/{}/approve`, ids.override, {}],
    ["POST", `/overrides/{}/deny`, ids.override, {}],
    ["POST", `/overrides/{}/revoke`, ids.override, {}],
    ["GET", `/reviews/{}`, ids.review],
    ["POST", `/reviews/{}/approve`, ids.review, {}],
    ["POST", `/reviews/{}/deny`, ids.review, {}],
    ["PATCH", `/incidents/{}`, ids.incident, { status: "resolved", note: "x" }],
    ["POST", `/drifts/{}/verify`, ids.drift, { reason: "x" }],
    ["POST", `/drifts/{}/clear`, ids.drift, { reason: "x" }],
    ["POST", `/decisions/{}/outcome`, ids.asked, { result: "success" }],
  ];
  for (const [method, path, theirs, json] of calls) {
    const key = keyOf(globex, "owner");
    const foreign = await send(method, path.replace("{}", theirs), { key, json });
    const unknown = await send(method, path.replace("{}", `${theirs.slice(0, -3)}zzz`), { key, json });
    expect(foreign.status, `${method} ${path}`).toBe(404);
    expect(foreign.body).toBe(unknown.body);
  }
  expect((await send("GET", "/evidence", { key: keyOf(globex, "owner") })).json.items).toEqual([]);
});

test("one record tells whose word it is, which window it renewed or why none, what it moved and latched, and its entry", async () => {
  const ours = { key: globex.quickstart.keys.service };
  const theirs = { key: acme.quickstart.keys.service };
  await storePact(t.runtime.db, globex.organisationId, testPact(), { now: t.clock.now() - HOUR });
  await t.runtime.snapshots.reload(globex.organisationId);
  const artifact = { sha256: "c".repeat(64), uri: "https://ci.example/run/7" };
  const one = (
    await send("POST", "/evidence", { ...ours, json: cites({ passed: 20, artifact, observedAt: at(-60_000) }) })
  ).json;
  const [again, failing] = (
    await send("POST", "/evidence", {
      ...ours,
      json: [
        cites({ passed: 9, artifact, observedAt: at(-50_000) }),
        cites({ passed: 0, failed: 12, observedAt: at(-40_000) }),
      ],
    })
  ).json.items;
  const told = async ({ id }: { id: string }) => (await send("GET", `/evidence/${id}`, ours)).json;
  expect(await told(one)).toMatchObject({
    ...{ id: one.id, title: "Cites the policy", weight: 0.5, signer: null, envelope: null, artifact },
    freshness: { renewed: true, until: at(-60_000 + 7 * 24 * HOUR), next: null, because: [] },
    latches: [],
    ledger: { by: expect.any(String) },
  });
  expect((await told(again)).freshness).toMatchObject({
    renewed: false,
    because: ["its artifact had renewed it once already"],
  });
  const broke = await told(failing);
  expect(broke.freshness.because).toEqual(["it does not meet the target"]);
  expect(broke.monitor.odds).toBeGreaterThan(10_000);
  expect(broke.monitor).toMatchObject({ after: 0, checks: expect.any(Number) });
  expect(broke.latches).toMatchObject([
    { trigger: "drift", at: 1000, does: "review", liftedAt: null },
    { trigger: "drift", at: 10000, does: "block", liftedAt: null },
  ]);
  expect(broke.ledger.entry).toBe((await told(again)).ledger.entry);
  const drift = await send("GET", `/drifts/${broke.drift.id}`, ours);
  expect(drift.json).toMatchObject({ id: broke.drift.id, state: "verified", clause: "cites" });
  const opened = await send("POST", "/incidents", {
    json: { agent: "refund-bot", severity: "low", title: "Late" },
    key: keyOf(globex, "operator"),
  });
  expect((await send("GET", `/incidents/${opened.json.id}`, ours)).json).toEqual(opened.json);
  for (const path of [`/evidence/${one.id}`, `/drifts/${broke.drift.id}`, `/incidents/${opened.json.id}`]) {
    const [foreign, unknown] = [await send("GET", path, theirs), await send("GET", `${path}x`, theirs)];
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
  }
  const courses = (await send("GET", "/agents/refund-bot/authority?days=7", ours)).json.items;
  expect(courses).toMatchObject([{ pact: "refunds", leftOut: [] }]);
  expect(courses[0].steps.at(-1)).toMatchObject({ authority: "suspended" });
});
