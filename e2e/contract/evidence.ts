import { describe, expect, it } from "vitest";
import { type Client, publishPact } from "../client";
import { ago, ahead, as, problem, stage, triggers } from "./stage";

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
