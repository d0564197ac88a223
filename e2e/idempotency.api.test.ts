import { rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAbandoned } from "@/lib/db/embedded";
import { type ApiAnswer, type Clients, clientsOf } from "./client";
import { newHome, type Started, startSurety } from "./harness";

const home = newHome();
let surety: Started;
let as: Clients;
beforeAll(async () => {
  surety = await startSurety({ home });
  as = clientsOf(surety.quickstart);
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  const body = { name: "Bot", owner: "desk", release: "r1" };
  await as.author.must(200, as.author.put("/api/v1/agents/bot", body));
});
afterAll(async () => {
  await surety?.stop();
  await stopAbandoned(home);
  rmSync(home, { recursive: true, force: true });
});

let made = 0;
const newKey = () => `key-${++made}`;
/** What a call is sent to, what it sends, and how many effects it has had: of decisions and of a verb. */
const KINDS = [
  {
    name: "a decision",
    path: "/api/v1/decisions",
    status: 200,
    body: (mark: string) => ({ agent: "bot", action: "x.y", run: mark }),
    effects: async (mark: string) => {
      const { items } = await as.auditor.must(200, as.auditor.get("/api/v1/decisions?agent=bot&limit=200"));
      return items.filter((item: { request: { run?: string } }) => item.request.run === mark).length;
    },
  },
  {
    name: "a batch",
    path: "/api/v1/decisions/batch",
    status: 200,
    body: (mark: string) => ({ requests: [{ agent: "bot", action: "x.y", run: mark }] }),
    effects: async (mark: string) => {
      const { items } = await as.auditor.must(200, as.auditor.get("/api/v1/decisions?agent=bot&limit=200"));
      return items.filter((item: { request: { run?: string } }) => item.request.run === mark).length;
    },
  },
  {
    name: "an incident",
    path: "/api/v1/incidents",
    status: 201,
    body: (mark: string) => ({ agent: "bot", severity: "low", title: mark }),
    effects: async (mark: string) => {
      const { items } = await as.auditor.must(200, as.auditor.get("/api/v1/incidents?agent=bot&limit=200"));
      return items.filter((item: { title: string }) => item.title === mark).length;
    },
  },
];

const replayed = (answer: ApiAnswer) => answer.headers.get("idempotent-replayed");

describe.each(KINDS)("$name with an Idempotency-Key", ({ path, status, body, effects }) => {
  const send = (key: string, mark: string) => as.service.post(path, body(mark), { "idempotency-key": key });

  it("is answered once: the same answer again, marked, and one effect", async () => {
    const [key, mark] = [newKey(), newKey()];
    const first = await send(key, mark);
    expect([first.status, replayed(first)]).toEqual([status, null]);
    for (let i = 0; i < 3; i++) {
      const again = await send(key, mark);
      expect([again.status, replayed(again)]).toEqual([status, "true"]);
      expect(again.body).toEqual(first.body);
    }
    expect(await effects(mark)).toBe(1);
  });

  it("is refused with another body, and has no effect", async () => {
    const [key, mark, other] = [newKey(), newKey(), newKey()];
    await send(key, mark);
    const refused = await send(key, other);
    expect([refused.status, refused.body.type]).toEqual([422, expect.stringMatching(/idempotency_mismatch$/)]);
    expect(await effects(other)).toBe(0);
  });

  it("sent many times at once has one effect, and everybody is told the same", async () => {
    const [key, mark] = [newKey(), newKey()];
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(key, mark)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
    expect(new Set(answers.map((answer) => JSON.stringify(sorted(answer.body)))).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(await effects(mark)).toBe(1);
  });

  it("sent with two bodies at once has the effect of one, and refuses the other", async () => {
    const [key, mark, other] = [newKey(), newKey(), newKey()];
    const answers = await Promise.all([send(key, mark), send(key, other)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([status, 422].sort());
    expect((await effects(mark)) + (await effects(other))).toBe(1);
  });
});

/** With its members in one order: what is kept is JSON, not bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

describe("an Idempotency-Key", () => {
  const incident = (title: string) => ({ agent: "bot", severity: "low", title });

  it("is one organisation's and one call's: elsewhere it is refused, not replayed", async () => {
    const key = { "idempotency-key": newKey() };
    await as.service.must(201, as.service.post("/api/v1/incidents", incident("once"), key));
    expect((await as.service.post("/api/v1/decisions", { agent: "bot", action: "x.y" }, key)).status).toBe(422);
    expect((await as.operator.post("/api/v1/incidents", incident("once"), key)).status).toBe(422);
  });

  it("never replays a secret", async () => {
    const key = { "idempotency-key": newKey() };
    const ask = { kind: "service", name: "once", scopes: ["read"] };
    const first = await as.owner.post("/api/v1/keys", ask, key);
    const again = await as.owner.post("/api/v1/keys", ask, key);
    expect(first.body.key).toMatch(/^sry_/);
    expect(replayed(again)).toBe("true");
    expect(again.text).not.toContain(first.body.key);
    expect(again.body.id).toBe(first.body.id);
  });

  it("of a refused call is free: mended, it is carried out", async () => {
    const key = { "idempotency-key": newKey() };
    expect((await as.service.post("/api/v1/incidents", { ...incident("x"), severity: "huge" }, key)).status).toBe(422);
    expect((await as.service.post("/api/v1/incidents", incident("mended"), key)).status).toBe(201);
  });

  it("must be visible ASCII of at most 255 characters", async () => {
    for (const key of ["a b", "x".repeat(256)])
      expect((await as.service.post("/api/v1/incidents", incident("x"), { "idempotency-key": key })).status).toBe(400);
  });
});

describe("kill -9", () => {
  it("between call and retry: one effect of each call, and the answer that was given is the answer again", async () => {
    // Moments from a fixed seed: as random as need be, and the same in every run.
    let seed = 7;
    for (let round = 0; round < 4; round++) {
      const calls = Array.from({ length: 30 }, (_, i) => ({
        ...(KINDS[i % KINDS.length] as (typeof KINDS)[number]),
        key: newKey(),
        mark: newKey(),
        told: null as unknown,
      }));
      const send = ({ path, key, mark, body }: (typeof calls)[number]) =>
        as.service.post(path, body(mark), { "idempotency-key": key });
      const sending = calls.map(async (call, i) => {
        await wait(i * 4);
        const answer = await send(call).catch(() => null);
        if (answer && answer.status < 300) call.told = answer.body;
      });
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      await wait(20 + (seed % 120));
      await surety.kill9();
      await Promise.all(sending);
      surety = await startSurety({ home });
      as = clientsOf(surety.quickstart);
      for (const call of calls) {
        const again = await send(call);
        expect(again.status).toBe(call.status);
        if (call.told) expect([again.body, replayed(again)]).toEqual([call.told, "true"]);
        expect(await call.effects(call.mark)).toBe(1);
      }
    }
  }, 180_000);
});
