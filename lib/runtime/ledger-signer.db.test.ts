import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCheckpoint } from "@/lib/domain/checkpoint";
import { verifyConsistency } from "@/lib/domain/merkle";
import { parseVerifierKey } from "@/lib/domain/note";
import { ledgerPage } from "@/lib/queries/ledger";
import { logCheckpoint, logConsistency, logKey } from "@/lib/queries/log";
import { createLedgerSigner, rotateLedgerKey } from "./ledger-signer";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";
import { makeEntries } from "./testing-ledger";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const checkpoint = async ({ auditor }: TestOrganisation) =>
  openCheckpoint(await logCheckpoint(auditor, null), [parseVerifierKey(await logKey(auditor, null))]);
/** As somebody with the database in their hands: past every guard of ours. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: t.runtime.db.url });
  await client.connect();
  await client.query("SET session_replication_role = replica"); // words: ok
  await client.query(sql, values);
  await client.end();
}

test("each signed head extends the one before, across tiles", async () => {
  const acme = await t.organisation("grows");
  let before = null as Awaited<ReturnType<typeof checkpoint>> | null;
  for (const count of [1, 3, 252, 1, 300]) {
    await makeEntries(t, acme, count);
    const now = await checkpoint(acme);
    if (before) {
      const { proof } = await logConsistency(acme.auditor, before.size);
      const hashes = proof.map((text) => new Uint8Array(Buffer.from(text, "base64")));
      expect(verifyConsistency(before.size, now.size, hashes, before.root, now.root)).toBe(true);
    }
    before = now;
  }
  expect(before?.size).toBe(557);
});

test("a log that was taken back to an earlier state is not signed", async () => {
  const acme = await t.organisation("back");
  await makeEntries(t, acme, 5);
  const [head] = await t.runtime.db.session((s) =>
    s.rows<{ frontier: unknown; root: string }>(
      "h",
      "SELECT frontier, root FROM ledger_head WHERE organisation_id = $1",
      [acme.id],
    ),
  );
  await makeEntries(t, acme, 2);
  const signed = await checkpoint(acme);
  await tamper('DELETE FROM ledger_entry WHERE organisation_id = $1 AND "index" >= 5', [acme.id]);
  await tamper("UPDATE ledger_head SET size = 5, frontier = $2, root = $3 WHERE organisation_id = $1", [
    acme.id,
    JSON.stringify(head?.frontier),
    head?.root,
  ]);
  // With the signed head gone as well, only what the signer keeps outside the database is left to tell.
  await tamper("DELETE FROM ledger_checkpoint WHERE organisation_id = $1", [acme.id]);
  expect(await t.runtime.ledgerSigner.sign(acme.id)).toBe("refused");
  await makeEntries(t, acme, 4);
  expect(await t.runtime.ledgerSigner.sign(acme.id)).toBe("refused");
  expect(signed.size).toBe(7);
});

test("an entry rewritten under the signer's eyes leaves the new head unsigned", async () => {
  const acme = await t.organisation("rewritten");
  await makeEntries(t, acme, 6);
  await tamper(
    `UPDATE ledger_entry SET leaf = replace(leaf, 'team.changed', 'team.created') WHERE organisation_id = $1 AND "index" = 2`,
    [acme.id],
  );
  await tamper("UPDATE ledger_head SET root = encode(sha256('rewritten'), 'hex') WHERE organisation_id = $1", [
    acme.id,
  ]);
  await makeEntries(t, acme, 1);
  expect(await t.runtime.ledgerSigner.sign(acme.id)).toBe("refused");
  expect((await checkpoint(acme)).size).toBe(6);
  const refused = await t.runtime.db.organisation(acme.id, (tx) => tx.ledgerCheckpoint.findFirst());
  expect(refused?.refused).toMatch(/entries were changed/);
});

test("a node without the log's key signs nothing", async () => {
  const acme = await t.organisation("stranger");
  await makeEntries(t, acme, 2);
  const { db, clock, ids, log } = t.runtime;
  const stranger = createLedgerSigner({ db, clock, ids, log, home: join(t.home, "stranger") });
  expect(await stranger.sign(acme.id)).toBe("not here");
});

test("after a rotation both keys vouch, and the old signature is still that of the one who pinned it", async () => {
  const acme = await t.organisation("rotates");
  await makeEntries(t, acme, 3);
  const old = parseVerifierKey(await logKey(acme.auditor, null));
  rotateLedgerKey(t.home);
  expect(await t.runtime.ledgerSigner.sign(acme.id)).toBe("signed");
  const next = parseVerifierKey(await logKey(acme.auditor, null));
  expect(next.id).not.toBe(old.id);
  const note = await logCheckpoint(acme.auditor, null);
  expect(openCheckpoint(note, [old]).size).toBe(3);
  expect(openCheckpoint(note, [next]).size).toBe(3);
  await t.runtime.sequencer.settle(acme.id);
  const { lines } = await ledgerPage(acme.auditor, {}, 1);
  expect(lines[0]?.says).toMatch(/is signed with a new key/);
  expect(readFileSync(join(t.home, "ledger-key.pem"), "utf8").match(/BEGIN/g)).toHaveLength(2);
});

test("a signer that lost its own files still goes on from the signed head, never before it", async () => {
  const acme = await t.organisation("lost");
  await makeEntries(t, acme, 4);
  rmSync(join(t.home, "ledger-heads"), { recursive: true });
  await tamper("UPDATE ledger_head SET size = 3 WHERE organisation_id = $1", [acme.id]);
  expect(await t.runtime.ledgerSigner.sign(acme.id)).toBe("refused");
});
