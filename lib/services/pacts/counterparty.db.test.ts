import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { CONSENT } from "@/lib/domain/countersign";
import { isSuretyError } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { sharedContract } from "@/lib/queries/contract";
import { pactVersion } from "@/lib/queries/pact";
import { pactSource } from "@/lib/queries/pact-source";
import { redlinePage } from "@/lib/queries/redlines";
import { trustReport } from "@/lib/queries/report";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { findReport } from "../reports/find";
import { revokeReport } from "../reports/revoke";
import { shareReport } from "../reports/share";
import { declineRedline, takeRedline } from "./answer-redline";
import { approvePact } from "./approve";
import { countersignPact } from "./countersign";
import { proposeRedline } from "./propose-redline";
import { publishPact } from "./publish";
import { savePact } from "./save";
import { submitPact } from "./submit";

let suite: TestRuntime;
let org: TestOrganisation;
let other: TestOrganisation;

beforeAll(async () => {
  suite = await testRuntime();
  org = await suite.organisation();
  other = await suite.organisation("other");
});
afterAll(() => suite.stop());

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  return isSuretyError(error) ? error.code : error;
};
const expiresAt = () => new Date(suite.clock.now() + 86_400_000).toISOString();
const link = async (pact: string, more: object = {}) => {
  const { url } = (
    await shareReport(org.author, { pact, audience: "Globex", expiresAt: expiresAt(), countersign: true, ...more })
  ).result;
  const found = await findReport(url.split("/").at(-1) ?? "");
  if (!found) throw new Error("the link opens nothing");
  return found;
};
const surety = () => systemActor(org.id);
const jane = { name: "Jane Doe", email: "Jane@Globex.example" };

/** A pact with a counterparty, in force as `pact`. */
async function inForce(pact: string): Promise<string> {
  const document = testPact((written) => {
    Object.assign(written, { pact, parties: { provider: "Acme AI", counterparty: "Globex" } });
  });
  return storePact(suite.runtime.db, org.id, document, { now: suite.clock.now() });
}

test("a countersignature binds one wording, and stands on the pact and in its trust report until that is another", async () => {
  const hash = await inForce("signed");
  const report = await link("signed");
  const word = { report: report.id, hash, ...jane, consent: " i agree. " };
  await countersignPact(surety(), word);
  expect(await refused(countersignPact(surety(), { ...word, name: "J. Doe" }))).toBe("countersigned");
  await suite.runtime.sequencer.settle(org.id);
  const { countersignatures } = await pactVersion(org.auditor, "signed");
  expect(countersignatures).toMatchObject([
    { name: "Jane Doe", email: "jane@globex.example", hash, audience: "Globex", ledgerNumber: expect.any(Number) },
  ]);
  const shown = await trustReport(surety(), { ...report, redact: [] });
  expect(shown.countersignatures).toMatchObject([{ name: "Jane Doe", number: countersignatures[0]?.ledgerNumber }]);
  expect((await trustReport(surety(), { ...report, redact: ["owners"] })).countersignatures[0]?.name).toBeNull();
  const next = testPact((written) => {
    Object.assign(written, {
      pact: "signed",
      title: "Other",
      parties: { provider: "Acme AI", counterparty: "Globex" },
    });
  });
  await storePact(suite.runtime.db, org.id, next, { version: 2, now: suite.clock.now() });
  expect((await pactVersion(org.auditor, "signed")).countersignatures).toEqual([]);
  expect(await refused(countersignPact(surety(), word))).toBe("hash_mismatch");
});

test("nothing but the typed consent signs, and only through a link that asks for it", async () => {
  const hash = await inForce("asked");
  const asking = await link("asked");
  const telling = await link("asked", { countersign: false });
  const word = { hash, ...jane, consent: CONSENT };
  expect(await refused(countersignPact(surety(), { ...word, report: asking.id, consent: "yes" }))).toBe("invalid");
  expect(await refused(countersignPact(surety(), { ...word, report: asking.id, email: "jane" }))).toBe("invalid");
  expect(await refused(countersignPact(surety(), { ...word, report: telling.id }))).toBe("not_found");
  expect(await refused(sharedContract(telling))).toBe("not_found");
  expect(await refused(countersignPact(systemActor(other.id), { ...word, report: asking.id }))).toBe("not_found");
  await revokeReport(org.author, { id: asking.id });
  expect(await refused(countersignPact(surety(), { ...word, report: asking.id }))).toBe("closed");
});

test("who signs sees all of it, and signs for somebody", async () => {
  await inForce("whole");
  const share = (more: object) => refused(link("whole", more));
  expect(await share({ redact: ["amounts"] })).toBe("invalid");
  expect(await share({ redact: ["reasons"] })).toBeNull();
  await storePact(
    suite.runtime.db,
    org.id,
    testPact((written) => Object.assign(written, { pact: "own" })),
    {},
  );
  expect(await refused(link("own"))).toBe("invalid");
});

const yaml = (obligation: string) => `# Agreed with counsel.
surety: 1
pact: worded
title: Refund desk
agent: refund-bot
workflow: refunds
parties: { provider: Acme AI, counterparty: Globex }
scope: { actions: [payments.refund] }
clauses:
  # The one that they care for.
  - key: cites
    title: Cites the policy
    obligation: ${obligation}
    severity: minor
    owner: platform
    recertify: P30D
    require: context.amount <= 500
    on: { violation: block } # never less
`;

test("a redline changes nothing by itself; an author takes it over into a draft, comments and all, and it is signed before it is in force", async () => {
  const saved = (await savePact(org.author, { pact: "worded", text: yaml("Names a paragraph."), format: "yaml" }))
    .result;
  await submitPact(org.author, { pact: "worded", hash: saved.hash });
  const report = await link("worded");
  const contract = await sharedContract(report);
  expect(contract.shown).toMatchObject({ version: 1, state: "in_review", hash: saved.hash });
  const said = { report: report.id, hash: saved.hash, ...jane };
  expect(await refused(proposeRedline(surety(), { ...said, wordings: { cites: "Names a paragraph." } }))).toBe(
    "invalid",
  );
  const { id } = (await proposeRedline(surety(), { ...said, wordings: { cites: "Names the very paragraph." } })).result;
  expect((await pactVersion(org.auditor, "worded")).hash).toBe(saved.hash);
  expect(await refused(takeRedline(org.approver, { id }))).toBe("forbidden");
  expect(await refused(takeRedline(other.author, { id }))).toBe("not_found");
  const taken = (await takeRedline(org.author, { id })).result;
  expect(taken).toMatchObject({ version: 1, state: "draft" });
  expect((await pactSource(org.author, "worded")).text).toBe(yaml("Names the very paragraph."));
  expect(await refused(takeRedline(org.author, { id }))).toBe("answered");
  expect((await redlinePage(org.author, "worded", { limit: 10 }))[0]).toMatchObject({ state: "taken", takenInto: 1 });
  expect(await refused(sharedContract(report))).toBe("not_found");
  await submitPact(org.author, { pact: "worded", hash: taken.hash });
  await countersignPact(surety(), { ...said, hash: taken.hash, consent: CONSENT });
  expect((await sharedContract(report)).redlines).toMatchObject([{ id, state: "taken" }]);
  expect((await pactVersion(org.auditor, "worded")).countersignatures).toHaveLength(1);
});

test("a wording that was changed since is not overwritten; the rest may be taken over, or all of it declined with a reason", async () => {
  const hash = await inForce("overtaken");
  const report = await link("overtaken");
  const wordings = { cites: "Every refund names its paragraph and its date.", fast: "Answers at once." };
  const propose = async () =>
    (await proposeRedline(surety(), { report: report.id, hash, ...jane, wordings })).result.id;
  const [first, second] = [await propose(), await propose()];
  const { document } = await pactVersion(org.author, "overtaken");
  const edited = {
    ...document,
    clauses: document.clauses.map((one) => (one.key === "fast" ? { ...one, obligation: "Answers in a second." } : one)),
  };
  await savePact(org.author, { pact: "overtaken", text: JSON.stringify(edited), format: "json" });
  expect(await refused(takeRedline(org.author, { id: first }))).toBe("reworded");
  expect((await redlinePage(org.author, "overtaken", { limit: 10 }))[0]?.overtaken).toEqual(["fast"]);
  await takeRedline(org.author, { id: first, clauses: ["cites"] });
  const draft = await pactVersion(org.author, "overtaken", 2);
  expect(draft.document.clauses.map(({ obligation }) => obligation)).toEqual([wordings.cites, "Answers in a second."]);
  await declineRedline(org.author, { id: second, reason: "Agreed otherwise." });
  expect((await sharedContract(report)).redlines.map(({ state, reason }) => [state, reason])).toEqual([
    ["declined", "Agreed otherwise."],
    ["taken", null],
  ]);
});

test("a save enters only what changed, and the publication the whole document", async () => {
  const text = (obligation: string) => yaml(obligation).replace("pact: worded", "pact: entered");
  await savePact(org.author, { pact: "entered", text: text("Names a paragraph."), format: "yaml" });
  const { hash } = (await savePact(org.author, { pact: "entered", text: text("Names it."), format: "yaml" })).result;
  await suite.runtime.db.organisation(org.id, (tx) =>
    tx.team.createMany({
      data: [{ organisationId: org.id, slug: "platform", name: "Platform", createdAt: new Date(0) }],
      skipDuplicates: true,
    }),
  );
  await submitPact(org.author, { pact: "entered", hash });
  await approvePact(org.approver, { pact: "entered", hash });
  await publishPact(org.author, { pact: "entered", hash });
  const entries = await suite.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ where: { organisationId: org.id, subject: "pact/entered" }, orderBy: { seq: "asc" } }),
  );
  const of = (kind: string) => entries.filter((one) => one.kind === kind).map(({ payload }) => payload);
  expect(of("pact.drafted")[1]).toMatchObject({
    hash,
    changes: [{ clause: "cites", path: "obligation", says: "obligation reworded" }],
  });
  expect(JSON.stringify(of("pact.drafted"))).not.toContain("Agreed with counsel");
  expect(JSON.stringify(of("pact.drafted")).length).toBeLessThan(1000);
  expect(of("pact.published")[0]).toMatchObject({ hash, document: { pact: "entered" } });
});
