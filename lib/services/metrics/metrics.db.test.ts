import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { refusal } from "@/lib/domain/testing-refusal";
import { openFindings } from "@/lib/queries/findings";
import { listMetrics, metricDossier } from "@/lib/queries/metrics";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askDecision } from "../decisions/ask";
import { recordObservations } from "../observations/record";
import { publishPact } from "../pacts/publish";
import { defineMetric } from "./define";
import { liftMetric } from "./lift";
import { measureMetric, measureMetrics } from "./measure";
import { removeMetric } from "./remove";
import { reviewMetric } from "./review";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
/** Refund-bot reads orders with at most three fields, and its workflow is described. */
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  await storePact(t.runtime.db, org.id, testPact());
  return org;
}
const governing = (more: object = {}) => ({
  slug: "policy_bypasses",
  owner: "platform",
  cadence: "P7D",
  threshold: { op: ">" as const, value: 0 },
  response: { do: "cap" as const, level: "suspended" as const, agent: "refund-bot" },
  ...more,
});
const ask = (org: TestOrganisation) =>
  askDecision(org.service, { agent: "refund-bot", action: "orders.read", context: { fields: 1 } });
const iso = () => new Date(t.clock.now()).toISOString();
const stray = (org: TestOrganisation) =>
  recordObservations(org.service, { agent: "refund-bot", action: "orders.write", at: iso() });
const kinds = async (org: TestOrganisation) => {
  const where = { organisationId: org.id, kind: { startsWith: "metric." } };
  const rows = await t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ where, orderBy: { id: "asc" } }),
  );
  return rows.map(({ kind }) => kind);
};

test("a metric without owner, cadence, threshold or response is refused, with one error per hole", async () => {
  const org = await given();
  const error = await refusal(defineMetric(org.owner, { slug: "policy_bypasses" } as never));
  expect(error.kind).toBe("invalid");
  expect(error.errors?.map(({ path }) => path)).toEqual(["owner", "cadence", "threshold", "response"]);
});

test("an owner, scope or response that names nothing here is refused", async () => {
  const org = await given();
  const unknown = governing({ owner: "nobody", scope: { agent: "stray" }, response: { do: "enforce", pact: "none" } });
  const error = await refusal(defineMetric(org.owner, unknown));
  expect(error.errors?.map(({ path }) => path)).toEqual(["owner", "scope.agent", "response.pact"]);
});

test("a breach caps authority from the next decision on, which names the metric, until a person lifts it", async () => {
  const org = await given();
  await defineMetric(org.owner, governing());
  expect((await ask(org)).verdict).toBe("degrade");
  expect((await measureMetric(org.owner, { slug: "policy_bypasses" })).result).toMatchObject({ state: "ok", value: 0 });
  await stray(org);
  const { result } = await measureMetric(org.owner, { slug: "policy_bypasses" });
  expect(result).toMatchObject({ state: "breached", value: 1, triggered: true });
  const blocked = await ask(org);
  expect(blocked).toMatchObject({ verdict: "block", permitted: false, authority: "suspended" });
  expect(blocked.because[0]).toMatchObject({ trigger: "metric", consequence: "block", override: null });
  expect(blocked.because[0]?.says).toContain("Metric policy_bypasses is breached");
  expect((await measureMetric(org.owner, { slug: "policy_bypasses" })).result.triggered).toBe(false);
  await liftMetric(org.approver, { slug: "policy_bypasses", reason: "the gateway is mended" });
  expect((await ask(org)).verdict).toBe("degrade");
  // Still above the line, but a person has spoken: it acts again only after it was within.
  expect((await measureMetric(org.owner, { slug: "policy_bypasses" })).result).toMatchObject({ triggered: false });
  expect((await ask(org)).verdict).toBe("degrade");
  t.clock.advance(31 * 24 * 3_600_000);
  expect((await measureMetric(org.owner, { slug: "policy_bypasses" })).result.state).toBe("ok");
  await stray(org);
  expect((await measureMetric(org.owner, { slug: "policy_bypasses" })).result.triggered).toBe(true);
  expect(await kinds(org)).toEqual(
    expect.arrayContaining(["metric.defined", "metric.breached", "metric.lifted", "metric.recovered"]),
  );
});

test("nobody but a person lifts, and only what is in force", async () => {
  const org = await given();
  await defineMetric(org.owner, governing());
  expect((await refusal(liftMetric(org.service, { slug: "policy_bypasses", reason: "x" }))).kind).toBe("forbidden");
  expect((await refusal(liftMetric(org.approver, { slug: "policy_bypasses", reason: "x" }))).kind).toBe("conflict");
  expect((await refusal(liftMetric(org.approver, { slug: "other", reason: "x" }))).kind).toBe("not_found");
});

test("a breached metric in force cannot be removed, one at rest can", async () => {
  const org = await given();
  await defineMetric(org.owner, governing());
  await stray(org);
  await measureMetric(org.owner, { slug: "policy_bypasses" });
  expect((await refusal(removeMetric(org.owner, { slug: "policy_bypasses" }))).kind).toBe("conflict");
  await liftMetric(org.approver, { slug: "policy_bypasses", reason: "seen" });
  await removeMetric(org.owner, { slug: "policy_bypasses" });
  expect((await listMetrics(org.auditor)).find(({ id }) => id === "policy_bypasses")?.owner).toBeNull();
});

test("a breach that freezes publishing refuses it until lifted; one that enforces switches a shadow pact on", async () => {
  const org = await t.organisation(`acme-${++made}`);
  const document = testPact((written) => Object.assign(written, { mode: "shadow" }));
  await storePact(t.runtime.db, org.id, document);
  expect((await ask(org)).verdict).toBe("allow");
  await defineMetric(org.owner, governing({ response: { do: "enforce", pact: "refunds" } }));
  await defineMetric(org.owner, governing({ slug: "held", formula: "policy_bypasses", response: { do: "freeze" } }));
  await stray(org);
  await measureMetrics();
  const enforced = await ask(org);
  expect(enforced).toMatchObject({ verdict: "degrade", mode: "enforce" });
  expect(enforced.because[0]?.says).toContain("Metric policy_bypasses is breached: until a person lifts it");
  const hash = `sha256:${"0".repeat(64)}`;
  expect((await refusal(publishPact(org.author, { pact: "refunds", hash }))).kind).not.toBe("invalid");
  await liftMetric(org.owner, { slug: "policy_bypasses", reason: "seen" });
  expect((await ask(org)).verdict).toBe("allow");
});

test("a breach that calls for a review has it due at once, and a cadence after somebody looked", async () => {
  const org = await given();
  await defineMetric(org.owner, governing({ response: { do: "review" } }));
  const due = async () => Date.parse((await metricDossier(org.auditor, "policy_bypasses")).reviewDue ?? "");
  await stray(org);
  await measureMetric(org.owner, { slug: "policy_bypasses" });
  expect(await due()).toBe(t.clock.now());
  await measureMetric(org.owner, { slug: "policy_bypasses" });
  t.clock.advance(60_000);
  await measureMetric(org.owner, { slug: "policy_bypasses" });
  expect((await kinds(org)).filter((kind) => kind.startsWith("metric.review"))).toEqual(["metric.review_due"]);
  await reviewMetric(org.operator, { slug: "policy_bypasses" });
  expect(await due()).toBe(t.clock.now() + 7 * 24 * 3_600_000);
  // Nobody looks any more: reminded after a cadence, missed after another, which is itself a figure.
  const missed = async () => (await metricDossier(org.auditor, "missed_looks")).value;
  for (const value of [0, 1]) {
    t.clock.advance(7 * 24 * 3_600_000);
    await measureMetric(org.owner, { slug: "policy_bypasses" });
    expect(await missed()).toBe(value);
  }
});

test("1,000 observed calls of which 37 have no decision are 96.3 %, and 37 findings", async () => {
  const org = await given();
  const wanted = 1000;
  const strays = 37;
  const decisions = await Promise.all(Array.from({ length: wanted - strays }, () => ask(org)));
  const calls = decisions.map(({ id }) => ({ agent: "refund-bot", action: "orders.read", at: iso(), decision: id }));
  const ungoverned = Array.from({ length: strays }, () => ({ agent: "refund-bot", action: "orders.write", at: iso() }));
  await recordObservations(org.service, [...(calls as object[]), ...ungoverned].slice(0, 1000) as never);
  const routing = (await listMetrics(org.auditor)).find(({ id }) => id === "pact_aware_routing");
  expect(routing).toMatchObject({ value: 0.963, says: "96.3 %", unit: "share" });
  expect(await openFindings(org.auditor)).toMatchObject({ open: strays, groups: [{ count: strays }] });
});

test("another organisation's metrics are not found", async () => {
  const [org, other] = [await given(), await given()];
  await defineMetric(org.owner, governing({ slug: "ours", formula: "policy_bypasses" }));
  expect((await refusal(metricDossier(other.auditor, "ours"))).kind).toBe("not_found");
  expect((await listMetrics(other.auditor)).map(({ id }) => id)).not.toContain("ours");
});
