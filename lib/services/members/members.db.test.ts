import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { acceptInvitation } from "../invitations/accept";
import { findInvitation } from "../invitations/find";
import { invite } from "../invitations/invite";
import { revokeInvitation } from "../invitations/revoke";
import { changeOrganisation } from "../organisations/change";
import { signIn } from "../sessions/sign-in";
import { putTeam } from "../teams/put";
import { changeMember } from "./change";
import { removeMember } from "./remove";

let t: TestRuntime;
let acme: TestOrganisation;
let n = 0;

beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());
beforeEach(async () => {
  acme = await t.organisation(`acme-${++n}`);
});

const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
const newcomer = { name: "New Comer", password: "a long password" };
const kinds = async () => {
  const where = { organisationId: acme.id };
  const rows = await t.runtime.db.system((tx) => tx.ledgerEntry.findMany({ where, orderBy: { seq: "asc" } }));
  return rows.map((row) => row.kind);
};

test("the last owner can neither be removed nor demoted", async () => {
  await expect(removeMember(acme.owner, { member: acme.owner.id })).rejects.toMatchObject({ kind: "conflict" });
  await expect(changeMember(acme.owner, { member: acme.owner.id, role: "author" })).rejects.toMatchObject({
    kind: "conflict",
  });
  expect(await kinds()).toEqual([]);
});

test("two changes at once both count: of a member, and of the settings", async () => {
  for (let i = 0; i < 5; i++) {
    const workflows: string[] = [];
    await changeMember(acme.owner, { member: acme.author.id, role: "author", name: "Before", workflows });
    await changeOrganisation(acme.owner, { settings: { approvals: 1, ungoverned: "block" } });
    await Promise.all([
      changeMember(acme.owner, { member: acme.author.id, role: "auditor" }),
      changeMember(acme.owner, { member: acme.author.id, name: "After" }),
      changeOrganisation(acme.owner, { settings: { approvals: 2 } }),
      changeOrganisation(acme.owner, { settings: { ungoverned: "review" } }),
    ]);
    const where = { organisationId_id: { organisationId: acme.id, id: acme.author.id } };
    const member = await t.runtime.db.system((tx) => tx.member.findUnique({ where }));
    expect(member).toMatchObject({ role: "auditor", name: "After" });
    const organisation = await t.runtime.db.system((tx) => tx.organisation.findUnique({ where: { id: acme.id } }));
    expect(organisation?.settings).toMatchObject({ approvals: 2, ungoverned: "review" });
  }
});

test("of two owners who demote each other at once, one stays", async () => {
  await changeMember(acme.owner, { member: acme.author.id, role: "owner" });
  const second = { ...acme.author, role: "owner" } as typeof acme.author;
  const outcomes = await Promise.allSettled([
    changeMember(acme.owner, { member: second.id, role: "author" }),
    changeMember(second, { member: acme.owner.id, role: "author" }),
  ]);
  const owners = await t.runtime.db.system((tx) =>
    tx.member.count({ where: { organisationId: acme.id, role: "owner" } }),
  );
  expect(owners).toBe(1);
  expect(outcomes.filter((outcome) => outcome.status === "rejected")).toHaveLength(1);
});

test("only owners change members", async () => {
  for (const actor of [acme.author, acme.approver, acme.operator, acme.auditor, acme.service]) {
    await expect(removeMember(actor, { member: acme.auditor.id })).rejects.toMatchObject({ kind: "forbidden" });
  }
});

test("a role is narrowed to workflows that there are", async () => {
  await expect(changeMember(acme.owner, { member: acme.author.id, workflows: ["nowhere"] })).rejects.toMatchObject({
    errors: [{ path: "workflows.0" }],
  });
});

test("the same role again writes no history", async () => {
  await changeMember(acme.owner, { member: acme.author.id, role: "author" });
  expect(await kinds()).toEqual([]);
});

test("an invitation opens once", async () => {
  const { result } = await invite(acme.owner, { email: "New@X.example", role: "approver" });
  const token = tokenOf(result.url);
  expect(await findInvitation(token)).toMatchObject({
    email: "new@x.example",
    role: "approver",
    organisation: acme.slug,
  });
  await acceptInvitation({ token, ...newcomer });
  expect(await findInvitation(token)).toBeNull();
  await expect(acceptInvitation({ token, ...newcomer })).rejects.toMatchObject({ kind: "not_found" });
  const signedIn = await signIn({
    email: "new@x.example",
    password: newcomer.password,
    address: "::1",
    userAgent: null,
  });
  expect(signedIn).toHaveProperty("sessionId");
  expect(await kinds()).toEqual(["member.invited", "member.joined"]);
});

test("of two who accept one invitation at once, one becomes a member", async () => {
  const { result } = await invite(acme.owner, { email: "new@x.example", role: "author" });
  const accept = () => acceptInvitation({ token: tokenOf(result.url), ...newcomer });
  const outcomes = await Promise.allSettled([accept(), accept()]);
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
});

test("an invitation that is over, revoked or replaced opens nothing", async () => {
  const first = await invite(acme.owner, { email: "new@x.example", role: "author" });
  const second = await invite(acme.owner, { email: "new@x.example", role: "author" });
  expect(await findInvitation(tokenOf(first.result.url))).toBeNull();
  await revokeInvitation(acme.owner, { invitation: second.result.id });
  expect(await findInvitation(tokenOf(second.result.url))).toBeNull();
  await expect(revokeInvitation(acme.owner, { invitation: second.result.id })).rejects.toMatchObject({
    kind: "conflict",
  });
  const third = await invite(acme.owner, { email: "new@x.example", role: "author" });
  t.clock.advance(7 * 24 * 3600_000);
  await expect(acceptInvitation({ token: tokenOf(third.result.url), ...newcomer })).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("whoever comes back is the same person", async () => {
  await removeMember(acme.owner, { member: acme.author.id });
  const email = (acme.author as { email: string }).email;
  const { result } = await invite(acme.owner, { email, role: "approver" });
  await acceptInvitation({ token: tokenOf(result.url), ...newcomer });
  const row = await t.runtime.db.system((tx) => tx.member.findFirst({ where: { organisationId: acme.id, email } }));
  expect(row).toMatchObject({ id: acme.author.id, role: "approver", removedAt: null });
});

test("no invitation for who is a member already", async () => {
  const email = (acme.author as { email: string }).email;
  await expect(invite(acme.owner, { email, role: "owner" })).rejects.toMatchObject({ kind: "conflict" });
});

test("a team names members only; whoever is none is named by path", async () => {
  const known = (acme.author as { email: string }).email;
  const team = { slug: "refunds", name: "Refunds", members: [known, "stranger@x.example"], deputy: "nobody@x.example" };
  await expect(putTeam(acme.owner, team)).rejects.toMatchObject({
    kind: "invalid",
    errors: [{ path: "members.1" }, { path: "deputy" }],
  });
  const { result } = await putTeam(acme.owner, { slug: "refunds", name: "Refunds", members: [known.toUpperCase()] });
  expect(result).toMatchObject({ slug: "refunds", members: [known], deputy: null });
  expect((await putTeam(acme.owner, { slug: "refunds", name: "Refunds", members: [known] })).entries).toEqual([]);
});

test("a removed member leaves their teams", async () => {
  const email = (acme.author as { email: string }).email;
  await putTeam(acme.owner, { slug: "refunds", name: "Refunds", members: [email] });
  await removeMember(acme.owner, { member: acme.author.id });
  const left = await t.runtime.db.system((tx) => tx.teamMember.count({ where: { organisationId: acme.id } }));
  expect(left).toBe(0);
});

test("a setting changes alone, and history says from what to what", async () => {
  const { result } = await changeOrganisation(acme.service, { settings: { ungoverned: "review" } });
  expect(result.settings).toMatchObject({ ungoverned: "review", approvals: 1, reviewExpiry: "PT1H" });
  const entry = await t.runtime.db.system((tx) => tx.ledgerEntry.findFirst({ where: { organisationId: acme.id } }));
  expect(entry).toMatchObject({
    kind: "organisation.changed",
    payload: { changes: { ungoverned: { from: "block", to: "review" } } },
  });
  expect((await changeOrganisation(acme.owner, { settings: { ungoverned: "review" } })).entries).toEqual([]);
  expect((await t.runtime.snapshots.get(acme.id)).revision).toBe(2);
});

test("an unknown setting is refused by its path", async () => {
  const wrong = { settings: { ungovernd: "allow" } } as never;
  await expect(changeOrganisation(acme.owner, wrong)).rejects.toMatchObject({ kind: "invalid" });
});
