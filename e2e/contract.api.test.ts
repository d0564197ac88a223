import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiAnswer, type Client, type Clients, clientsOf, publishPact } from "./client";
import { overrideOf, pactOf } from "./furnished";
import { type Started, startSurety } from "./harness";
import { decisionShape, problemShape, standingShape } from "./shapes";

let surety: Started;
let as: Clients;
let made = 0;

beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
});
afterAll(() => surety?.stop());

const HOUR = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const ahead = (ms: number) => ago(-ms);
type Document = ReturnType<typeof pactOf> & { clauses: Record<string, unknown>[] };

/** An agent with a live pact of its own, so that the stories keep out of each other's way. */
async function stage(change: (document: Document) => unknown = () => {}) {
  const pact = `story-${++made}`;
  const agent = `${pact}-bot`;
  const document = pactOf(pact, agent) as Document;
  change(document);
  const members = surety.quickstart.members.filter(({ role }) => role === "operator").map(({ email }) => email);
  await as.owner.must(200, as.owner.put(`/api/v1/teams/${pact}-team`, { name: pact, members }));
  const registered = { name: agent, owner: `${pact}-team`, release: "r1", candidates: ["r2"] };
  await as.author.must(200, as.author.put(`/api/v1/agents/${agent}`, registered));
  const { hash } = await publishPact(as, document);
  const record = (clause: string, more: object = {}) => ({
    ...{ agent, pact, clause, observedAt: ago(1000), source: "lab" },
    ...("outcome" in more || "passed" in more ? {} : { passed: 20, failed: 0 }),
    ...more,
  });
  return {
    ...{ pact, agent, document, hash, path: `/api/v1/pacts/${pact}`, record },
    prove: (clause: string, more?: object) =>
      as.service.must(201, as.service.post("/api/v1/evidence", record(clause, more))),
    ask: (more: object = {}) => ask({ agent, action: "payments.refund", context: { amount: 10 }, ...more }),
    read: (more: object = {}) => ask({ agent, action: "orders.read", ...more }),
    standing: () => as.auditor.must(200, as.auditor.get(`/api/v1/agents/${agent}/standing`)),
  };
}

/** A decision, held to the contract's shape. */
async function ask(body: object) {
  const answer = await as.service.must(200, as.service.post("/api/v1/decisions", body));
  return decisionShape.parse(answer);
}
/** A refusal, held to the shape of a problem document. */
function problem(status: number, { headers, ...answer }: ApiAnswer) {
  expect({ status: answer.status, said: answer.text }).toMatchObject({ status });
  expect(headers.get("content-type")).toBe("application/problem+json");
  const said = problemShape.parse(answer.body);
  expect(said.status).toBe(status);
  return { ...said, paths: said.errors.map(({ path }) => path) };
}
const triggers = ({ because }: { because: { trigger: string }[] }) => because.map(({ trigger }) => trigger);

describe("problems", () => {
  const send = (body: unknown, headers?: Record<string, string>) => as.service.post("/api/v1/decisions", body, headers);
  const plain = { agent: "nobody", action: "x.y" };

  it("say type, title, status, detail, errors and the request's id, which is echoed", async () => {
    const answer = await send({}, { "x-request-id": "mine-1" });
    const { type, paths, requestId } = problem(422, answer);
    expect(type).toMatch(/\/problems\/invalid$/);
    expect(paths).toEqual(["agent", "action"]);
    expect([requestId, answer.headers.get("x-request-id")]).toEqual(["mine-1", "mine-1"]);
    const made = await send({});
    expect(made.body.requestId).toBe(made.headers.get("x-request-id"));
    expect(made.body.requestId).toBeTruthy();
    expect((await send(plain)).headers.get("x-request-id")).toBeTruthy();
    for (const odd of ["x".repeat(300), "caf\u00e9"])
      expect((await send(plain, { "x-request-id": odd })).headers.get("x-request-id")).not.toBe(odd);
  });

  it("are 400 for what cannot be read, and 422 for what can and is refused", async () => {
    for (const text of ['{"agent":', "", "agent: x", "{'agent': 1}", '{"amount": NaN}', "\u0000"])
      problem(400, await send(text));
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
      problem(400, await send(plain, { "content-type": type }));
    for (const [body, path] of [
      [{ ...plain, agnet: 1 }, "agnet"],
      [{ ...plain, context: [] }, "context"],
      [{ ...plain, run: 7 }, "run"],
      [{ ...plain, minRevision: 1.5 }, "minRevision"],
      [{ ...plain, agent: "x".repeat(5000) }, "agent"],
    ] as const)
      expect(problem(422, await send(body)).paths).toEqual([path]);
    for (const text of ["[]", "null", '"text"', "7"]) problem(422, await send(text));
  });

  it("name the method that a path takes, and are 404 for a path that there is not", async () => {
    const answer = await as.owner.send("DELETE", "/api/v1/agents");
    problem(405, answer);
    expect(answer.headers.get("allow")).toBe("GET");
    for (const path of [
      "/api/v1/nothing",
      "/api/v1/agents/a%2Fb",
      "/api/v1/agents/%00",
      "/api/v1/agents/%",
      "/api/v1/",
    ])
      problem(404, await as.owner.get(path));
    const head = await fetch(`${surety.url}/api/v1/agents`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${as.owner.key}` },
    });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

describe("answers", () => {
  it("reach clients that would rather speak HTTP/2, over HTTP/1.1", async () => {
    await fetch(`${surety.url}/signin`); // the console is awake
    const { port } = new URL(surety.url);
    const socket = connect(Number(port), "127.0.0.1");
    const key = `Authorization: Bearer ${as.owner.key}`;
    const upgrade = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"];
    socket.write(["GET /api/v1/organisation HTTP/1.1", "Host: localhost", key, ...upgrade, "", ""].join("\r\n"));
    const [said] = await once(socket, "data");
    socket.destroy();
    expect(String(said)).toMatch(/^HTTP\/1.1 200 OK/);
  });
});

describe("decisions", () => {
  it("have every field of the contract, whatever the verdict; a verdict is always 200", async () => {
    const story = await stage();
    expect(await story.ask()).toMatchObject({ verdict: "block", permitted: false, status: "final", useBy: null });
    await story.prove("cites");
    const allowed = await story.ask();
    expect(allowed).toMatchObject({ verdict: "allow", permitted: true, because: [], limits: null, review: null });
    const window = Date.parse(allowed.useBy ?? "") - Date.parse(allowed.decidedAt);
    expect(window).toBe(5 * 60_000);
    expect(await story.ask({ context: { amount: 900 } })).toMatchObject({ verdict: "block", permitted: false });
    const blind = await story.ask({ context: {} });
    expect([triggers(blind), blind.warnings.length]).toEqual([["violation"], 1]);
    expect(await story.read()).toMatchObject({ verdict: "review", permitted: false, status: "pending" });
    expect(triggers(await ask({ agent: "nobody", action: "x.y" }))).toEqual(["no_pact"]);
    expect(triggers(await story.ask({ action: "mail.send" }))).toContain("scope");
    expect(triggers(await story.ask({ release: "r9" }))).toContain("scope");
  });

  it("of a batch come in order, and at most 100 of them", async () => {
    const requests = Array.from({ length: 100 }, (_, i) => ({ agent: `nobody-${i}`, action: "x.y" }));
    const body = await as.service.must(200, as.service.post("/api/v1/decisions/batch", { requests }));
    expect(Object.keys(body)).toEqual(["decisions"]);
    const says = body.decisions.map((one: unknown) => decisionShape.parse(one).because[0]?.says);
    says.forEach((said: string, i: number) => {
      expect(said).toContain(`nobody-${i} `);
    });
    const tooMany = { requests: [...requests, requests[0]] };
    expect(problem(422, await as.service.post("/api/v1/decisions/batch", tooMany)).paths).toEqual(["requests"]);
    expect(problem(422, await as.service.post("/api/v1/decisions/batch", { requests: [] })).paths).toEqual([
      "requests",
    ]);
    const wrong = { requests: [requests[0], { agent: "x" }] };
    expect(problem(422, await as.service.post("/api/v1/decisions/batch", wrong)).paths).toEqual(["requests.1.action"]);
  });

  it("that are dry runs record nothing: no id, no review, no use", async () => {
    const story = await stage();
    const count = async () =>
      (await as.auditor.must(200, as.auditor.get(`/api/v1/decisions?agent=${story.agent}`))).items.length;
    expect(await story.read({ dryRun: true })).toMatchObject({ id: null, verdict: "review" });
    expect(await count()).toBe(0);
    const reviews = await as.auditor.must(200, as.auditor.get(`/api/v1/reviews?agent=${story.agent}`));
    expect(reviews.items).toEqual([]);
    await story.read();
    expect(await count()).toBe(1);
  });

  it("wait for minRevision, and say where it does not exist yet", async () => {
    const story = await stage();
    const { revision } = await story.ask();
    expect((await story.ask({ minRevision: revision })).revision).toBeGreaterThanOrEqual(revision);
    const body = { agent: story.agent, action: "x.y", minRevision: revision + 1000 };
    problem(409, await as.service.post("/api/v1/decisions", body));
  });

  it("are found again by id as they were answered, with what was asked", async () => {
    const story = await stage();
    for (const decision of [await story.ask({ run: "run-1" }), await story.read()]) {
      const again = await as.auditor.must(200, as.auditor.get(`/api/v1/decisions/${decision.id}`));
      expect(again).toMatchObject(decision);
      expect(again.request).toMatchObject({ agent: story.agent });
    }
  });

  it("are one for one Idempotency-Key, replayed as it was; another body is refused", async () => {
    const body = { agent: "nobody", action: "x.y" };
    const key = { "idempotency-key": "once-1" };
    const [first, second] = [
      await as.service.post("/api/v1/decisions", body, key),
      await as.service.post("/api/v1/decisions", body, key),
    ];
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect([first, second].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
    const other = problem(422, await as.service.post("/api/v1/decisions", { ...body, run: "2" }, key));
    expect(other.type).toMatch(/idempotency_mismatch$/);
  });

  it("are listed newest first by every filter, and pages neither skip nor repeat while more come in", async () => {
    const story = await stage();
    await story.prove("cites");
    const ids: (string | null)[] = [];
    for (let i = 0; i < 13; i++)
      ids.push((i % 3 === 0 ? await story.ask({ context: { amount: 900 } }) : await story.ask()).id);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = `agent=${story.agent}&limit=4${cursor && `&cursor=${cursor}`}`;
      const page: { items: { id: string }[]; nextCursor: string | null } = await as.auditor.must(
        200,
        as.auditor.get(`/api/v1/decisions?${query}`),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor) await story.ask();
    }
    expect(seen).toEqual(ids.reverse());
    const { pact, agent } = story;
    const now = encodeURIComponent(ahead(1000));
    for (const [filter, want] of [
      ["verdict=block", 5],
      ["trigger=violation", 5],
      [`pact=${pact}&trigger=violation`, 5],
      [`pact=${pact}&clause=cites`, 5],
      ["clause=cites", 5],
      [`clause=${pact}/cites`, 5],
      ["clause=reads", 0],
      ["verdict=review", 0],
      [`from=${encodeURIComponent(ago(HOUR))}&to=${now}&verdict=block`, 5],
      [`from=${now}`, 0],
      [`to=${encodeURIComponent(ago(HOUR))}`, 0],
      ["pact=another", 0],
    ] as const) {
      const { items } = await as.auditor.must(200, as.auditor.get(`/api/v1/decisions?agent=${agent}&${filter}`));
      expect(items, filter).toHaveLength(want);
    }
  });
});

describe("lists", () => {
  it("are pages of at most 200 with an opaque cursor; what was never given as one is refused", async () => {
    const lists =
      "agents decisions drifts evidence grants incidents keys members overrides pacts reviews teams workflows";
    for (const list of lists.split(" ").map((name) => `/api/v1/${name}`)) {
      const page = await as.owner.must(200, as.owner.get(`${list}?limit=1`));
      expect(Object.keys(page).sort(), list).toEqual(["items", "nextCursor"]);
      expect(page.items.length).toBeLessThanOrEqual(1);
      for (const limit of ["0", "201", "-1", "x", "1.5"])
        expect(problem(422, await as.owner.get(`${list}?limit=${limit}`)).paths, list).toEqual(["limit"]);
      const forged = [{}, [], ["\u0000"], ["\ud800"], [null]].map((key) => Buffer.from(JSON.stringify(key)));
      for (const cursor of ["x", "%00", "!!!", ...forged.map((one) => one.toString("base64url"))])
        expect(problem(422, await as.owner.get(`${list}?cursor=${cursor}`)).paths, `${list} ${cursor}`).toEqual([
          "cursor",
        ]);
    }
  });

  it("of what has a name are whole and without doubles, whatever the size of a page", async () => {
    for (let i = 0; i < 7; i++)
      await as.owner.must(200, as.owner.put(`/api/v1/teams/many-${i}`, { name: `Many ${i}`, members: [] }));
    const all = (await as.owner.must(200, as.owner.get("/api/v1/teams?limit=200"))).items;
    for (const limit of [1, 2, 3, all.length]) {
      const items = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: { items: object[]; nextCursor: string | null } = (
          await as.owner.get(`/api/v1/teams?limit=${limit}${cursor && `&cursor=${cursor}`}`)
        ).body;
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(items).toEqual(all);
    }
  });
});

describe("evidence", () => {
  const post = (body: unknown) => as.service.post("/api/v1/evidence", body);

  it("is refused with its path where it says nothing, lies ahead or names nothing there is", async () => {
    const { record } = await stage();
    for (const [wrong, path] of [
      [{ passed: 0, failed: 0 }, "passed"],
      [{ passed: -1, failed: 2 }, "passed"],
      [{ passed: 1.5, failed: 0 }, "passed"],
      [{ passed: 5e9, failed: 0 }, "passed"],
      [{ observedAt: ahead(70_000) }, "observedAt"],
      [{ observedAt: "yesterday" }, "observedAt"],
      [{ observedAt: "0000-01-01T00:00:00Z" }, "observedAt"],
      [{ observedAt: "2026-02-30T00:00:00Z" }, "observedAt"],
      [{ clause: "unknown" }, "clause"],
      [{ pact: "unknown" }, "pact"],
      [{ agent: "unknown" }, "agent"],
      [{ draft: `sha256:${"0".repeat(64)}` }, "draft"],
      [{ artifact: { uri: "javascript:alert(1)", sha256: "0".repeat(64) } }, "artifact.uri"],
      [{ frob: 1 }, "frob"],
    ] as const)
      expect(problem(422, await post(record("cites", wrong))).paths).toContain(path);
    expect((await post(record("cites", { observedAt: ahead(50_000) }))).status).toBe(201);
  });

  it("in an array is at most 1,000, all or nothing, each fault with its number", async () => {
    const { record, agent } = await stage();
    const count = async () => (await as.auditor.get(`/api/v1/evidence?agent=${agent}&limit=200`)).body.items.length;
    expect(problem(422, await post([record("cites"), record("nothing"), { agent }])).paths).toContain("2.pact");
    expect(problem(422, await post([record("cites"), record("nothing")])).paths).toEqual(["1.clause"]);
    problem(422, await post(Array.from({ length: 1001 }, () => record("reads"))));
    problem(422, await post([]));
    expect(await count()).toBe(0);
    const { items } = await as.service.must(201, post([record("cites"), record("reads", { outcome: "pass" })]));
    expect(items).toMatchObject([
      { clause: "cites", passed: 20 },
      { clause: "reads", passed: 1, failed: 0 },
    ]);
    expect(await count()).toBe(2);
  });

  it("of one artifact renews a window once", async () => {
    const { prove } = await stage();
    const artifact = { uri: "https://ci.example/1", sha256: "ab".repeat(32) };
    expect((await prove("cites", { artifact })).counts).toBe(true);
    expect((await prove("cites", { artifact })).counts).toBe(false);
  });

  it("for a candidate release is that release's alone, until it is the current one", async () => {
    const story = await stage();
    await story.prove("cites", { release: "r2" });
    expect(triggers(await story.ask())).toContain("missing");
    expect(await story.ask({ release: "r2" })).toMatchObject({ verdict: "allow" });
    const next = { name: "next", owner: "x", release: "r2", candidates: [] };
    await as.author.must(200, as.author.put(`/api/v1/agents/${story.agent}`, next));
    expect(await story.ask()).toMatchObject({ verdict: "allow" });
    expect(triggers(await story.ask({ release: "r1" }))).toContain("scope");
  });

  it("for a draft's hash proves the version before it is published", async () => {
    const story = await stage();
    await story.prove("cites");
    const [first, ...rest] = story.document.clauses;
    const next = { ...story.document, clauses: [{ ...first, obligation: "Names paragraph and page." }, ...rest] };
    const { hash, missing } = await as.author.must(200, as.author.put(story.path, next));
    expect(missing).toContain("cites");
    expect((await story.prove("cites", { draft: hash })).draft).toBe(true);
    expect((await publishPact(as, next)).missing).not.toContain("cites");
    expect(await story.ask()).toMatchObject({ verdict: "allow", pacts: [{ version: 2 }] });
  });

  it("told as an outcome is the agent's own word, once a decision, and renews nothing", async () => {
    const story = await stage();
    const { id } = await story.ask();
    const told = { result: "success", clauses: { cites: "pass" } };
    const outcome = await as.service.must(201, as.service.post(`/api/v1/decisions/${id}/outcome`, told));
    expect(outcome).toMatchObject({ decision: id, ...told });
    expect(triggers(await story.ask())).toContain("missing");
    problem(409, await as.service.post(`/api/v1/decisions/${id}/outcome`, told));
    const unknown = { result: "success", clauses: { nothing: "pass" } };
    const { id: second } = await story.ask();
    const refused = await as.service.post(`/api/v1/decisions/${second}/outcome`, unknown);
    expect(problem(422, refused).paths).toEqual(["clauses.nothing"]);
  });
});

describe("pacts", () => {
  it("go in as YAML and come out as the same document; the same again changes nothing", async () => {
    const { path, pact, agent } = await stage();
    const yaml = { accept: "application/yaml" };
    const exported = await as.auditor.get(path, yaml);
    expect(exported.headers.get("content-type")).toMatch(/^application\/yaml/);
    const live = await as.auditor.must(200, as.auditor.get(path));
    const save = (text: string) => as.author.send("PUT", path, text, { "content-type": "application/yaml" });
    for (const text of [exported.text, `# a comment\n${exported.text}`, JSON.stringify(pactOf(pact, agent))]) {
      const saved = await as.author.must(200, save(text));
      expect(saved).toMatchObject({ pact, version: 1, hash: live.hash, state: "live" });
    }
    expect(await as.auditor.must(200, as.auditor.get(path))).toEqual(live);
    expect(problem(422, await save(`${exported.text}tilte: x\n`)).paths).toEqual(["tilte"]);
    problem(422, await save("a: [1"));
    problem(422, await save(`${exported.text}title: twice\n`));
    problem(400, await as.author.send("PUT", path, exported.text, { "content-type": "text/plain" }));
    const other = { ...pactOf(pact, agent), pact: "another-name" };
    expect(problem(422, await as.author.put(path, other)).paths).toEqual(["pact"]);
  });

  it("are published only with an approval, of that very hash, by somebody who did not write them", async () => {
    const { path, document } = await stage();
    const draft = { ...document, title: "Second" };
    const { hash, version, state } = await as.author.must(200, as.author.put(path, draft));
    expect({ version, state }).toEqual({ version: 2, state: "draft" });
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(409, await as.approver.post(`${path}/approve`, { hash }));
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(403, await as.author.post(`${path}/approve`, { hash }));
    await as.approver.must(200, as.approver.post(`${path}/approve`, { hash }));
    const edited = await as.author.must(200, as.author.put(path, { ...draft, title: "Third" }));
    expect(edited.state).toBe("draft");
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    await as.author.must(200, as.author.put(path, draft)); // the same words as approved, but approved no more
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    await as.approver2.must(200, as.approver2.post(`${path}/approve`, { hash }));
    await as.author.must(200, as.author.post(`${path}/publish`, { hash }));
    const own = await as.owner.must(200, as.owner.put(path, { ...draft, title: "By the owner" }));
    await as.owner.must(200, as.owner.post(`${path}/submit`, { hash: own.hash }));
    problem(403, await as.owner.post(`${path}/approve`, { hash: own.hash }));
  });

  it("that are live never change: a new content is a new version, and the old one can still be read", async () => {
    const { path, document, hash } = await stage();
    await publishPact(as, { ...document, title: "Second" });
    const first = await as.auditor.must(200, as.auditor.get(`${path}?version=1`));
    expect(first).toMatchObject({ hash, state: "superseded", document: { title: "Refund desk" } });
    const second = await as.auditor.must(200, as.auditor.get(path));
    expect(second).toMatchObject({ version: 2, state: "live", document: { title: "Second" } });
    expect(second.approvals).toMatchObject([{ counts: true }]);
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash: second.hash }));
    problem(404, await as.auditor.get(`${path}?version=9`));
  });

  it("with a signal that has no response, or an owner that is no team, have one error per hole", async () => {
    const { path, document } = await stage();
    const [first, second] = document.clauses as [Document["clauses"][0], Document["clauses"][0]];
    const clauses = [
      { ...first, on: { incident: "block" } },
      { ...second, owner: "no-such-team" },
    ];
    const { hash, holes } = await as.author.must(200, as.author.put(path, { ...document, clauses }));
    const paths = ["clauses[0].on.violation", "clauses[0].on.missing", "clauses[0].on.stale", "clauses[0].on.drift"];
    expect(holes.map((one: { path: string }) => one.path)).toEqual([...paths, "clauses[1].owner"]);
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    await as.approver.must(200, as.approver.post(`${path}/approve`, { hash }));
    expect(problem(422, await as.author.post(`${path}/publish`, { hash })).paths).toEqual([
      ...paths,
      "clauses[1].owner",
    ]);
    expect((await as.auditor.get(path)).body).toMatchObject({ version: 1, state: "live" });
  });

  it("are compared clause by clause", async () => {
    const { path, document } = await stage();
    const [first, second] = document.clauses as [Document["clauses"][0], Document["clauses"][0]];
    const evidence = { method: "eval", target: 0.95, freshness: "P7D" };
    const clauses = [
      { ...first, evidence },
      { ...second, key: "reads-less" },
    ];
    await publishPact(as, { ...document, clauses });
    const diff = await as.auditor.must(200, as.auditor.get(`${path}/diff?from=1&to=2`));
    const changes = diff.clauses.map(({ clause, change }: { clause: string; change: string }) => [clause, change]);
    expect(Object.fromEntries(changes)).toEqual({ cites: "tightened", reads: "removed", "reads-less": "added" });
    const back = await as.auditor.must(200, as.auditor.get(`${path}/diff?from=2&to=1`));
    expect(back.clauses.find(({ clause }: { clause: string }) => clause === "cites").change).toBe("loosened");
    problem(404, await as.auditor.get(`${path}/diff?from=1&to=9`));
  });
});

describe("standing", () => {
  it("has every field of the contract, and a tag that holds until something changes", async () => {
    const story = await stage();
    const path = `/api/v1/agents/${story.agent}/standing`;
    const clause = async () => standingShape.parse(await story.standing()).pacts[0]?.clauses[0];
    expect(await clause()).toMatchObject({ standing: "unproven", freshness: { state: "missing", observedAt: null } });
    const first = await as.auditor.get(path);
    const tag = first.headers.get("etag") ?? "";
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const same = await as.auditor.get(path, { "if-none-match": known });
      expect([same.status, same.text, same.headers.get("etag")]).toEqual([304, "", tag]);
    }
    await story.prove("cites");
    const next = await as.auditor.get(path, { "if-none-match": tag });
    expect(next.status).toBe(200);
    expect(await clause()).toMatchObject({ standing: "met", freshness: { state: "fresh" }, triggers: [] });
    const cites = await clause();
    const window = Date.parse(cites?.freshness?.staleAt ?? "") - Date.parse(cites?.freshness?.observedAt ?? "");
    expect(window).toBe(7 * 24 * HOUR);
    problem(404, await as.auditor.get("/api/v1/agents/nobody/standing"));
  });

  it("changes its tag with the last use of an override, which makes no revision", async () => {
    const story = await stage((document) => Object.assign(document.clauses[0] as object, { severity: "major" }));
    const body = overrideOf(story.agent, story.pact, { maxUses: 1 });
    const { id } = await as.operator.must(201, as.operator.post("/api/v1/overrides", body));
    await as.approver.must(200, as.approver.post(`/api/v1/overrides/${id}/approve`));
    const path = `/api/v1/agents/${story.agent}/standing`;
    const before = await as.auditor.get(path);
    expect(before.body.pacts[0].clauses[0].standing).toBe("waived");
    await story.ask();
    const after = await as.auditor.get(path, { "if-none-match": before.headers.get("etag") ?? "" });
    expect(after.status).toBe(200);
    expect(after.body.pacts[0].clauses[0].standing).toBe("unproven");
  });
});

describe("reviews", () => {
  const speak = (id: string, word: string, client: Client = as.approver) =>
    client.post(`/api/v1/reviews/${id}/${word}`, { reason: "looked at it" });

  it("hold a decision until a person approves: then it is permitted, with useBy", async () => {
    const story = await stage();
    const held = await story.read({ resource: { order: 7 } });
    expect(held).toMatchObject({
      verdict: "review",
      status: "pending",
      permitted: false,
      review: { state: "pending" },
    });
    const id = held.review?.id as string;
    const left = Date.parse(held.review?.expiresAt ?? "") - Date.parse(held.decidedAt);
    expect(left).toBe(HOUR);
    const waiting = as.service.get(`/api/v1/decisions/${held.id}?wait=20`);
    const review = await as.approver.must(200, as.approver.get(`/api/v1/reviews/${id}`));
    expect(review.request).toMatchObject({ agent: story.agent, resource: { order: 7 } });
    problem(403, await speak(id, "approve", as.service));
    await as.approver.must(200, speak(id, "approve"));
    const settled = decisionShape.parse(await as.service.must(200, waiting));
    expect(settled).toMatchObject({ status: "final", permitted: true, review: { state: "approved" } });
    expect(Date.parse(settled.useBy ?? "")).toBeGreaterThan(Date.now());
    for (const word of ["approve", "deny"]) problem(409, await speak(id, word));
  });

  it("that are denied are final and permit nothing", async () => {
    const held = await (await stage()).read();
    await as.operator.must(200, speak(held.review?.id as string, "deny", as.operator));
    const settled = decisionShape.parse(await as.service.must(200, as.service.get(`/api/v1/decisions/${held.id}`)));
    expect(settled).toMatchObject({ status: "final", permitted: false, useBy: null, review: { state: "denied" } });
    problem(409, await speak(held.review?.id as string, "approve"));
  });

  it("are decided anew when they are approved: what blocks by then still blocks", async () => {
    const story = await stage();
    const held = await story.read();
    const stop = { agent: story.agent, level: "suspended", reason: "stop" };
    await as.operator.must(201, as.operator.post("/api/v1/grants", stop));
    await as.approver.must(200, speak(held.review?.id as string, "approve"));
    const settled = await as.service.must(200, as.service.get(`/api/v1/decisions/${held.id}`));
    expect(decisionShape.parse(settled)).toMatchObject({ status: "final", permitted: false });
    expect(triggers(settled)).toContain("granted");
  });
});

describe("overrides", () => {
  const to = (id: string, word: string, client: Client, body?: object) =>
    client.post(`/api/v1/overrides/${id}/${word}`, body);
  const request = (client: Client, body: object) => client.must(201, client.post("/api/v1/overrides", body));

  it("of a critical clause take two approvers, neither of them who asked", async () => {
    const { agent, pact, ask } = await stage();
    const own = await request(as.approver, overrideOf(agent, pact));
    expect(own).toMatchObject({ state: "requested", quorum: 2, used: 0 });
    problem(403, await to(own.id, "approve", as.approver));
    await as.approver2.must(200, to(own.id, "approve", as.approver2));
    problem(409, await to(own.id, "approve", as.approver2));
    expect(await ask()).toMatchObject({ verdict: "block" });
    await as.owner.must(200, to(own.id, "approve", as.owner));
    const waived = await ask();
    expect(waived).toMatchObject({ verdict: "allow", permitted: true });
    expect(waived.because).toMatchObject([{ trigger: "missing", override: own.id }]);
    expect(waived.useBy && waived.validUntil && waived.useBy <= waived.validUntil).toBe(true);
    expect(await ask({ context: { amount: 900 } })).toMatchObject({ verdict: "block" });
    await as.operator.must(200, to(own.id, "revoke", as.operator));
    expect(await ask()).toMatchObject({ verdict: "block" });
    problem(409, await to(own.id, "revoke", as.operator));
  });

  it("are shortened by an approver, never lengthened; and denied for good", async () => {
    const { agent, pact } = await stage();
    const { id, endsAt } = await request(as.author, overrideOf(agent, pact));
    const at = (ms: number) => new Date(Date.parse(endsAt) + ms).toISOString();
    expect(problem(422, await to(id, "approve", as.approver, { endsAt: at(1) })).paths).toEqual(["endsAt"]);
    const shorter = await as.approver.must(200, to(id, "approve", as.approver, { endsAt: at(-60_000) }));
    expect(shorter.endsAt).toBe(at(-60_000));
    expect(problem(422, await to(id, "approve", as.approver2, { endsAt })).paths).toEqual(["endsAt"]);
    await as.approver2.must(200, to(id, "deny", as.approver2, { reason: "no" }));
    problem(409, await to(id, "approve", as.owner));
  });

  it("name what can be overridden, within the caps of time", async () => {
    const { agent, pact } = await stage();
    for (const [wrong, path] of [
      [{ triggers: ["granted"] }, "triggers.0"],
      [{ triggers: [] }, "triggers"],
      [{ triggers: ["missing", "score"] }, "triggers.1"],
      [{ actions: ["mail.send"] }, "actions.0"],
      [{ when: "context.amount >" }, "when"],
      [{ endsAt: ahead(9 * HOUR) }, "endsAt"],
      [{ endsAt: ago(1000) }, "endsAt"],
      [{ endsAt: "9999-12-31T23:59:59-23:00" }, "endsAt"],
      [{ maxUses: 0 }, "maxUses"],
      [{ reason: " " }, "reason"],
      [{ clause: "nothing" }, "clause"],
    ] as const)
      expect(problem(422, await as.author.post("/api/v1/overrides", overrideOf(agent, pact, wrong))).paths).toEqual([
        path,
      ]);
  });
});

describe("incidents", () => {
  it("block where a clause says so, from their level on, until a person resolves them", async () => {
    const story = await stage();
    await story.prove("cites");
    const open = (severity: string) =>
      as.service.must(201, as.service.post("/api/v1/incidents", { agent: story.agent, severity, title: "Odd" }));
    const low = await open("low");
    expect(await story.ask()).toMatchObject({ verdict: "allow" });
    const high = await open("high");
    expect(triggers(await story.ask())).toEqual(["incident"]);
    const resolve = (id: string, client: Client) =>
      client.patch(`/api/v1/incidents/${id}`, { status: "resolved", note: "mended" });
    problem(403, await resolve(high.id, as.service));
    expect(problem(422, await as.operator.patch(`/api/v1/incidents/${high.id}`, { status: "resolved" })).paths).toEqual(
      ["note"],
    );
    expect(await as.operator.must(200, resolve(high.id, as.operator))).toMatchObject({ status: "resolved" });
    expect(await story.ask()).toMatchObject({ verdict: "allow" });
    problem(409, await resolve(high.id, as.operator));
    expect(low).toMatchObject({ status: "open", severity: "low" });
  });
});

describe("grants", () => {
  it("lower at once and rise by another person's word alone", async () => {
    const story = await stage();
    await story.prove("cites");
    const set = (level: string, client: Client = as.operator) =>
      client.post("/api/v1/grants", { agent: story.agent, level, reason: "because" });
    expect(await as.operator.must(201, set("limited"))).toMatchObject({ state: "active" });
    expect(await story.ask()).toMatchObject({ verdict: "degrade", permitted: true, limits: { amount: { max: 50 } } });
    expect(await story.ask({ context: { amount: 51 } })).toMatchObject({ verdict: "degrade", permitted: false });
    const raise = await as.owner.must(202, set("full", as.owner));
    expect(raise.state).toBe("requested");
    problem(403, await as.owner.post(`/api/v1/grants/${raise.id}/approve`, {}));
    expect(await story.ask()).toMatchObject({ verdict: "degrade" });
    const seen = await as.approver.must(200, as.approver.get(`/api/v1/grants/${raise.id}`));
    expect(Object.keys(seen.case)).toEqual(expect.arrayContaining(["standing", "incidents", "overrides"]));
    await as.approver.must(200, as.approver.post(`/api/v1/grants/${raise.id}/approve`, {}));
    expect(await story.ask()).toMatchObject({ verdict: "allow", authority: "supervised" });
    problem(409, await as.approver.post(`/api/v1/grants/${raise.id}/deny`, {}));
  });
});

describe("restorations", () => {
  const sign = (story: { agent: string; pact: string }, client: Client) =>
    client.post("/api/v1/restorations", {
      ...{ agent: story.agent, pact: story.pact },
      ...{ clause: "cites", trigger: "failures", reason: "mended" },
    });

  it("of a critical clause take evidence first, then the owning team's word and one from outside it", async () => {
    const story = await stage((document) =>
      Object.assign(document.clauses[0] as object, {
        failures: { count: 3, within: "PT24H" },
        drift: undefined,
        on: { violation: "block", missing: "block", stale: "review", failures: "degrade" },
      }),
    );
    await story.prove("cites");
    problem(409, await sign(story, as.operator));
    const failing = [3, 2, 1].map((s) => story.record("cites", { passed: 0, failed: 1, observedAt: ago(s * 10) }));
    await as.service.must(201, as.service.post("/api/v1/evidence", failing));
    expect(triggers(await story.ask())).toEqual(["failures"]);
    expect(problem(409, await sign(story, as.operator)).type).toMatch(/evidence_insufficient$/);
    await story.prove("cites", { observedAt: ago(0) });
    expect(triggers(await story.ask()), "evidence alone lifts nothing").toEqual(["failures"]);
    problem(403, await sign(story, as.service));
    problem(403, await sign(story, as.auditor));
    const first = await as.operator.must(201, sign(story, as.operator));
    expect(first).toMatchObject({ state: "signed", signoffs: [{ inside: true }] });
    problem(409, await sign(story, as.operator));
    expect(triggers(await story.ask())).toEqual(["failures"]);
    const second = await as.approver.must(201, sign(story, as.approver));
    expect(second).toMatchObject({ state: "restored", needs: [] });
    expect(await story.ask()).toMatchObject({ verdict: "allow", permitted: true });
    problem(409, await sign(story, as.approver));
  });
});

describe("settings", () => {
  it("change what they name and nothing else; ungoverned actions follow at the next decision", async () => {
    const path = "/api/v1/organisation";
    const before = await as.owner.must(200, as.owner.get(path));
    expect(before.settings).toMatchObject({ ungoverned: "block", approvals: 1, reviewExpiry: "PT1H" });
    await as.owner.must(200, as.owner.patch(path, { ungovernedAgents: { constructor: "allow" } }));
    expect(await ask({ agent: "constructor", action: "x.y" })).toMatchObject({ verdict: "allow", permitted: true });
    expect(await ask({ agent: "toString", action: "x.y" })).toMatchObject({ verdict: "block" });
    await Promise.all([as.owner.patch(path, { ungovernedAgents: {} }), as.owner.patch(path, { reviewExpiry: "PT2H" })]);
    const after = await as.owner.must(200, as.owner.get(path));
    expect(after.settings).toEqual({ ...before.settings, reviewExpiry: "PT2H" });
    for (const [wrong, at] of [
      [{ approvals: 6 }, "approvals"],
      [{ reviewExpiry: "PT0S" }, "reviewExpiry"],
      [{ reviewExpiry: "P1Y" }, "reviewExpiry"],
      [{ ungoverned: "maybe" }, "ungoverned"],
      [{ unknown: 1 }, "unknown"],
    ] as const)
      expect(problem(422, await as.owner.patch(path, wrong)).paths).toEqual([at]);
    await as.owner.must(200, as.owner.patch(path, { reviewExpiry: "PT1H" }));
  });
});
