import { createHash, generateKeyPairSync, type JsonWebKey, sign } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pruneDecisions } from "@/lib/db/retention";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { KEY_TYPE, pinText } from "@/lib/domain/key-pin";
import { preAuthenticated } from "@/lib/domain/signed-evidence";
import { exportPage } from "@/lib/queries/exports";
import { keyPins } from "@/lib/queries/key-pins";
import { population } from "@/lib/queries/population";
import { textsAt } from "@/lib/runtime/name-records";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { nameServer } from "@/lib/runtime/testing-dns";
import { recordEvidence } from "../evidence/record";
import { recordExport } from "../exports/record";
import { putIssuer } from "../issuers/put";
import { eraseEntry } from "../ledger/erase";
import { changeOrganisation } from "../organisations/change";
import { checkKeyPin } from "../pins/check";
import { countersignKey } from "../pins/countersign";
import { placeHold } from "./place";
import { pruneRetained } from "./prune";
import { releaseHold } from "./release";

const DAY = 24 * 3600_000;
let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
});
afterAll(() => t.stop());

const refused = (asked: Promise<unknown>) =>
  asked.then(
    () => "",
    (error: Error) => error.message,
  );

test("while a legal hold is in force nothing is erased or pruned, whatever asks for it; released, it is", async () => {
  const { result: hold } = await placeHold(org.owner, { reason: "a dispute" });
  await t.runtime.sequencer.settle(org.id);
  expect(await refused(eraseEntry(org.owner, { index: 0, reason: "asked to" }))).toMatch(/legal hold/);
  const bare = t.runtime.db.organisation(
    org.id,
    (tx) => tx.$executeRaw`UPDATE ledger_entry SET salt = NULL, payload = NULL WHERE organisation_id = ${org.id}`,
  );
  expect(await refused(bare)).toMatch(/SY010|legal hold/);
  await changeOrganisation(org.owner, { settings: { decisionRetention: "P90D" } });
  expect((await pruneRetained(org.owner, {})).entries).toEqual([]);
  await releaseHold(org.owner, { id: hold.id, reason: "settled" });
  expect(await refused(releaseHold(org.owner, { id: hold.id, reason: "again" }))).toMatch(/released before/);
  await t.runtime.sequencer.settle(org.id);
  expect((await eraseEntry(org.owner, { index: 0, reason: "asked to" })).result.index).toBe(0);
});

test("decisions past their retention go, sealed ones alone, and a shorter retention than reports need is refused", async () => {
  expect(await refused(changeOrganisation(org.owner, { settings: { decisionRetention: "P30D" } }))).toBeTruthy();
  const other = await t.organisation("other");
  await changeOrganisation(other.owner, { settings: { decisionRetention: "P90D" } });
  const now = t.clock.now();
  const segment = (name: string, days: number, sealed: boolean) => ({
    ...{ organisationId: other.id, firstId: `dec_${name}`, lastId: `dec_${name}`, node: "test", count: 2, revision: 1 },
    ...{ fromAt: new Date(now - days * DAY), toAt: new Date(now - days * DAY), body: Buffer.from(""), tally: [] },
    ...{ rolled: sealed, sealedBy: sealed ? "led_x" : null },
  });
  await t.runtime.db.organisation(other.id, (tx) =>
    tx.decisionSegment.createMany({
      data: [segment("a", 100, true), segment("b", 100, false), segment("c", 10, true)],
    }),
  );
  const { result, entries } = await pruneRetained(other.owner, {});
  expect(result).toEqual({ decisions: 2, more: false });
  expect(entries).toHaveLength(1);
  const left = await t.runtime.db.organisation(other.id, (tx) =>
    pruneDecisions(tx, other.id, new Date(now - 90 * DAY)),
  );
  expect(left.decisions).toBe(0);
});

test("a population is complete page by page, and its rows and digest stand in the ledger", async () => {
  const record = (i: number) => ({
    ...{ agent: "refund-bot", pact: "refunds", clause: "fast", passed: 1, failed: 0, source: `lab ${i}` },
    observedAt: new Date(t.clock.now() - i * 1000).toISOString(),
  });
  for (const from of [0, 300])
    await recordEvidence(
      org.service,
      Array.from({ length: 300 }, (_, i) => record(from + i)),
    );
  const seen: unknown[] = [];
  const of = { pact: "refunds", from: t.clock.now() - 549_500, to: t.clock.now() + 1 };
  for await (const page of population(org.auditor, "evidence", of)) seen.push(...page.map(({ source }) => source));
  expect(seen).toHaveLength(550);
  expect(new Set(seen).size).toBe(550);
  const sha256 = createHash("sha256").update("x").digest("hex");
  const asked = { id: "exp_1", what: "evidence", format: "csv", pact: "refunds" } as const;
  await recordExport(org.auditor, { ...asked, from: null, to: of.to, count: 1000, sha256, complete: true });
  expect((await exportPage(org.auditor, 10))[0]).toMatchObject({
    id: "exp_1",
    count: 1000,
    sha256,
    by: { name: "auditor" },
  });
});

test("the key is found where a name server publishes it, or said not to be, or nobody to have answered; a counterparty countersigns it once, nobody else does", async () => {
  await t.runtime.sequencer.settle(org.id);
  const name = "_surety.acme.example";
  const dns = await nameServer();
  const found = async (patience?: number) => {
    const lookUp = (asked: string) => textsAt(asked, { servers: [dns.address], patience });
    return (await checkKeyPin(org.owner, lookUp)).result.found;
  };
  expect(await refused(found())).toMatch(/No name is set/);
  await changeOrganisation(org.owner, { settings: { keyName: name } });
  const key = (await keyPins(org.auditor)).key as string;
  expect(await found()).toBe("not_found");
  dns.texts.set(name, []);
  expect(await found()).toBe("not_found");
  dns.texts.set(name, ["v=spf1", pinText("another")]);
  expect(await found()).toBe("differs");
  dns.mood = "silent";
  expect(await found(100)).toBe("failed");
  dns.mood = "refuses";
  expect(await found()).toBe("failed");
  dns.mood = "answers";
  dns.texts.set(name, ["v=spf1", pinText("another"), pinText(key)]);
  expect(await found()).toBe("matches");
  expect((await keyPins(org.auditor)).dns).toMatchObject({ name, found: "matches" });
  await dns.stop();
  expect(await found(100)).toBe("failed");
  expect(await refused(checkKeyPin(org.auditor))).toMatch(/role/);

  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = publicKey.export({ format: "jwk" }) as JsonWebKey;
  const envelopeOf = (text: string) => ({
    payloadType: KEY_TYPE,
    payload: Buffer.from(text).toString("base64"),
    signatures: [{ sig: sign(null, preAuthenticated(KEY_TYPE, Buffer.from(text)), privateKey).toString("base64") }],
  });
  const say = (text: string) => refused(countersignKey(org.auditor, { report: "rpt_1", envelope: envelopeOf(text) }));
  expect(await say(key)).toBeTruthy();
  await putIssuer(org.owner, { slug: "globex", name: "Globex", kind: "counterparty", keys: [jwk as never] });
  expect(await say("surety/other+1+x")).toBeTruthy();
  expect(await say(key)).toBe("");
  expect(await say(key)).toMatch(/before/);
  expect((await keyPins(org.auditor)).countersigned).toMatchObject([{ issuer: "globex", name: "Globex" }]);
});
