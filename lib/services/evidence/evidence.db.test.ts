import { afterAll, beforeAll, expect, test } from "vitest";
import { readLines } from "@/lib/db/lines";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { PactDocument } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";
import { refusal } from "@/lib/domain/testing-refusal";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { askAsBot, citing, withLivePact } from "@/lib/runtime/testing-bot";
import { reportOutcome } from "./outcome";
import { recordEvidence } from "./record";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const given = (document?: PactDocument) => withLivePact(t, document);

const ago = (ms: number) => new Date(t.clock.now() - ms).toISOString();
const HOUR = 3600_000;
type Fields = Record<string, unknown>;
const cites = (fields: Fields = {}) => citing(t, fields);
const fast = (fields: Fields = {}) => cites({ clause: "fast", ...fields });
const ask = (org: TestOrganisation, request?: Partial<DecisionRequest>) => askAsBot(t, org, request);
const verdict = async (org: TestOrganisation, request: Partial<DecisionRequest> = {}) =>
  (await ask(org, request)).answer.verdict;
const linesOf = (org: TestOrganisation, clause: string): Promise<ClauseLine[]> =>
  t.runtime.db.organisation(org.id, (tx) => readLines(tx, org.id, [{ agent: "refund-bot", pact: "refunds", clause }]));

test("the decision after passing evidence knows it, and one without evidence is blocked", async () => {
  const org = await given();
  expect(await verdict(org)).toBe("block");
  const { result, revision } = await recordEvidence(org.service, cites());
  expect(result).toMatchObject({ clause: "cites", release: "r1", passing: true, counts: true, draft: false });
  expect(revision).toBeGreaterThan(1);
  expect(await verdict(org)).toBe("allow");
});

test("an array is taken whole or not at all, and every wrong field is named with its record", async () => {
  const org = await given();
  const wrong = [
    cites(),
    cites({ clause: "nonsense" }),
    cites({ agent: "stranger" }),
    cites({ pact: "none" }),
    cites({ observedAt: ago(-61_000) }),
  ];
  const said = await refusal(recordEvidence(org.service, wrong));
  expect(said.errors.map(({ path }) => path)).toEqual(["1.clause", "2.agent", "3.pact", "4.observedAt"]);
  expect(await linesOf(org, "cites")).toEqual([]);
  const { result } = await recordEvidence(org.service, [cites(), fast()]);
  expect("items" in result && result.items.map(({ clause }) => clause)).toEqual(["cites", "fast"]);
});

test("0 of 0, a time more than 60 s ahead and two ways of counting are refused; 60 s ahead is not", async () => {
  const org = await given();
  const paths = async (fields: Fields) =>
    (await refusal(recordEvidence(org.service, cites(fields)))).errors.map(({ path }) => path);
  expect(await paths({ passed: 0, failed: 0 })).toEqual(["passed"]);
  expect(await paths({ observedAt: ago(-60_001) })).toEqual(["observedAt"]);
  expect(await paths({ outcome: "pass" })).toEqual(["outcome"]);
  expect(await paths({ passed: undefined, failed: undefined })).toEqual(["passed", "failed"]);
  await recordEvidence(org.service, cites({ observedAt: ago(-60_000) }));
  const { result } = await recordEvidence(
    org.service,
    cites({ passed: undefined, failed: undefined, outcome: "fail" }),
  );
  expect(result).toMatchObject({ passed: 0, failed: 1, passing: false });
});

test("the same artifact never renews a window twice, in one call or in two", async () => {
  const org = await given();
  const artifact = { uri: "https://ci.example/1", sha256: "A".repeat(64) };
  const { result } = await recordEvidence(org.service, [
    cites({ artifact, observedAt: ago(9 * HOUR) }),
    cites({ artifact, observedAt: ago(2 * HOUR) }),
  ]);
  expect("items" in result && result.items.map(({ counts }) => counts)).toEqual([true, false]);
  expect((await recordEvidence(org.service, cites({ artifact, release: "r2" }))).result).toMatchObject({
    counts: false,
  });
  const [line] = await linesOf(org, "cites");
  expect(line?.newest?.observedAt).toBe(Date.parse(ago(9 * HOUR)));
});

test("evidence for a draft is bound to its hash, latches nothing, and proves the version before it is live", async () => {
  const org = await given();
  const draft = testPact((written) =>
    Object.assign(written.clauses[0] as object, { obligation: "Every refund names paragraph and page." }),
  );
  const hash = await storePact(t.runtime.db, org.id, draft, { version: 2, state: "draft" });
  const { result } = await recordEvidence(org.service, cites({ draft: hash }));
  expect(result).toMatchObject({ draft: true, counts: true });
  await recordEvidence(
    org.service,
    [1, 2, 3].map(() => cites({ draft: hash, passed: 0, failed: 1 })),
  );
  expect(await verdict(org)).toBe("block");
  expect(await t.runtime.db.organisation(org.id, (tx) => tx.latch.count())).toBe(0);
  expect(
    (await refusal(recordEvidence(org.service, cites({ draft: `sha256:${"0".repeat(64)}` })))).errors[0]?.path,
  ).toBe("draft");
  await storePact(t.runtime.db, org.id, draft, { version: 3 });
  await t.runtime.snapshots.reload(org.id);
  expect(await verdict(org)).toBe("allow");
});

test("repeated failures latch: fresh evidence alone does not lift them from a clause that wants a sign-off", async () => {
  const org = await given();
  await recordEvidence(org.service, cites({ passed: 20 }));
  const { entries } = await recordEvidence(
    org.service,
    [3, 2, 1].map((hours) => cites({ passed: 8, failed: 2, observedAt: ago(hours * HOUR) })),
  );
  expect(entries).toHaveLength(2);
  expect(await verdict(org)).toBe("degrade");
  await recordEvidence(org.service, cites({ passed: 100, observedAt: ago(0) }));
  expect(await verdict(org)).toBe("degrade");
});

test("where restoring is automatic, one passing record after the last failure lifts", async () => {
  const org = await given();
  const lookUp = { action: "orders.read", context: { fields: 1 } };
  await recordEvidence(org.service, [
    fast({ observedAt: ago(9 * HOUR) }),
    fast({ outcome: "fail", passed: undefined, failed: undefined, observedAt: ago(8 * HOUR) }),
    fast({ passed: 0, failed: 1, observedAt: ago(7 * HOUR) }),
  ]);
  expect(await verdict(org, lookUp)).toBe("review");
  await recordEvidence(org.service, fast({ observedAt: ago(HOUR) }));
  expect(await verdict(org, lookUp)).toBe("allow");
  const [latch] = await t.runtime.db.organisation(org.id, (tx) => tx.latch.findMany());
  expect(latch).toMatchObject({ trigger: "failures", liftedBy: { id: org.service.id } });
});

test("drift is suspected, then verified stage by stage, and the revision that enforces it is kept", async () => {
  const org = await given();
  await recordEvidence(org.service, cites({ passed: 50, observedAt: ago(5 * HOUR) }));
  const driftNow = () => t.runtime.db.organisation(org.id, (tx) => tx.drift.findMany());
  let seen: string[] = [];
  for (let i = 0; i < 12; i++) {
    await recordEvidence(
      org.service,
      cites({ passed: 0, failed: 1, observedAt: ago(4 * HOUR - i), attributes: { task: `t${i}` } }),
    );
    seen = [...new Set([...seen, (await driftNow())[0]?.state ?? "none"])];
  }
  expect(seen).toEqual(["none", "suspected", "verified"]);
  const [drift] = await driftNow();
  expect(drift?.says).toMatch(/to 1 that the promise is broken/);
  const lowered = await t.runtime.db.organisation(org.id, (tx) =>
    tx.organisationFence.findUniqueOrThrow({ where: { organisationId: org.id } }),
  );
  expect(drift?.enforcedRevision).toBeGreaterThan(1);
  expect(drift?.enforcedRevision).toBeLessThanOrEqual(lowered.loweredAt);
  const latches = await t.runtime.db.organisation(org.id, (tx) =>
    tx.latch.findMany({ where: { trigger: "drift" }, orderBy: { at: "asc" } }),
  );
  expect(latches.map(({ at, driftId, consequence }) => ({ at, driftId, consequence }))).toEqual([
    { at: 1000, driftId: drift?.id, consequence: { do: "review" } },
    { at: 10000, driftId: drift?.id, consequence: { do: "block" } },
  ]);
  expect(await verdict(org)).toBe("block");
});

test("eight writers at once lose nothing", async () => {
  const org = await given();
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      recordEvidence(org.service, [
        cites({ passed: 5, failed: 1, attributes: { task: `p${i}` } }),
        fast({ passed: 3 }),
      ]),
    ),
  );
  const [line] = await linesOf(org, "cites");
  expect(line?.monitor).toMatchObject({ checks: 48, failed: 8 });
  expect(line?.weights.n).toBeCloseTo(8 * 6 * 0.5, 9);
  const stored = await t.runtime.db.organisation(org.id, (tx) =>
    tx.evidence.count({ where: { organisationId: org.id } }),
  );
  expect(stored).toBe(16);
});

test("what another organisation has is as unknown as what nobody has", async () => {
  const org = await given();
  const other = await t.organisation("other");
  const theirs = await ask(org);
  expect(await refusal(reportOutcome(other.service, { decision: theirs.id, result: "success" }))).toMatchObject({
    kind: "not_found",
  });
  expect((await refusal(recordEvidence(other.service, cites()))).errors).toEqual([
    { path: "agent", message: "must be a registered agent" },
  ]);
});
