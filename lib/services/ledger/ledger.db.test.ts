import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLedger, auditLedgers } from "@/lib/db/ledger-audit";
import { verifyFile } from "@/lib/domain/verify";
import { entryReceipt, logBundle } from "@/lib/queries/log-files";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { makeEntries } from "@/lib/runtime/testing-ledger";
import { askDecision } from "@/lib/services/decisions/ask";
import { eraseEntry } from "./erase";

let t: TestRuntime;
let acme: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  acme = await t.organisation("acme");
  await makeEntries(t, acme, 280);
});
afterAll(() => t.stop());

/** As somebody with the database in their hands: past every guard of ours. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: t.runtime.db.url });
  await client.connect();
  await client.query("SET session_replication_role = replica"); // words: ok
  await client.query(sql, values);
  await client.end();
}
const audit = ({ id }: TestOrganisation) => auditLedger(t.runtime.db, id);

test("what is erased is gone, says so, and still proves its place, as do receipts given before", async () => {
  const before = await entryReceipt(acme.auditor, 12);
  await expect(eraseEntry(acme.auditor, { index: 12, reason: "asked to" })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await eraseEntry(acme.owner, { index: 12, reason: "Ana asked to be forgotten" });
  await t.runtime.sequencer.settle(acme.id);
  const after = await entryReceipt(acme.auditor, 12);
  expect(after.entry).toMatchObject({ facts: null, salt: null });
  expect(verifyFile(JSON.stringify(before)).facts).toMatchObject({ subject: "team/t11" });
  expect(verifyFile(JSON.stringify(after)).erased).toBe(1);
  const bundle = await logBundle(acme.auditor, 10);
  expect(JSON.stringify(bundle.entries[2])).not.toContain("t11");
  expect(verifyFile(JSON.stringify(bundle))).toMatchObject({ erased: 1 });
  expect(bundle.entries.at(-1)?.facts).toMatchObject({
    subject: "entry/12",
    payload: { reason: "Ana asked to be forgotten" },
  });
  await expect(eraseEntry(acme.owner, { index: 12, reason: "again" })).rejects.toMatchObject({ kind: "conflict" });
  await expect(eraseEntry(acme.owner, { index: 280, reason: "hide it" })).rejects.toMatchObject({ kind: "conflict" });
  await expect(eraseEntry(acme.owner, { index: 999, reason: "none" })).rejects.toMatchObject({ kind: "not_found" });
  expect(await audit(acme)).toEqual({ size: 281, problem: null });
});

test("who did it, and to what, is never changed without its facts being erased", async () => {
  const change = t.runtime.db.organisation(acme.id, (tx) =>
    tx.ledgerEntry.updateMany({ where: { organisationId: acme.id, index: 3 }, data: { subject: "team/other" } }),
  );
  await expect(change).rejects.toThrow(/append-only/);
});

test("walking the whole ledger finds the first thing that is wrong, whatever it is", async () => {
  const globex = await t.organisation("globex");
  await makeEntries(t, globex, 258);
  await askDecision(globex.service, { agent: "nobody", action: "anything" });
  await t.runtime.sequencer.settle(globex.id);
  const { size, problem } = await audit(globex);
  expect([size >= 259, problem]).toEqual([true, null]);
  await tamper(`UPDATE decision_segment SET salt = sha256('x') WHERE organisation_id = $1`, [globex.id]);
  expect((await audit(globex)).problem).toMatch(/^entry #\d+: the decisions are not those that it sealed/);
  await tamper(
    `UPDATE ledger_entry SET leaf = replace(leaf, 'changed', 'created'), kind = 'team.created' WHERE organisation_id = $1 AND "index" = 200`,
    [globex.id],
  );
  expect((await audit(globex)).problem).toBe("entry #200: its leaf is not what its tile holds");
  await tamper(`UPDATE ledger_entry SET payload = '{"name":"x"}' WHERE organisation_id = $1 AND "index" = 9`, [
    globex.id,
  ]);
  expect((await audit(globex)).problem).toBe("entry #9: its facts are not those that were sealed");
  await tamper(`DELETE FROM ledger_entry WHERE organisation_id = $1 AND "index" = 4`, [globex.id]);
  expect((await audit(globex)).problem).toBe("entry #4: it is missing");
  const found: [string, string | null][] = [];
  await auditLedgers(t.runtime.db, t.clock.now, (id, one) => found.push([id, one.problem]));
  expect(Object.fromEntries(found)).toEqual({ [acme.id]: null, [globex.id]: "entry #4: it is missing" });
});
