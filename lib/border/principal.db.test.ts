import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { createKey } from "@/lib/services/keys/create";
import { revokeKey } from "@/lib/services/keys/revoke";
import { rotateKey } from "@/lib/services/keys/rotate";
import { changeMember } from "@/lib/services/members/change";
import { removeMember } from "@/lib/services/members/remove";
import { type CreatedOrganisation, createOrganisation } from "@/lib/services/organisations/create";
import { cachedPrincipal, keyPrincipal } from "./principal";

let t: TestRuntime;
let acme: CreatedOrganisation;

beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());
beforeEach(async () => {
  acme = await createOrganisation({ name: "Acme" });
});

const HOUR = 3600_000;
const keyOf = (role: string) => acme.quickstart.members.find((member) => member.role === role)?.key ?? "";
const actorOf = async (role: string) => {
  const actor = await keyPrincipal(keyOf(role));
  if (!actor) throw new Error(`no ${role}`);
  return actor;
};

test("a new organisation has a member of each role, two approvers, and a service key with every scope", async () => {
  const { members, keys, organization } = acme.quickstart;
  expect(members.map((m) => m.role)).toEqual(["owner", "author", "approver", "approver", "operator", "auditor"]);
  expect(new Set(members.map((m) => m.email)).size).toBe(6);
  expect(organization).toMatch(/^acme(-\d+)?$/);
  expect(await keyPrincipal(keys.service)).toMatchObject({
    type: "service",
    scopes: ["decide", "evidence", "read", "author", "admin"],
  });
  expect(await keyPrincipal(keyOf("auditor"))).toMatchObject({ type: "member", role: "auditor", via: "key" });
});

test("a key that was seen needs no query", async () => {
  await keyPrincipal(keyOf("author"));
  expect(cachedPrincipal(keyOf("author"))).toMatchObject({ role: "author" });
});

test("what is no key of ours opens nothing", async () => {
  for (const wrong of ["", "sry_", `${keyOf("owner")}x`, keyOf("owner").slice(0, -1), keyOf("owner").toUpperCase()]) {
    expect(await keyPrincipal(wrong)).toBeNull();
  }
});

test("a revoked key stops at the next request", async () => {
  const service = acme.quickstart.keys.service;
  const actor = await keyPrincipal(service);
  await revokeKey(await actorOf("owner"), { key: actor?.id ?? "" });
  expect(cachedPrincipal(service)).toBeNull();
  expect(await keyPrincipal(service)).toBeNull();
});

test("a removed member's key stops at the next request", async () => {
  const operator = await actorOf("operator");
  await removeMember(await actorOf("owner"), { member: operator.id });
  expect(await keyPrincipal(keyOf("operator"))).toBeNull();
});

test("a changed role counts from the next request on", async () => {
  const operator = await actorOf("operator");
  await changeMember(await actorOf("owner"), { member: operator.id, role: "auditor" });
  expect(await keyPrincipal(keyOf("operator"))).toMatchObject({ role: "auditor" });
});

test("a rotated key opens until the overlap is over, and not an instant longer", async () => {
  const owner = await actorOf("owner");
  const { result: old } = await createKey(owner, { kind: "service", name: "ci", scopes: ["decide"] });
  await keyPrincipal(old.key);
  const { result: fresh } = await rotateKey(owner, { key: old.id, overlap: "PT2H" });
  expect(await keyPrincipal(fresh.key)).toMatchObject({ type: "service", scopes: ["decide"] });
  t.clock.advance(2 * HOUR - 1);
  expect(await keyPrincipal(old.key)).not.toBeNull();
  t.clock.advance(1);
  expect(cachedPrincipal(old.key)).toBeNull();
  expect(await keyPrincipal(old.key)).toBeNull();
  expect(await keyPrincipal(fresh.key)).not.toBeNull();
});

test("an overlap is at most seven days, and what has ended is not rotated", async () => {
  const owner = await actorOf("owner");
  const { result: key } = await createKey(owner, { kind: "service", name: "ci", scopes: ["decide"] });
  await expect(rotateKey(owner, { key: key.id, overlap: "P8D" })).rejects.toMatchObject({
    kind: "invalid",
    errors: [{ path: "overlap" }],
  });
  await revokeKey(owner, { key: key.id });
  await expect(rotateKey(owner, { key: key.id })).rejects.toMatchObject({ kind: "conflict" });
});

test("another member's personal key does not exist for anybody but owners", async () => {
  const author = await actorOf("author");
  const { result: key } = await createKey(author, { kind: "personal", name: "laptop" });
  await expect(revokeKey(await actorOf("auditor"), { key: key.id })).rejects.toMatchObject({ kind: "not_found" });
  await expect(rotateKey(await actorOf("owner"), { key: key.id })).rejects.toMatchObject({ kind: "not_found" });
  await revokeKey(await actorOf("owner"), { key: key.id });
  expect(await keyPrincipal(key.key)).toBeNull();
});

test("only owners make service keys, and no service key makes keys", async () => {
  const wanted = { kind: "service" as const, name: "mine", scopes: ["admin" as const] };
  await expect(createKey(await actorOf("author"), wanted)).rejects.toMatchObject({ kind: "forbidden" });
  const service = await keyPrincipal(acme.quickstart.keys.service);
  await expect(createKey(service as NonNullable<typeof service>, wanted)).rejects.toMatchObject({ kind: "forbidden" });
});

test("the use of a key is noted at most once a minute, outside the request", async () => {
  const key = keyOf("approver");
  const lastUsed = () =>
    t.runtime.db.system((tx) =>
      tx.apiKey.findFirst({ where: { prefix: key.slice(4, 12) }, select: { lastUsedAt: true } }),
    );
  await keyPrincipal(key);
  await expect.poll(async () => (await lastUsed())?.lastUsedAt?.getTime()).toBe(t.clock.now());
  const first = t.clock.now();
  t.clock.advance(59_000);
  cachedPrincipal(key);
  expect((await lastUsed())?.lastUsedAt?.getTime()).toBe(first);
  t.clock.advance(1_000);
  cachedPrincipal(key);
  await expect.poll(async () => (await lastUsed())?.lastUsedAt?.getTime()).toBe(t.clock.now());
});
