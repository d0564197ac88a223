import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { isSuretyError } from "@/lib/domain/errors";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "@/lib/services/evidence/record";
import { setGrant } from "@/lib/services/grants/set";
import { savePact } from "@/lib/services/pacts/save";
import { putWorkflow } from "@/lib/services/workflows/put";
import { agentDetail, agentStanding } from "./agent";
import { agentList } from "./agents";
import { pactDetail } from "./pact";
import { pactReferences } from "./pact-references";
import { pactList } from "./pacts";
import { workflowDetail } from "./workflow";
import { workflowList } from "./workflows";

let suite: TestRuntime;
let org: TestOrganisation;
const DAY = 24 * 3600_000;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await putWorkflow(org.author, {
    slug: "refunds",
    name: "Refunds",
    consequential: true,
    risk: "high",
    actions: [
      { name: "payments.refund", risk: "high" },
      { name: "payments.charge", risk: "critical" },
    ],
  });
  await putWorkflow(org.author, { slug: "payouts", name: "Payouts", consequential: true, risk: "critical" });
  await storePact(suite.runtime.db, org.id, testPact(), { now: suite.clock.now() });
  await suite.runtime.snapshots.reload(org.id);
  const record = { agent: "refund-bot", pact: "refunds", clause: "cites", passed: 100, failed: 0, source: "lab" };
  await recordEvidence(org.operator, { ...record, observedAt: new Date(suite.clock.now()).toISOString() });
  await savePact(org.author, {
    pact: "drafted",
    text: JSON.stringify({ ...testPact(), pact: "drafted", workflow: "payouts" }),
    format: "json",
  });
});
afterAll(() => suite.stop());

test("a list of pacts says what is live, what is drafted, how clauses stand and which ages out next", async () => {
  const [drafted, refunds] = await pactList(org.auditor);
  expect(drafted).toMatchObject({
    pact: "drafted",
    live: null,
    draft: { version: 1, state: "draft" },
    clauses: [],
    authority: null,
  });
  expect(refunds).toMatchObject({ pact: "refunds", live: { version: 1 }, draft: null, counterparty: null });
  expect(refunds?.clauses.find(({ key }) => key === "cites")).toMatchObject({
    title: "Cites the policy",
    standing: "met",
  });
  expect(refunds?.nextExpiry).toEqual({
    clause: "cites",
    title: "Cites the policy",
    at: new Date(suite.clock.now() + 7 * DAY).toISOString(),
  });
  expect((await pactList(org.auditor, { workflow: "payouts" })).map(({ pact }) => pact)).toEqual(["drafted"]);
});

test("a pact's page holds its versions, its standing, and for a draft what keeps it from being published", async () => {
  const page = await pactDetail(org.auditor, "refunds");
  expect(page).toMatchObject({
    version: 1,
    state: "live",
    checks: null,
    standing: { revision: expect.any(Number), version: 1 },
  });
  expect(page.versions.map(({ version, state }) => [version, state])).toEqual([[1, "live"]]);
  const draft = await pactDetail(org.auditor, "drafted");
  expect(draft.checks).toMatchObject({ holes: [], missing: expect.arrayContaining(["cites"]) });
  expect(draft.timeline).toMatchObject([
    { kind: "pact.drafted", says: "wrote version 1", by: { name: "author" }, version: 1 },
  ]);
});

test("an agent's page says what people granted, what is left of it, and why", async () => {
  suite.clock.advance(1000);
  await setGrant(org.operator, { agent: "refund-bot", level: "limited", reason: "Complaints." });
  const page = await agentDetail(org.auditor, "refund-bot");
  expect(page.authority.granted).toBe("limited");
  expect(page.grants).toMatchObject([{ level: "limited", state: "active", reason: "Complaints." }]);
  expect(page.timeline[0]).toMatchObject({
    says: "lowered authority from full to limited in every workflow: Complaints.",
  });
  expect(page.drafts).toMatchObject([{ pact: "drafted", state: "draft" }]);
  const [item] = await agentList(org.auditor);
  expect(item).toMatchObject({
    slug: "refund-bot",
    authority: page.authority,
    counts: page.counts,
    lastChange: page.timeline[0],
  });
  suite.clock.advance(8 * DAY);
  const later = await agentDetail(org.auditor, "refund-bot");
  expect(later.counts.stale).toBe(page.counts.stale + 1);
  expect(later.why.join(" ")).toContain("Cites the policy is stale");
});

test("a standing's tag changes with the clock as with the revision", async () => {
  const { tag } = await agentStanding(org.auditor, "refund-bot");
  expect((await agentStanding(org.auditor, "refund-bot")).tag).toBe(tag);
  await recordEvidence(org.operator, {
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    passed: 100,
    failed: 0,
    source: "lab",
    observedAt: new Date(suite.clock.now()).toISOString(),
  });
  const renewed = (await agentStanding(org.auditor, "refund-bot")).tag;
  expect(renewed).not.toBe(tag);
  suite.clock.advance(7 * DAY);
  expect((await agentStanding(org.auditor, "refund-bot")).tag).not.toBe(renewed);
});

test("a workflow's page reads action, clauses, consequences; an action that nothing gates is said so", async () => {
  const { map, unlisted, agents, pacts } = await workflowDetail(org.auditor, "refunds");
  expect(map.map(({ action, gated }) => [action, gated])).toEqual([
    ["payments.refund", true],
    ["payments.charge", false],
  ]);
  const cites = map[0]?.clauses.find(({ clause }) => clause === "cites");
  expect(cites).toMatchObject({ pact: "refunds", agent: "refund-bot", severity: "critical", owner: "platform" });
  expect(cites?.consequences).toEqual(
    expect.arrayContaining([
      { trigger: "missing", do: "block" },
      { trigger: "drift", at: 1000, do: "review" },
    ]),
  );
  expect(unlisted).toEqual(["orders.*"]);
  expect(agents.map(({ agent }) => agent)).toEqual(["refund-bot"]);
  expect(pacts).toHaveLength(1);
});

test("consequential workflows without a live pact come first", async () => {
  const list = await workflowList(org.auditor);
  expect(list.map(({ slug, exposed, gated }) => [slug, exposed, gated])).toEqual([
    ["payouts", true, 0],
    ["refunds", false, 1],
  ]);
});

test("what a document may name is listed for whoever writes one", async () => {
  const { teams, agents, workflows } = await pactReferences(org.author);
  expect(teams).toContain("platform");
  expect(agents).toEqual([{ slug: "refund-bot", release: "r1" }]);
  expect(workflows).toEqual(["payouts", "refunds"]);
});

test("a key that may only ask for decisions reads none of it, and another organisation finds none of it", async () => {
  const asks = { ...org.service, scopes: ["decide"] } as typeof org.service;
  await expect(pactList(asks)).rejects.toMatchObject({ kind: "forbidden" });
  const other = await suite.organisation("other");
  expect(await pactList(other.owner)).toEqual([]);
  expect(await agentList(other.owner)).toEqual([]);
  expect(await workflowList(other.owner)).toEqual([]);
  const page = await pactDetail(other.owner, "refunds").catch((error: unknown) => error);
  expect(isSuretyError(page) && page.kind).toBe("not_found");
});
