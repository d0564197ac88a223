import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiAnswer, type Client, type Clients, clientsOf, publishPact } from "./client";
import { createOrganisation, overrideOf, pactOf } from "./furnished";
import { type Started, startSurety } from "./harness";

/** Two processes on one database, as behind a load balancer. */
let surety: Started;
let second: Started;
let as: Clients;
let there: Clients;

beforeAll(async () => {
  surety = await startSurety();
  second = await startSurety({ home: surety.home });
  const { quickstart } = surety;
  as = clientsOf({ ...quickstart, url: surety.url });
  there = clientsOf({ ...quickstart, url: second.url });
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk-team", { name: "Desk", members: [] }));
  await as.author.must(200, as.author.put("/api/v1/agents/bot", { name: "Bot", owner: "desk-team", release: "r1" }));
  const document = pactOf("desk", "bot");
  await publishPact(as, { ...document, clauses: document.clauses.map((one) => ({ ...one, severity: "major" })) });
});
afterAll(async () => {
  await second?.stop();
  await surety?.stop();
});

const REFUND = { agent: "bot", action: "payments.refund", context: { amount: 10 } };
const decide = (body: unknown, client: Client = as.service) => client.post("/api/v1/decisions", body);
const times = <T>(n: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const statuses = (answers: ApiAnswer[]) => answers.map(({ status }) => status).sort();
async function overridden(more: object = {}): Promise<string> {
  const asked = as.operator.post("/api/v1/overrides", overrideOf("bot", "desk", more));
  return (await as.operator.must(201, asked)).id;
}
const approve = (id: string, client: Client) => client.post(`/api/v1/overrides/${id}/approve`);

describe("what a request carries", () => {
  const withContext = (json: string) => `{"agent":"bot","action":"payments.refund","context":${json}}`;
  const nested = (depth: number) => `{"amount":1,"deep":${"[".repeat(depth)}${"]".repeat(depth)}}`;

  it("is refused where it cannot be kept, and spoils nothing for those who ask beside it", async () => {
    const hostile = [
      withContext('{"amount":1e400}'),
      withContext('{"amount":-1e999}'),
      withContext(`{"amount":${"9".repeat(400)}}`),
      withContext('{"amount":1,"note":"\\u0000"}'),
      withContext('{"amount":1,"note":"\\ud800"}'),
      withContext('{"amount":1,"\\u0000":1}'),
      ...[100, 5_000, 100_000].map((depth) => withContext(nested(depth))),
    ];
    const sent = hostile.map((body) => decide(body));
    const beside = times(20, () => decide(REFUND));
    expect(statuses(await Promise.all(sent))).toEqual(hostile.map(() => 422));
    expect(new Set(statuses(await beside))).toEqual(new Set([200]));
    for (const body of [withContext(`{"s":"${"x".repeat(300_000)}"}`), withContext(`{"s":"${"x".repeat(5_000_000)}"}`)])
      expect((await decide(body)).status).toBe(413);
    const attributes = JSON.parse(nested(3_000));
    const record = {
      agent: "bot",
      pact: "desk",
      clause: "cites",
      observedAt: new Date(0).toISOString(),
      source: "lab",
    };
    const evidence = await as.service.post("/api/v1/evidence", { ...record, outcome: "pass", attributes });
    expect(evidence.status).toBe(422);
  });

  it("is a name like any other, whatever it says: no prototype, no pattern, no statement", async () => {
    const names = [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "valueOf",
      "%",
      "_",
      "' OR 1=1 --",
      "$1",
      "🙂",
      "\u202e",
    ];
    await Promise.all(names.map(answersPlainly));
    const sneaked = withContext('{"__proto__":{"amount":1},"constructor":{"prototype":{"amount":1}}}');
    expect((await decide(sneaked)).body.errors[0].path).toBe("context.__proto__");
    const plain = withContext('{"constructor":{"prototype":{"amount":1}}}');
    expect((await decide(plain)).body.because[0]).toMatchObject({ trigger: "violation", consequence: "block" });
    expect(({} as Record<string, unknown>).amount).toBeUndefined();
  });

  async function answersPlainly(name: string): Promise<void> {
    const nobody = { agent: "nobody", action: "x.y" };
    const odd = { ...nobody, workflow: name, release: name, counterparty: name, run: name };
    for (const asked of [{ ...nobody, agent: name }, { ...nobody, action: name }, odd]) {
      const { status, body } = await decide(asked);
      expect([status, body.verdict, body.because[0]?.trigger], name).toEqual([200, "block", "no_pact"]);
    }
    for (const filter of ["agent", "workflow", "pact", "clause"]) {
      const { status, body } = await as.auditor.get(`/api/v1/decisions?${filter}=${encodeURIComponent(name)}`);
      const found = filter === "agent" || filter === "workflow" ? 1 : 0;
      expect([status, body.items.length], `${filter}=${name}`).toEqual([200, found]);
    }
  }

  it("is answered with a refusal, never a fault, wherever a NUL or an odd time stands", async () => {
    const { paths } = (await as.nobody.get("/api/v1/openapi.json")).body;
    const reads = Object.entries<Record<string, { parameters?: { name: string; in: string }[] }>>(paths).filter(
      ([path, methods]) => methods.get && path !== "/api/v1/stream",
    );
    for (const [path, { get }] of reads) {
      const there = path.replace(/\{\w+\}/, "a%00b");
      if (path.includes("{")) expect((await as.owner.get(there)).status, there).toBe(404);
      for (const { name } of (get?.parameters ?? []).filter((one) => one.in === "query")) {
        for (const value of ["%00", "0000-01-01T00:00:00Z", "x".repeat(5_000), "%ff", ","]) {
          const { status, text } = await as.owner.get(`${there}?${name}=${value}`);
          expect(status, `${there}?${name}=${value.slice(0, 20)}: ${text.slice(0, 200)}`).toBeLessThan(500);
        }
      }
    }
  });

  it("as a document of very many keys is refused in a hundred words", async () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `key${i}: {}`).join("\n");
    const { status, body } = await as.author.send("PUT", "/api/v1/pacts/many", keys, {
      "content-type": "application/yaml",
    });
    expect(status).toBe(422);
    expect(body.errors).toHaveLength(100);
  });
});

describe("many at once", () => {
  it("eight approvals by one person are one approval, however often it is tried", async () => {
    for (let i = 0; i < 10; i++) {
      const asked = overrideOf("critical-bot", "critical");
      if (i === 0) await critical();
      const { id } = await as.operator.must(201, as.operator.post("/api/v1/overrides", asked));
      const answers = await times(8, () => approve(id, as.approver));
      expect(statuses(answers)).toEqual([200, ...Array(7).fill(409)]);
      const seen = await as.auditor.must(200, as.auditor.get(`/api/v1/overrides/${id}`));
      expect(seen).toMatchObject({ state: "requested", approvals: [{}] });
    }
  });

  async function critical() {
    const registered = { name: "Bot", owner: "desk-team", release: "r1" };
    await as.author.must(200, as.author.put("/api/v1/agents/critical-bot", registered));
    await as.owner.must(200, as.owner.put("/api/v1/teams/critical-team", { name: "Critical", members: [] }));
    await publishPact(as, pactOf("critical", "critical-bot"));
  }

  it("publications of one draft on two processes, beside an edit, put one version into force, whole", async () => {
    const registered = { name: "Bot", owner: "desk-team", release: "r1" };
    await as.author.must(200, as.author.put("/api/v1/agents/race-bot", registered));
    for (let i = 0; i < 5; i++) {
      const path = `/api/v1/pacts/race-${i}`;
      const document = pactOf(`race-${i}`, "race-bot");
      const owned = document.clauses.map((clause) => ({ ...clause, owner: "desk-team" }));
      const { hash } = await as.author.must(200, as.author.put(path, { ...document, clauses: owned }));
      await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
      await as.approver.must(200, as.approver.post(`${path}/approve`, { hash }));
      const edit = as.author.put(path, { ...document, clauses: owned, title: "Edited meanwhile" });
      const answers = await times(6, (n) => (n % 2 ? there : as).author.post(`${path}/publish`, { hash }));
      const edited = await edit;
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      const published = answers.filter(({ status }) => status === 200).length;
      const { live, draft } = await as.auditor.must(200, as.auditor.get(path));
      expect(published).toBe(live ? 1 : 0);
      expect(live ? live.hash : hash).toBe(hash);
      if (edited.status === 200) expect(draft?.hash).toBe(edited.body.hash);
    }
  });

  it("an override of so many uses is used exactly so often by 64 decisions, in one process and in two", async () => {
    for (const [uses, from] of [
      [1, [as]],
      [7, [as]],
      [1, [as, there]],
      [9, [as, there]],
    ] as const) {
      const id = await overridden({ maxUses: uses });
      await as.approver.must(200, approve(id, as.approver));
      const answers = await times(64, (i) => decide(REFUND, (from[i % from.length] as Clients).service));
      expect(new Set(statuses(answers))).toEqual(new Set([200]));
      expect(answers.filter(({ body }) => body.permitted)).toHaveLength(uses);
      const seen = await there.auditor.must(200, there.auditor.get(`/api/v1/overrides/${id}`));
      expect(seen).toMatchObject({ used: uses, state: "exhausted" });
    }
  });

  it("one Idempotency-Key on two processes makes one thing; the same key elsewhere is another's business", async () => {
    const key = { "idempotency-key": "twice" };
    const decisions = await times(8, (i) => (i % 2 ? there : as).service.post("/api/v1/decisions", REFUND, key));
    expect(new Set(decisions.map(({ body }) => body.id)).size).toBe(1);
    const incident = { agent: "bot", severity: "low", title: "Once" };
    const marked = { "idempotency-key": "incident" };
    const opened = await times(8, (i) => (i % 2 ? there : as).operator.post("/api/v1/incidents", incident, marked));
    expect(new Set(opened.map(({ body }) => body.id)).size).toBe(1);
    const other = clientsOf({ ...(await createOrganisation(surety, "Other")), url: surety.url });
    const theirs = await other.service.post("/api/v1/decisions", { agent: "x", action: "y.z" }, key);
    expect([theirs.status, theirs.headers.get("idempotent-replayed")]).toEqual([200, null]);
  });

  it("what is taken away on one process is gone at the next request to the other", async () => {
    await as.service.must(201, as.service.post("/api/v1/evidence", proof()));
    expect((await decide(REFUND, there.service)).body).toMatchObject({ verdict: "allow" });
    for (let i = 0; i < 6; i++) {
      const body = { kind: "service", name: "brief", scopes: ["decide", "read", "admin"] };
      const { id, key } = await as.owner.must(201, as.owner.post("/api/v1/keys", body));
      const client = Object.assign(Object.create(there.service), { key }) as Client;
      const ways = [
        () => client.send("POST", "/api/v1/decisions", REFUND),
        () => client.send("GET", "/api/v1/agents"),
        () => client.send("PUT", "/api/v1/teams/after", { name: `${i}`, members: [] }),
      ];
      for (const way of ways) expect((await way()).status).toBe(200);
      await as.owner.must(204, as.owner.send("DELETE", `/api/v1/keys/${id}`));
      expect((await ways[i % 3]?.())?.status).toBe(401);
    }
    const stop = { agent: "bot", level: "suspended", reason: "stop" };
    await as.operator.must(201, as.operator.post("/api/v1/grants", stop));
    expect((await decide(REFUND, there.service)).body).toMatchObject({ verdict: "block", permitted: false });
  });

  const proof = () => ({
    ...{ agent: "bot", pact: "desk", clause: "cites", passed: 1, failed: 0 },
    ...{ observedAt: new Date().toISOString(), source: "lab" },
  });

  it("decisions go on while evidence and incidents pour in", async () => {
    let on = true;
    const flood = async (send: () => Promise<ApiAnswer>) => {
      const seen: number[] = [];
      while (on) seen.push((await send()).status);
      return seen;
    };
    const incident = { agent: "critical-bot", severity: "low", title: "Flood" };
    const floods = [
      ...[as, there].map((one) => flood(() => one.service.post("/api/v1/evidence", proof()))),
      ...[as, there].map((one) => flood(() => one.operator.post("/api/v1/incidents", incident))),
    ];
    const answers: ApiAnswer[] = [];
    for (let i = 0; i < 40; i++) answers.push(...(await times(4, (n) => decide(REFUND, (n % 2 ? there : as).service))));
    on = false;
    const written = (await Promise.all(floods)).flat();
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(new Set(written)).toEqual(new Set([201]));
  });
});
