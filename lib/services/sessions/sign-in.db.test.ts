import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/domain/roles";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { changeMember } from "../members/change";
import { changePassword } from "../members/change-password";
import { removeMember } from "../members/remove";
import { type CreatedOrganisation, createOrganisation } from "../organisations/create";
import { closeSession } from "./close";
import { findSession } from "./find";
import { revokeSession } from "./revoke";
import { SESSION_MS } from "./shared";
import { LOCK_AFTER, LOCK_MS, signIn } from "./sign-in";
import { isKnown, signInByProvider } from "./sign-in-by-provider";

let t: TestRuntime;
let acme: CreatedOrganisation;
const ROLES_AT = { owner: 0, author: 1, operator: 4, auditor: 5 } as const;

beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());
beforeEach(async () => {
  t.runtime.memory.clear();
  acme = await createOrganisation({ name: "Acme" });
});

const person = (role: keyof typeof ROLES_AT) => {
  const member = acme.quickstart.members[ROLES_AT[role]];
  if (!member) throw new Error(`no ${role}`);
  return { ...member, id: acme.memberIds[ROLES_AT[role]] as string };
};
const actor = (role: keyof typeof ROLES_AT): Actor => {
  const { id, email } = person(role);
  return {
    type: "member",
    organisationId: acme.organisationId,
    id,
    name: role,
    email,
    role,
    workflows: [],
    via: "console",
  };
};
const attempt = (email: string, password: string, address = "192.0.2.1") =>
  signIn({ email, password, address, userAgent: "Test" });
const enter = async (role: keyof typeof ROLES_AT) => {
  const { email, password } = person(role);
  const outcome = await attempt(email, password);
  if (!("sessionId" in outcome)) throw new Error(outcome.problem);
  return outcome.sessionId;
};

test("the right password opens a session, whatever the case of the address", async () => {
  const { email, password, id } = person("author");
  const outcome = await attempt(email.toUpperCase(), password);
  expect(outcome).toHaveProperty("sessionId");
  const signedIn = await findSession((outcome as { sessionId: string }).sessionId);
  expect(signedIn).toMatchObject({ actor: { id, role: "author", via: "console" }, organisation: { name: "Acme" } });
});

test("a wrong password and an unknown address get the same answer", async () => {
  expect(await attempt(person("author").email, "wrong")).toEqual({ problem: "wrong" });
  expect(await attempt("nobody@nowhere.example", "wrong")).toEqual({ problem: "wrong" });
});

test("ten wrong passwords lock a member, the right one too, until the lock is over", async () => {
  const { email, password } = person("author");
  for (let i = 1; i < LOCK_AFTER; i++) expect(await attempt(email, "wrong")).toEqual({ problem: "wrong" });
  expect(await attempt(email, "wrong")).toEqual({ problem: "locked" });
  expect(await attempt(email, password)).toEqual({ problem: "locked" });
  t.clock.advance(LOCK_MS - 1);
  expect(await attempt(email, password)).toEqual({ problem: "locked" });
  t.clock.advance(1);
  expect(await attempt(email, password)).toHaveProperty("sessionId");
});

test("a lock is in the ledger", async () => {
  for (let i = 0; i < LOCK_AFTER; i++) await attempt(person("author").email, "wrong");
  const entries = await t.runtime.db.system((tx) =>
    tx.ledgerEntry.findMany({ where: { organisationId: acme.organisationId, kind: "member.locked" } }),
  );
  expect(entries.map((entry) => entry.subject)).toEqual([`member/${person("author").id}`]);
});

test("many wrong passwords at once are no way around the lock", async () => {
  const { email } = person("author");
  const outcomes = await Promise.all(Array.from({ length: 24 }, () => attempt(email, "wrong")));
  expect(outcomes.filter((outcome) => "problem" in outcome && outcome.problem === "wrong").length).toBeLessThan(
    LOCK_AFTER,
  );
});

test("the right password starts the count anew", async () => {
  const { email, password } = person("author");
  for (let round = 0; round < 2; round++) {
    for (let i = 1; i < LOCK_AFTER; i++) await attempt(email, "wrong");
    expect(await attempt(email, password)).toHaveProperty("sessionId");
  }
});

test("an unknown address locks as a known one does", async () => {
  for (let i = 1; i < LOCK_AFTER; i++) expect(await attempt("nobody@x.example", "wrong")).toEqual({ problem: "wrong" });
  expect(await attempt("nobody@x.example", "wrong")).toEqual({ problem: "locked" });
  expect(await attempt("nobody@x.example", "wrong")).toEqual({ problem: "locked" });
});

test("one address that guesses for many people is stopped, others are not", async () => {
  for (let i = 0; i < 60; i++) await attempt(`guess${i % 15}@x.example`, "wrong", "198.51.100.7");
  const { email, password } = person("author");
  expect(await attempt(email, password, "198.51.100.7")).toEqual({ problem: "limited" });
  expect(await attempt(email, password, "198.51.100.8")).toHaveProperty("sessionId");
}, 30_000);

test("a person of two organisations signs in where they were last seen", async () => {
  const other = await createOrganisation({ name: "Globex" });
  const { email, password, id } = person("author");
  await t.runtime.db.system(async (tx) => {
    const { passwordHash } = await tx.member.findUniqueOrThrow({
      where: { organisationId_id: { organisationId: acme.organisationId, id } },
    });
    await tx.member.create({
      data: {
        organisationId: other.organisationId,
        id: "mem_twin",
        email,
        name: "Twin",
        role: "auditor",
        passwordHash,
        createdAt: new Date(t.clock.now()),
        lastSeenAt: new Date(t.clock.now()),
      },
    });
  });
  const outcome = (await attempt(email, password)) as { sessionId: string };
  expect((await findSession(outcome.sessionId))?.organisation.name).toBe("Globex");
});

test("signing out ends access at the next request", async () => {
  const session = await enter("author");
  await closeSession(session);
  expect(await findSession(session)).toBeNull();
});

test("removing a member ends their sessions at the next request", async () => {
  const session = await enter("operator");
  await removeMember(actor("owner"), { member: person("operator").id });
  expect(await findSession(session)).toBeNull();
  const { email, password } = person("operator");
  expect(await attempt(email, password)).toEqual({ problem: "wrong" });
});

test("changing a role changes access at the next request", async () => {
  const session = await enter("operator");
  await changeMember(actor("owner"), { member: person("operator").id, role: "auditor" });
  expect((await findSession(session))?.actor.role).toBe("auditor");
});

test("a session ends by itself", async () => {
  const session = await enter("author");
  t.clock.advance(SESSION_MS);
  expect(await findSession(session)).toBeNull();
});

test("a member ends their own sessions only", async () => {
  const session = await enter("author");
  await expect(revokeSession(actor("operator"), { session })).rejects.toMatchObject({ kind: "not_found" });
  await revokeSession(actor("author"), { session });
  expect(await findSession(session)).toBeNull();
});

test("a new password ends the other sessions, and the old password opens nothing", async () => {
  const [here, elsewhere] = [await enter("author"), await enter("author")];
  const { email, password } = person("author");
  await expect(
    changePassword(actor("author"), { current: "wrong", next: "correct horse battery" }),
  ).rejects.toMatchObject({
    errors: [{ path: "current" }],
  });
  await changePassword(actor("author"), { current: password, next: "correct horse battery", session: here });
  expect(await findSession(here)).not.toBeNull();
  expect(await findSession(elsewhere)).toBeNull();
  expect(await attempt(email, password)).toEqual({ problem: "wrong" });
  expect(await attempt(email, "correct horse battery")).toHaveProperty("sessionId");
});

test("an identity provider opens sessions for members only", async () => {
  const { email, id } = person("auditor");
  expect(await isKnown("stranger@x.example")).toBe(false);
  expect(await signInByProvider("stranger@x.example", null)).toBeNull();
  const session = await signInByProvider(email.toUpperCase(), null);
  expect((await findSession(session ?? ""))?.actor.id).toBe(id);
});
