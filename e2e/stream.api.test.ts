import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clients, clientsOf } from "./client";
import { type Started, startSurety } from "./harness";
import { Listener } from "./sse";

let surety: Started;
let as: Clients;
beforeAll(async () => {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  const body = { name: "Bot", owner: "desk", release: "r1" };
  await as.author.must(200, as.author.put("/api/v1/agents/bot", body));
});
afterAll(() => surety?.stop());

const listen = (key: string | null = as.service.key, headers?: Record<string, string>) =>
  Listener.open(surety.url, key, headers);
const incident = (title: string) =>
  as.operator.must(201, as.operator.post("/api/v1/incidents", { agent: "bot", severity: "low", title }));
const newKey = (scopes: string[]): Promise<{ id: string; key: string }> =>
  as.owner.must(201, as.owner.post("/api/v1/keys", { kind: "service", name: "sdk", scopes }));

describe("the stream", () => {
  it("is for those who may follow the organisation", async () => {
    expect((await listen(null)).response.status).toBe(401);
    expect((await listen("sry_unknown")).response.status).toBe(401);
    const { key } = await newKey(["evidence"]);
    const { response } = await listen(key);
    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  it("begins with the revision, and tells each later one with what happened", async () => {
    const stream = await listen();
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const first = await stream.event("revision");
    const { id, title } = await incident("A first one");
    const event = await stream.event("incident.opened");
    expect(event.data).toMatchObject({
      kind: "incident.opened",
      subject: `incident/${id}`,
      data: { agent: "bot", title },
    });
    const next = await stream.event("revision", ({ data }) => data.revision > first.data.revision);
    const decision = { agent: "bot", action: "x.y", minRevision: next.data.revision };
    await as.service.must(200, as.service.post("/api/v1/decisions", decision));
    await stream.leave();
  });

  it("tells what moved no revision too", async () => {
    const stream = await listen();
    await stream.event("revision");
    const asked = { agent: "bot", level: "limited", reason: "stream" };
    await as.operator.must(201, as.operator.post("/api/v1/grants", asked));
    const raise = { agent: "bot", level: "full", reason: "stream" };
    await as.operator.must(202, as.operator.post("/api/v1/grants", raise));
    await stream.event("grant.requested");
    await stream.leave();
  });

  it("resumes after Last-Event-ID: everything once, in order", async () => {
    const stream = await listen();
    await stream.event("revision");
    await incident("Seen");
    const { id } = await stream.event("incident.opened");
    await stream.leave();
    await Promise.all(["a", "b", "c", "d", "e"].map(incident));
    const again = await listen(as.service.key, { "last-event-id": id });
    await Promise.all(["f", "g"].map(incident));
    for (const title of ["a", "b", "c", "d", "e", "f", "g"])
      await again.event("incident.opened", ({ data }) => data.data.title === title);
    const events = again.heard.filter(({ event }) => event === "incident.opened");
    expect(events.map(({ data }) => data.data.title).sort()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    const places = events.map((message) => Number(message.id));
    expect(places).toEqual([...places].sort((x, y) => x - y));
    await again.leave();
  });

  it("tells revisions alone to a key that only decides", async () => {
    const { key } = await newKey(["decide"]);
    const stream = await listen(key);
    const { data } = await stream.event("revision");
    await incident("Not for you");
    await stream.event("revision", (message) => message.data.revision > data.revision);
    await incident("Nor this");
    await stream.event("revision", (message) => message.data.revision > data.revision + 1);
    expect(new Set(stream.heard.map(({ event }) => event))).toEqual(new Set(["revision"]));
    await stream.leave();
  });

  it("ends when access ends, and tells nothing of what came after", async () => {
    const { id, key } = await newKey(["read"]);
    const stream = await listen(key);
    await stream.event("revision");
    await as.owner.must(204, as.owner.send("DELETE", `/api/v1/keys/${id}`));
    await incident("After the end");
    await stream.ended;
    expect(stream.heard.filter(({ event }) => event === "incident.opened")).toEqual([]);
    expect((await listen(key)).response.status).toBe(401);
  });

  it("ends in good order when the server leaves", async () => {
    const own = await startSurety();
    const stream = await Listener.open(own.url, own.quickstart.keys.service);
    await stream.event("revision");
    await Promise.all([own.stop(), stream.ended]);
  });
});
