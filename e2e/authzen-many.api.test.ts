import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin, alice, authzenFixture, bob, payer, read, record, write } from "./authzen";
import { type Clients, clientsOf } from "./client";
import { type Started, startSurety } from "./harness";

let surety: Started;
let as: Clients;
beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
  await authzenFixture(as);
});
afterAll(() => surety?.stop());

const evaluation = (body: unknown) => as.service.post("/access/v1/evaluation", body);
const evaluations = (body: unknown) => as.service.post("/access/v1/evaluations", body);
const search = (what: string, body: unknown) => as.service.post(`/access/v1/search/${what}`, body);
const recorded = async (agent: string): Promise<{ request: { action: string } }[]> =>
  (await as.auditor.must(200, as.auditor.get(`/api/v1/decisions?agent=${agent}&limit=200`))).items;

describe("evaluations", () => {
  const decisions = (body: { evaluations: { decision: boolean }[] }) => body.evaluations.map((e) => e.decision);
  const ask = async (body: unknown) => decisions(await as.service.must(200, evaluations(body)));

  it("answers in order, each with its own, and defaults where it says nothing", async () => {
    expect(
      await ask({ subject: bob, resource: record(1), evaluations: [{ action: read }, { action: write }] }),
    ).toEqual([true, false]);
    const full = [
      { subject: alice, action: read, resource: record(1) },
      { subject: bob, action: write, resource: record(1) },
    ];
    expect(await ask({ evaluations: full })).toEqual([true, false]);
    const archived = { action: write, resource: record(2, "archived") };
    expect(await ask({ ...archived, evaluations: [{ subject: alice }, { subject: admin }] })).toEqual([false, true]);
  });

  it("an entity replaces its default whole, but for the type that it leaves out", async () => {
    const asked = { subject: alice, action: write, resource: { type: "record", properties: { status: "archived" } } };
    const own = { resource: { id: "record-1", properties: { status: "active" } } };
    const bare = { resource: { id: "record-1" } };
    expect(await ask({ ...asked, evaluations: [own, bare, { resource: record(2, "archived") }] })).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("a context of its own replaces the default one", async () => {
    const asked = {
      subject: payer,
      action: { name: "payouts.send" },
      resource: { type: "account", id: "1" },
      context: { amount: 20, supported_obligations: ["limits"] },
    };
    expect(await ask({ ...asked, evaluations: [{}, { context: { amount: 20 } }] })).toEqual([true, false]);
  });

  it("one with a fault is answered with no and is no decision; the others are decided", async () => {
    const before = (await recorded("alice")).length;
    const { body } = await evaluations({
      subject: alice,
      action: read,
      evaluations: [{ resource: record(1) }, {}, 7, { resource: record(2) }],
    });
    expect(decisions(body)).toEqual([true, false, false, true]);
    expect(body.evaluations[1].context.error).toMatchObject({
      status: 400,
      message: expect.stringContaining("resource"),
    });
    expect(await recorded("alice")).toHaveLength(before + 2);
    expect(await ask({ subject: alice, evaluations: [{}, { action: read }] })).toEqual([false, false]);
  });

  it("without evaluations it is the single evaluation", async () => {
    const one = { subject: alice, action: read, resource: record(1) };
    expect((await evaluations(one)).body.decision).toBe(true);
    expect((await evaluations({ ...one, evaluations: [] })).body.decision).toBe(true);
    expect((await evaluations({ subject: alice, action: read })).status).toBe(400);
  });

  it.each([
    ["execute_all", [true, false, true], 3],
    ["deny_on_first_deny", [true, false], 2],
    ["permit_on_first_permit", [true], 1],
  ])("%s decides and records no more than it answers, in one commit", async (evaluations_semantic, expected, count) => {
    const before = await Promise.all([recorded("alice"), recorded("bob")]);
    const asked = {
      action: write,
      resource: record(1),
      options: { evaluations_semantic, another_option: "value" },
      evaluations: [{ subject: alice }, { subject: bob }, { subject: alice }],
    };
    expect(await ask(asked)).toEqual(expected);
    const after = await Promise.all([recorded("alice"), recorded("bob")]);
    expect(after.flat().length - before.flat().length).toBe(count);
  });

  it("a fault is the first denial too", async () => {
    const options = { evaluations_semantic: "deny_on_first_deny" };
    const asked = { subject: alice, action: read, options, evaluations: [{ resource: record(1) }, {}, {}] };
    expect(await ask(asked)).toEqual([true, false]);
    const permit = { ...asked, options: { evaluations_semantic: "permit_on_first_permit" } };
    expect(await ask({ ...permit, evaluations: [{}, { resource: record(1) }, {}] })).toEqual([false, true]);
  });

  it("refuses an unknown semantic, evaluations that are no list, and more than 100", async () => {
    const one = { subject: alice, action: read, resource: record(1) };
    const options = { evaluations_semantic: "some" };
    expect((await evaluations({ ...one, options, evaluations: [{}] })).status).toBe(400);
    expect((await evaluations({ ...one, evaluations: {} })).status).toBe(400);
    expect((await evaluations({ ...one, evaluations: Array(101).fill({}) })).status).toBe(400);
  });
});

describe("search", () => {
  const ids = (answer: { results: { id: string }[] }) => answer.results.map((r) => r.id);
  const found = (what: string, body: unknown) => as.service.must(200, search(what, body));

  it("finds the agents that an evaluation would permit, of the type that was asked for", async () => {
    const asked = { subject: { type: "user" }, action: read, resource: record(1), context: { ip: "192.0.2.1" } };
    const { results } = await found("subject", asked);
    expect(results).toEqual(expect.arrayContaining([alice, bob]));
    expect(ids({ results })).not.toContain("payer");
    for (const subject of results) {
      expect(subject.type).toBe("user");
      expect((await evaluation({ ...asked, subject })).body.decision).toBe(true);
    }
    const archived = { subject: { type: "user" }, action: write, resource: record(2, "archived") };
    const writers = ids(await found("subject", archived));
    expect(writers).toContain("bob");
    expect(writers).not.toContain("alice");
    expect((await found("subject", { ...asked, subject: { type: "spaceship" } })).results).toEqual([]);
  });

  it("finds the actions of pacts that an evaluation would permit", async () => {
    const names = async (subject: object, resource = record(1)) =>
      (await found("action", { subject, resource })).results.map((r: { name: string }) => r.name);
    expect(await names(alice)).toEqual(["read", "write"]);
    expect(await names(bob)).toEqual(["read"]);
    expect(await names(admin, record(2, "archived"))).toContain("write");
    expect(await names({ type: "user", id: "nonexistent-user" })).toEqual([]);
    expect(await names({ type: "spaceship", id: "alice" })).toEqual([]);
  });

  it("names what patterns cover where a workflow or another pact names it", async () => {
    const body = { name: "Pay", consequential: true, risk: "high", actions: [{ name: "payouts.list", risk: "low" }] };
    await as.author.must(200, as.author.put("/api/v1/workflows/records", body));
    const { results } = await found("action", {
      subject: payer,
      resource: record(1),
      context: { amount: 1, known: true },
    });
    expect(results).toEqual([{ name: "payouts.change" }, { name: "payouts.list" }, { name: "payouts.send" }]);
  });

  it("finds resources among those that decisions named, with the properties they are permitted with", async () => {
    for (const resource of [record(1), record(2, "archived")])
      await as.service.must(200, evaluation({ subject: alice, action: read, resource }));
    expect(ids(await found("resource", { subject: alice, action: read, resource: { type: "record" } }))).toEqual([
      "record-1",
      "record-2",
    ]);
    const { results } = await found("resource", { subject: admin, action: write, resource: { type: "record" } });
    expect(results).toEqual([record(2, "archived")]);
    for (const resource of results)
      expect((await evaluation({ subject: admin, action: write, resource })).body.decision).toBe(true);
    expect((await found("resource", { subject: alice, action: read, resource: { type: "book" } })).results).toEqual([]);
  });

  it("pages through all results", async () => {
    const asked = { subject: { type: "user" }, action: read, resource: record(1) };
    const all = ids(await found("subject", asked));
    const paged: string[] = [];
    for (let token: string | undefined; token !== ""; ) {
      const { results, page } = await found("subject", { ...asked, page: { limit: 1, token } });
      expect(page).toEqual({ next_token: expect.any(String), count: 1 });
      paged.push(...ids({ results }));
      token = page.next_token;
    }
    expect(paged).toEqual(all);
    expect((await search("subject", { ...asked, page: { token: "mine" } })).status).toBe(400);
  });

  it("records nothing", async () => {
    const before = await recorded("bob");
    await found("action", { subject: bob, resource: record(1) });
    expect(await recorded("bob")).toEqual(before);
  });

  it("answers 400 to a field that is missing, 401 without a key, 403 to whoever may not read", async () => {
    const user = { type: "user" };
    expect((await search("subject", { subject: user, resource: record(1) })).status).toBe(400);
    expect((await search("subject", { subject: user, action: read, resource: { type: "record" } })).status).toBe(400);
    expect((await search("resource", { action: read, resource: { type: "record" } })).status).toBe(400);
    expect((await search("resource", { subject: user, action: read, resource: { type: "record" } })).status).toBe(400);
    expect((await search("action", { subject: alice })).status).toBe(400);
    expect((await as.nobody.post("/access/v1/search/action", { subject: alice, resource: record(1) })).status).toBe(
      401,
    );
    const { key } = await as.owner.must(
      201,
      as.owner.post("/api/v1/keys", { kind: "service", name: "gateway", scopes: ["decide"] }),
    );
    const send = (what: string, body: object) =>
      as.nobody.post(`/access/v1/search/${what}`, body, { authorization: `Bearer ${key}` });
    expect((await send("action", { subject: alice, resource: record(1) })).status).toBe(200);
    expect((await send("resource", { subject: alice, action: read, resource: { type: "record" } })).status).toBe(403);
  });
});
