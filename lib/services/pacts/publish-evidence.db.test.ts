import { afterAll, beforeAll, expect, test } from "vitest";
import { standing } from "@/lib/domain/standing";
import { type Written, writtenPact } from "@/lib/domain/testing-pacts";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putAgent } from "../agents/put";
import { recordEvidence } from "../evidence/record";
import { putTeam } from "../teams/put";
import { approvePact } from "./approve";
import { publishPact } from "./publish";
import { savePact } from "./save";
import { submitPact } from "./submit";

let suite: TestRuntime;
let org: TestOrganisation;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  await putAgent(org.author, { slug: "refund-bot", name: "Bot", owner: "orders", release: "r1", candidates: ["r2"] });
  for (const slug of ["refunds-platform", "orders"]) await putTeam(org.owner, { slug, name: slug, members: [] });
});
afterAll(() => suite.stop());

type Change = (clause: Written) => void;
/** The pact with its one clause `reads-orders` (not per release, from anybody), changed. */
function draft(pact: string, change: Change = () => {}) {
  const whole = writtenPact();
  const clause = { ...whole.clauses[1], score: undefined };
  change(clause);
  return {
    pact,
    text: JSON.stringify({ ...whole, pact, clauses: [clause], settlement: undefined }),
    format: "json" as const,
  };
}
async function publish(pact: string, change?: Change) {
  suite.clock.advance(60_000);
  const { hash } = (await savePact(org.author, draft(pact, change))).result;
  await submitPact(org.author, { pact, hash });
  await approvePact(org.approver, { pact, hash });
  return (await publishPact(org.author, { pact, hash })).result;
}
const prove = (pact: string, more: object = {}) =>
  recordEvidence(org.operator, {
    agent: "refund-bot",
    pact,
    clause: "reads-orders",
    passed: 10,
    failed: 0,
    source: "lab",
    observedAt: new Date(suite.clock.now()).toISOString(),
    ...more,
  });
const stands = async (pact: string) => {
  const report = standing(await suite.runtime.snapshots.get(org.id), "refund-bot", suite.clock.now());
  return report?.pacts.find((one) => one.pact === pact)?.clauses[0]?.standing;
};

test("evidence for a draft's hash counts from the publication on", async () => {
  const { hash } = (await savePact(org.author, draft("proven"))).result;
  await prove("proven", { draft: hash });
  expect((await publish("proven")).missing).toEqual([]);
  expect(await stands("proven")).toBe("met");
});

test("a version that rewords an obligation starts that clause missing, and says so beforehand", async () => {
  await publish("reworded");
  await prove("reworded");
  const reword: Change = (clause) => Object.assign(clause, { obligation: "Otherwise." });
  expect((await savePact(org.author, draft("reworded", reword))).result.missing).toEqual(["reads-orders"]);
  expect((await publish("reworded", reword)).missing).toEqual(["reads-orders"]);
  expect(await stands("reworded")).toBe("unproven");
});

test("a version that changes nothing of what evidence is bound to keeps it", async () => {
  await publish("kept");
  await prove("kept");
  expect((await publish("kept", (clause) => Object.assign(clause, { title: "Reads little" }))).missing).toEqual([]);
  expect(await stands("kept")).toBe("met");
});

test("a version that asks for more checks reads the stored evidence anew: too little of it counts no more", async () => {
  await publish("checks");
  await prove("checks");
  expect((await publish("checks", (clause) => Object.assign(clause.evidence, { minChecks: 50 }))).missing).toEqual([
    "reads-orders",
  ]);
  expect(await stands("checks")).toBe("unproven");
  expect((await publish("checks", (clause) => Object.assign(clause.evidence, { minChecks: 10 }))).missing).toEqual([]);
  expect(await stands("checks")).toBe("met");
});

test("a version that makes evidence per release sorts the stored records by release", async () => {
  await publish("releases");
  await prove("releases", { release: "r2" });
  expect(await stands("releases")).toBe("met");
  const perRelease: Change = (clause) => Object.assign(clause.evidence, { perRelease: true });
  expect((await publish("releases", perRelease)).missing).toEqual(["reads-orders"]);
  expect(await stands("releases")).toBe("unproven");
  await prove("releases");
  expect(await stands("releases")).toBe("met");
});

const reword: Change = (clause) => Object.assign(clause, { obligation: "The same in other words." });
async function submitted(pact: string, change: Change) {
  const { hash } = (await savePact(org.author, draft(pact, change))).result;
  await submitPact(org.author, { pact, hash });
  return hash;
}

test("an approver carries evidence over where only the wording changed, and the ledger says so", async () => {
  await publish("carried");
  await prove("carried");
  const hash = await submitted("carried", reword);
  const approved = (await approvePact(org.approver, { pact: "carried", hash, carryOver: ["reads-orders"] })).result;
  expect(approved).toMatchObject({ carried: ["reads-orders"], missing: [] });
  expect((await publishPact(org.author, { pact: "carried", hash })).result.missing).toEqual([]);
  expect(await stands("carried")).toBe("met");
  const again: Change = (clause) => Object.assign(clause, { obligation: "In yet other words." });
  const next = await submitted("carried", again);
  await approvePact(org.approver, { pact: "carried", hash: next });
  await approvePact(org.approver, { pact: "carried", hash: next, carryOver: ["reads-orders"] });
  await publishPact(org.author, { pact: "carried", hash: next });
  expect(await stands("carried")).toBe("met");
  const entries = await suite.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({
      where: { organisationId: org.id, subject: "pact/carried", kind: "pact.approved" },
      orderBy: { seq: "asc" },
    }),
  );
  expect(entries.map(({ payload }) => (payload as { carried: string[] }).carried)).toEqual([
    [],
    ["reads-orders"],
    [],
    ["reads-orders"],
  ]);
});

test("evidence is never carried over where more than the wording changed", async () => {
  await publish("more");
  await prove("more");
  const hash = await submitted("more", (clause) => {
    reword(clause);
    clause.evidence.target = 0.5;
  });
  const refused = approvePact(org.approver, { pact: "more", hash, carryOver: ["reads-orders", "unknown"] });
  await expect(refused).rejects.toMatchObject({
    kind: "invalid",
    errors: [{ path: "carryOver.0" }, { path: "carryOver.1" }],
  });
});

test("an edit voids what was carried over with the approval", async () => {
  await publish("voided");
  await prove("voided");
  const hash = await submitted("voided", reword);
  await approvePact(org.approver, { pact: "voided", hash, carryOver: ["reads-orders"] });
  await savePact(org.author, draft("voided"));
  expect((await publish("voided", reword)).missing).toEqual(["reads-orders"]);
  expect(await stands("voided")).toBe("unproven");
});
