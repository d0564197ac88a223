import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { parsePactText } from "@/lib/domain/parse-pact";
import { type Written, writtenPact } from "@/lib/domain/testing-pacts";
import { refusal } from "@/lib/domain/testing-refusal";
import { pactSource } from "@/lib/queries/pact-source";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putAgent } from "../agents/put";
import { createKey } from "../keys/create";
import { approvePact } from "./approve";
import { publishPact } from "./publish";
import { savePact } from "./save";
import { submitPact } from "./submit";
import { withdrawPact } from "./withdraw";

let suite: TestRuntime;
let org: TestOrganisation;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await putAgent(org.author, { slug: "refund-bot", name: "Refund bot", owner: "refunds-platform", release: "r1" });
  await suite.runtime.db.organisation(org.id, (tx) =>
    tx.team.createMany({
      data: ["refunds-platform", "orders"].map((slug) => ({
        organisationId: org.id,
        slug,
        name: slug,
        createdAt: new Date(suite.clock.now()),
      })),
    }),
  );
});
afterAll(() => suite.stop());

function draft(pact: string, change: (document: Written) => void = () => {}) {
  const document = { ...writtenPact(), pact };
  change(document);
  return { pact, text: JSON.stringify(document), format: "json" as const };
}
const save = async (pact: string, change?: (document: Written) => void, by = org.author) =>
  (await savePact(by, draft(pact, change))).result;
const publish = async (pact: string, change?: (document: Written) => void) => {
  const { hash } = await save(pact, change);
  await submitPact(org.author, { pact, hash });
  await approvePact(org.approver, { pact, hash });
  return (await publishPact(org.author, { pact, hash })).result;
};
const ledger = (subject: string) =>
  suite.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({
      where: { organisationId: org.id, subject },
      orderBy: { seq: "asc" },
      select: { kind: true, payload: true },
    }),
  );

test("a draft becomes live by submission, another member's approval and publication", async () => {
  const { hash, ...saved } = await save("whole");
  expect(saved).toMatchObject({
    pact: "whole",
    version: 1,
    state: "draft",
    holes: [],
    missing: ["cites-policy", "reads-orders"],
  });
  expect(saved.warnings.map(({ path }) => path)).toContain("workflow");
  expect((await submitPact(org.author, { pact: "whole", hash })).result.state).toBe("in_review");
  expect((await approvePact(org.approver, { pact: "whole", hash })).result).toMatchObject({ approvals: 1, needed: 1 });
  const { result, revision } = await publishPact(org.author, { pact: "whole", hash });
  expect(result).toMatchObject({
    pact: "whole",
    version: 1,
    hash,
    state: "live",
    supersedes: null,
    missing: ["cites-policy", "reads-orders"],
  });
  expect((await suite.runtime.snapshots.get(org.id)).revision).toBe(revision);
  expect((await ledger("pact/whole")).map(({ kind }) => kind)).toEqual([
    "pact.drafted",
    "pact.submitted",
    "pact.approved",
    "pact.published",
  ]);
  expect((await ledger("workflow/refunds")).map(({ kind }) => kind)).toEqual(["workflow.registered"]);
});

test("the same content again changes nothing, in whatever form it is written", async () => {
  const first = await save("again");
  const yaml = `# the same\n${draft("again").text}`;
  const done = await savePact(org.author, { pact: "again", text: yaml, format: "yaml" });
  expect(done.result).toEqual(first);
  expect(done.entries).toEqual([]);
  await publish("again");
  expect(await save("again")).toMatchObject({ version: 1, state: "live" });
});

test("an edit takes a draft back from review and voids its approvals, also when it goes back to the earlier wording", async () => {
  const { hash } = await save("edited");
  await submitPact(org.author, { pact: "edited", hash });
  await approvePact(org.approver, { pact: "edited", hash });
  expect(await save("edited", (d) => (d.title = "Another"))).toMatchObject({ version: 1, state: "draft" });
  expect((await refusal(publishPact(org.author, { pact: "edited", hash }))).kind).toBe("conflict");
  await save("edited");
  await submitPact(org.author, { pact: "edited", hash });
  const refused = await refusal(publishPact(org.author, { pact: "edited", hash }));
  expect(refused).toMatchObject({ kind: "conflict", code: "approval_required" });
});

test("a step with a hash that is no longer the draft's is refused and names the one that is", async () => {
  const old = await save("moved");
  const now = await save("moved", (d) => (d.title = "Another"));
  for (const step of [submitPact, publishPact, withdrawPact]) {
    expect((await refusal(step(org.author, { pact: "moved", hash: old.hash }))).message).toContain(now.hash);
  }
  expect((await refusal(approvePact(org.approver, { pact: "moved", hash: old.hash }))).message).toContain(now.hash);
});

test("whoever wrote a draft never approves it, and authors and service keys never approve", async () => {
  const { hash } = await save("own", undefined, org.owner);
  await submitPact(org.owner, { pact: "own", hash });
  for (const actor of [org.owner, org.author, org.operator, org.auditor, org.service]) {
    expect((await refusal(approvePact(actor, { pact: "own", hash }))).kind).toBe("forbidden");
  }
  expect((await approvePact(org.approver2, { pact: "own", hash })).result.approvals).toBe(1);
  expect((await approvePact(org.approver2, { pact: "own", hash })).entries).toEqual([]);
});

test("a hand in a draft is a hand in it: before another's edit, and by a key of one's own making", async () => {
  await save("hands", undefined, org.owner);
  const { hash } = await save("hands", (d) => (d.title = "Edited by another"));
  await submitPact(org.author, { pact: "hands", hash });
  expect((await refusal(approvePact(org.owner, { pact: "hands", hash }))).kind).toBe("forbidden");
  const key = (await createKey(org.owner, { kind: "service", name: "ci", scopes: ["author"] })).result;
  const ci = { ...org.service, id: key.id } as typeof org.service;
  const byKey = (await savePact(ci, draft("by-key"))).result;
  await submitPact(ci, { pact: "by-key", hash: byKey.hash });
  expect((await refusal(approvePact(org.owner, { pact: "by-key", hash: byKey.hash }))).kind).toBe("forbidden");
  expect((await approvePact(org.approver, { pact: "by-key", hash: byKey.hash })).result.approvals).toBe(1);
});

test("a draft that was not submitted is neither approved nor published", async () => {
  const { hash } = await save("unsubmitted");
  expect((await refusal(approvePact(org.approver, { pact: "unsubmitted", hash }))).message).toContain("/submit");
  expect((await refusal(publishPact(org.author, { pact: "unsubmitted", hash }))).message).toContain("/submit");
});

test("what cannot be published is refused with one error for each hole, whatever its state", async () => {
  const { hash, holes } = await save("holes", (d) => {
    d.agent = "nobody";
    d.clauses[0].on = { violation: "block" };
    d.clauses[1].owner = "no-such-team";
  });
  const refused = await refusal(publishPact(org.author, { pact: "holes", hash }));
  expect(refused.kind).toBe("invalid");
  expect(refused.errors).toEqual(holes);
  expect(refused.errors.map(({ path }) => path)).toEqual([
    "agent",
    "clauses[0].on.missing",
    "clauses[0].on.stale",
    "clauses[0].on.failures",
    "clauses[0].on.drift",
    "clauses[0].on.score",
    "clauses[1].owner",
  ]);
});

test("a malformed document is refused with a path for everything wrong, and nothing is kept", async () => {
  const refused = await refusal(save("malformed", (d) => Object.assign(d.clauses[0], { sevrity: "minor", target: 1 })));
  expect(refused.errors.map(({ path }) => path)).toEqual(["clauses[0].sevrity", "clauses[0].target"]);
  expect((await refusal(submitPact(org.author, { pact: "malformed", hash: `sha256:${"0".repeat(64)}` }))).kind).toBe(
    "not_found",
  );
  expect((await refusal(savePact(org.author, { ...draft("one"), pact: "two" }))).errors[0]?.path).toBe("pact");
});

test("publishing supersedes the version before it", async () => {
  await publish("next");
  const { version, hash } = await save("next", (d) => (d.clauses[1].recertify = "P60D"));
  expect(version).toBe(2);
  await submitPact(org.author, { pact: "next", hash });
  await approvePact(org.approver, { pact: "next", hash });
  expect((await publishPact(org.author, { pact: "next", hash })).result).toMatchObject({ version: 2, supersedes: 1 });
  const rows = await suite.runtime.db.organisation(org.id, (tx) =>
    tx.pactVersion.findMany({
      where: { organisationId: org.id, pact: "next" },
      orderBy: { version: "asc" },
      select: { state: true },
    }),
  );
  expect(rows.map(({ state }) => state)).toEqual(["superseded", "live"]);
});

test("a published version is immutable in the database itself", async () => {
  await publish("immutable");
  const change = (data: object) =>
    suite.runtime.db.organisation(org.id, (tx) =>
      tx.pactVersion.updateMany({ where: { organisationId: org.id, pact: "immutable" }, data }),
    );
  for (const data of [{ hash: "sha256:x" }, { document: {} }, { state: "draft" }, { agent: "other" }]) {
    await expect(change(data)).rejects.toThrow();
  }
});

test("saving from a base that is no longer current is refused", async () => {
  const { hash } = await save("based");
  await savePact(org.author, { ...draft("based", (d) => (d.title = "Mine")), base: hash });
  const refused = await refusal(savePact(org.author, { ...draft("based", (d) => (d.title = "Theirs")), base: hash }));
  expect(refused).toMatchObject({ kind: "conflict", code: "stale_base" });
});

test("of two publications at once one takes effect", async () => {
  const { hash } = await save("race");
  await submitPact(org.author, { pact: "race", hash });
  await approvePact(org.approver, { pact: "race", hash });
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => publishPact(org.author, { pact: "race", hash })));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ kind: "conflict" });
});

test("of many first saves at once one makes the draft, and none fails otherwise than as a conflict", async () => {
  const outcomes = await Promise.allSettled(["a", "b", "c"].map((title) => save("first", (d) => (d.title = title))));
  const versions = await suite.runtime.db.organisation(org.id, (tx) =>
    tx.pactVersion.count({ where: { organisationId: org.id, pact: "first" } }),
  );
  expect(versions).toBe(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ kind: "conflict" });
});

test("where the organisation asks for two approvals, one is not enough; where for none, a draft is published as it is", async () => {
  const approvals = (count: number) =>
    suite.runtime.db.organisation(org.id, (tx) =>
      tx.organisation.update({ where: { id: org.id }, data: { settings: { approvals: count } } }),
    );
  await approvals(2);
  const { hash } = await save("quorum");
  await submitPact(org.author, { pact: "quorum", hash });
  await approvePact(org.approver, { pact: "quorum", hash });
  expect((await refusal(publishPact(org.author, { pact: "quorum", hash }))).message).toContain("needs 2 approvals");
  await approvePact(org.approver2, { pact: "quorum", hash });
  expect((await publishPact(org.author, { pact: "quorum", hash })).result.state).toBe("live");
  await approvals(0);
  const free = await save("free");
  expect((await publishPact(org.author, { pact: "free", hash: free.hash })).result.state).toBe("live");
  await approvals(1);
});

test("a draft is withdrawn from review with its approvals", async () => {
  const { hash } = await save("withdrawn");
  await submitPact(org.author, { pact: "withdrawn", hash });
  await approvePact(org.approver, { pact: "withdrawn", hash });
  expect((await withdrawPact(org.author, { pact: "withdrawn", hash })).result.state).toBe("draft");
  await submitPact(org.author, { pact: "withdrawn", hash });
  expect((await refusal(publishPact(org.author, { pact: "withdrawn", hash }))).code).toBe("approval_required");
});

test("a role narrowed to another workflow writes nothing in this one", async () => {
  const narrowed = { ...org.author, workflows: ["payouts"] } as typeof org.author;
  expect((await refusal(save("narrow", undefined, narrowed))).kind).toBe("forbidden");
});

test("another organisation's pact is not there", async () => {
  const { hash } = await save("walled");
  const other = await suite.organisation("other");
  expect((await refusal(submitPact(other.author, { pact: "walled", hash }))).message).toBe(
    (await refusal(submitPact(other.author, { pact: "unknown", hash }))).message,
  );
});

test("JSON over a draft that was written as YAML keeps its comments, and reads back as what was sent", async () => {
  const written = { ...writtenPact(), pact: "commented" };
  const yaml = `# Agreed with counsel.\n${stringify(written)}`;
  await savePact(org.author, { pact: "commented", text: yaml, format: "yaml" });
  const sent = { ...written, title: "Another title" };
  const { hash } = (await savePact(org.author, { pact: "commented", text: JSON.stringify(sent), format: "json" }))
    .result;
  const kept = await pactSource(org.author, "commented");
  expect(kept).toEqual({ text: yaml.replace(written.title, "Another title"), hash });
  expect(parsePactText(kept.text, "yaml")).toEqual(parsePactText(JSON.stringify(sent), "json"));
});
