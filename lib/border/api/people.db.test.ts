import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { closeSession } from "@/lib/services/sessions/close";
import { signInByProvider } from "@/lib/services/sessions/sign-in-by-provider";
import { sessionCookieName } from "../session-cookie";
import { askApi } from "./testing-ask";

let t: TestRuntime;
let acme: CreatedOrganisation;
let globex: CreatedOrganisation;

beforeAll(async () => {
  process.env.AUTH_SECRET = "a secret of this suite, long enough";
  t = await testRuntime();
  acme = await createOrganisation({ name: "Acme" });
  globex = await createOrganisation({ name: "Globex" });
});
afterAll(() => t.stop());

const send = (headers: Record<string, string>, method: string, path: string, json?: unknown) =>
  askApi(method, path, { headers, json });
const keyOf = (organisation: CreatedOrganisation, role: string) =>
  organisation.quickstart.members.find((member) => member.role === role)?.key ?? "";
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const owner = () => bearer(keyOf(acme, "owner"));

async function cookieOf(organisation: CreatedOrganisation, i: number) {
  const session = await signInByProvider(organisation.quickstart.members[i]?.email ?? "", null);
  const salt = sessionCookieName();
  const token = await encode({ token: { session }, secret: process.env.AUTH_SECRET ?? "", salt, maxAge: 10 ** 9 });
  return { session: session ?? "", cookie: { cookie: `theme=dark; ${salt}=${token}`, host: "localhost" } };
}

test("a console session reads by its cookie, until it is closed", async () => {
  const { session, cookie } = await cookieOf(acme, 0);
  expect((await send(cookie, "GET", "/api/v1/organisation")).json).toMatchObject({ slug: "acme", name: "Acme" });
  await closeSession(session);
  expect((await send(cookie, "GET", "/api/v1/organisation")).status).toBe(401);
});

test("a change by cookie needs the Origin of the console itself", async () => {
  const { cookie } = await cookieOf(acme, 0);
  const change = (origin?: string) =>
    send({ ...cookie, ...(origin ? { origin } : {}) }, "PATCH", "/api/v1/organisation", { name: "Acme AI" });
  expect((await change()).status).toBe(403);
  expect((await change("null")).status).toBe(403);
  expect((await change("https://evil.example")).status).toBe(403);
  expect((await change("http://localhost")).json).toMatchObject({ name: "Acme AI" });
});

test("a cookie sealed with another secret opens nothing", async () => {
  const salt = sessionCookieName();
  const token = await encode({ token: { session: "ses_1" }, secret: "another secret", salt });
  expect((await send({ cookie: `${salt}=${token}` }, "GET", "/api/v1/members")).status).toBe(401);
});

test("settings change at the top or under settings, not in both places", async () => {
  const service = bearer(acme.quickstart.keys.service);
  const patch = (json: unknown) => send(service, "PATCH", "/api/v1/organisation", json);
  expect((await patch({ ungoverned: "review" })).json.settings.ungoverned).toBe("review");
  expect((await patch({ settings: { ungoverned: "block" } })).json.settings.ungoverned).toBe("block");
  const twice = await patch({ ungoverned: "allow", settings: { ungoverned: "block" } });
  expect(twice).toMatchObject({ status: 422, json: { errors: [{ path: "ungoverned" }] } });
  expect(await patch({ colour: "red" })).toMatchObject({ status: 422, json: { errors: [{ path: "colour" }] } });
  expect((await send(bearer(keyOf(acme, "author")), "PATCH", "/api/v1/organisation", { approvals: 0 })).status).toBe(
    403,
  );
});

test("a new key is in its first answer and in no other", async () => {
  const json = { kind: "service", name: "ci", scopes: ["read"] };
  const headers = { ...owner(), "idempotency-key": "one" };
  const first = await send(headers, "POST", "/api/v1/keys", json);
  expect(first).toMatchObject({ status: 201, json: { kind: "service", scopes: ["read"] } });
  expect(first.json.key).toMatch(/^sry_/);
  const again = await send(headers, "POST", "/api/v1/keys", json);
  expect(again).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" }, json: { id: first.json.id } });
  expect(again.body).not.toContain(first.json.key);
  const listed = await send(owner(), "GET", "/api/v1/keys");
  expect(listed.body).toContain(first.json.id);
  expect(listed.body).not.toContain(first.json.key.slice(13));
  expect(listed.body).not.toMatch(/hash/i);
  expect((await send(owner(), "DELETE", `/api/v1/keys/${first.json.id}`)).status).toBe(204);
  expect((await send(bearer(first.json.key), "GET", "/api/v1/members")).status).toBe(401);
});

test("lists go on where they stopped", async () => {
  const first = await send(owner(), "GET", "/api/v1/members?limit=4");
  const rest = await send(owner(), "GET", `/api/v1/members?limit=4&cursor=${first.json.nextCursor}`);
  const emails = [...first.json.items, ...rest.json.items].map((member: { email: string }) => member.email);
  expect(emails).toEqual(acme.quickstart.members.map((member) => member.email).sort());
  expect(rest.json.nextCursor).toBeNull();
});

test("another organisation's ids answer as unknown ones do, byte for byte", async () => {
  const foreign = bearer(keyOf(globex, "owner"));
  const invitation = await send(owner(), "POST", "/api/v1/invitations", { email: "new@x.example", role: "author" });
  const key = await send(owner(), "POST", "/api/v1/keys", { kind: "personal", name: "mine" });
  await send(owner(), "PUT", "/api/v1/teams/refunds", { name: "Refunds", members: [] });
  const calls: [string, string, unknown?][] = [
    ["PATCH", `/api/v1/members/${acme.memberIds[1]}`, { role: "auditor" }],
    ["DELETE", `/api/v1/members/${acme.memberIds[1]}`],
    ["DELETE", `/api/v1/invitations/${invitation.json.id}`],
    ["DELETE", `/api/v1/keys/${key.json.id}`],
    ["POST", `/api/v1/keys/${key.json.id}/rotate`, {}],
    ["GET", "/api/v1/teams/refunds"],
  ];
  for (const [method, path, json] of calls) {
    const real = await send(foreign, method, path, json);
    const unknown = await send(foreign, method, path.replace(/[^/]+(?=\/rotate$|$)(?<!rotate)/, "mem_unknown"), json);
    expect(real.status, `${method} ${path}`).toBe(404);
    expect(real).toEqual(unknown);
  }
  expect((await send(foreign, "GET", "/api/v1/members")).body).not.toContain("acme.example");
});
