import { afterAll, beforeAll, expect, test } from "vitest";
import { EVENT_KINDS } from "@/lib/domain/event-kinds";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { apiDocument } from ".";
import { askApi } from "./testing-ask";

let t: TestRuntime;
let acme: CreatedOrganisation;
let globex: CreatedOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  acme = await createOrganisation({ name: "Acme" });
  globex = await createOrganisation({ name: "Globex" });
});
afterAll(() => t.stop());

const keyOf = (organisation: CreatedOrganisation, role = "owner") =>
  organisation.quickstart.members.find((member) => member.role === role)?.key ?? "";
const send = (key: string, method: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
  askApi(method, `/api/v1/webhooks${path}`, { key, headers, json });

const url = "https://hooks.example.invalid/surety";

test("a webhook is made, seen without its secret, changed, rotated, pinged, its log read, a delivery replayed, and removed", async () => {
  const key = keyOf(acme);
  const made = await send(key, "POST", "", { url, events: ["incident.opened"] }, { "idempotency-key": "once" });
  expect(made.status).toBe(201);
  expect(made.json.secret).toMatch(/^whsec_/);
  const again = await send(key, "POST", "", { url, events: ["incident.opened"] }, { "idempotency-key": "once" });
  expect(again.json.id).toBe(made.json.id);
  expect(again.body).not.toContain("whsec_");
  const { id } = made.json;
  const patched = await send(key, "PATCH", `/${id}`, { description: "the pager", events: ["*"] });
  expect(patched.json).toMatchObject({ description: "the pager", events: ["*"], enabled: true });
  const seen = await send(key, "GET", `/${id}`);
  expect([seen.status, seen.json]).toEqual([200, patched.json]);
  expect((await send(key, "GET", "")).json.items).toEqual([patched.json]);
  const rotated = await send(key, "POST", `/${id}/rotate`, {});
  expect([rotated.status, rotated.json.secret === made.json.secret]).toEqual([201, false]);
  const ping = await send(key, "POST", `/${id}/ping`, {});
  expect([ping.status, ping.json.state]).toEqual([202, "waiting"]);
  expect((await send(key, "POST", `/deliveries/${ping.json.id}/replay`, {})).status).toBe(409);
  await t.runtime.db.system((tx) => tx.webhookDelivery.updateMany({ data: { state: "dead" } }));
  expect((await send(key, "GET", `/${id}/deliveries?state=waiting`)).json.items).toEqual([]);
  expect((await send(key, "GET", `/${id}/deliveries?state=dead`)).json.items).toHaveLength(1);
  expect((await send(key, "POST", `/deliveries/${ping.json.id}/replay`, {})).json).toMatchObject({ state: "waiting" });
  expect((await send(key, "DELETE", `/${id}`)).status).toBe(204);
  expect((await send(key, "GET", `/${id}`)).status).toBe(404);
});

test("another organisation's webhooks and deliveries are as unknown as what does not exist, and only owners see any", async () => {
  const { id } = (await send(keyOf(acme), "POST", "", { url })).json;
  const ping = (await send(keyOf(acme), "POST", `/${id}/ping`, {})).json.id;
  const tries: [string, (id: string) => string, string, unknown?][] = [
    ["GET", (one) => `/${one}`, id],
    ["PATCH", (one) => `/${one}`, id, { enabled: false }],
    ["DELETE", (one) => `/${one}`, id],
    ["POST", (one) => `/${one}/rotate`, id, {}],
    ["POST", (one) => `/${one}/ping`, id, {}],
    ["GET", (one) => `/${one}/deliveries`, id],
    ["POST", (one) => `/deliveries/${one}/replay`, ping, {}],
  ];
  for (const [method, path, one, body] of tries) {
    const theirs = await send(keyOf(globex), method, path(one), body);
    expect(theirs.status, path(one)).toBe(404);
    expect(theirs).toEqual(await send(keyOf(globex), method, path("whk_nobodys"), body));
    for (const role of ["author", "auditor"])
      expect((await send(keyOf(acme, role), method, path(one), body)).status).toBe(403);
  }
  expect((await send(keyOf(globex), "GET", "")).json.items).toEqual([]);
  expect((await send(keyOf(acme), "GET", `/${id}`)).json.enabled).toBe(true);
});

test("what cannot be told is refused by its field; the kinds that can are a catalogue in the OpenAPI document", async () => {
  const wrong: [object, string][] = [
    [{ url: "ftp://x.example" }, "url"],
    [{ url: "https://me:word@x.example" }, "url"],
    [{ url, events: [] }, "events"],
    [{ url, events: ["incident.imagined"] }, "events.0"],
    [{ url, secret: "mine" }, "secret"],
  ];
  for (const [body, path] of wrong) {
    const { status, json } = await send(keyOf(acme), "POST", "", body);
    expect([status, json.errors[0]?.path]).toEqual([422, path]);
  }
  expect(Object.keys(apiDocument().webhooks as object)).toEqual(Object.keys(EVENT_KINDS));
});
