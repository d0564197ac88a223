import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { as, problem, surety } from "./stage";

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
