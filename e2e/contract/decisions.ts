import { describe, expect, it } from "vitest";
import { Client } from "../client";
import { overrideOf } from "../furnished";
import { decisionShape, standingShape } from "../shapes";
import { ago, ahead, as, ask, HOUR, problem, stage, surety, triggers } from "./stage";

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

  it("held for a person are followed by a key that may only ask, which lists none", async () => {
    const made = { kind: "service", name: "agent", scopes: ["decide"] };
    const { key } = await as.owner.must(201, as.owner.post("/api/v1/keys", made));
    const agent = new Client(surety.url, key);
    const { id, review } = await (await stage()).read();
    const waited = agent.must(200, agent.get(`/api/v1/decisions/${id}?wait=60`));
    await as.approver.must(200, as.approver.post(`/api/v1/reviews/${review?.id}/deny`));
    expect(await waited).toMatchObject({ status: "final", permitted: false, review: { state: "denied" } });
    const { task } = await agent.must(200, agent.get(`/access/v1/tasks/${review?.id}`));
    expect(task).toMatchObject({ id: review?.id, status: "denied" });
    problem(403, await agent.get("/api/v1/decisions"));
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
    for (const more of [{ run: "2" }, { dryRun: true }]) {
      const other = problem(422, await as.service.post("/api/v1/decisions", { ...body, ...more }, key));
      expect(other.type).toMatch(/idempotency_mismatch$/);
    }
    const dry = () =>
      as.service.post("/api/v1/decisions", { ...body, dryRun: true }, { "idempotency-key": "once-dry" });
    const [tried, again] = [await dry(), await dry()];
    expect([again.body, again.headers.get("idempotent-replayed")]).toEqual([tried.body, "true"]);
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
    // A filter that is not one must not pass for none.
    for (const [query, path] of [
      ["verdcit=block", "verdcit"],
      ["verdict=no", "verdict"],
      ["trigger=violations", "trigger"],
      ["agent=", "agent"],
      ["verdict=allow&verdict=block", "verdict"],
    ] as const)
      expect(problem(422, await as.auditor.get(`/api/v1/decisions?${query}`)).paths, query).toEqual([path]);
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
