import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWitness } from "@/lib/cli/witness";
import { logState } from "@/lib/db/tree";
import { checkpointText, openCheckpoint } from "@/lib/domain/checkpoint";
import { parseVerifierKey, verifierKeyText } from "@/lib/domain/note";
import { logCheckpoint, logKey } from "@/lib/queries/log";
import { witnessList } from "@/lib/queries/witnesses";
import { addWitness } from "@/lib/services/witnesses/add";
import { removeWitness } from "@/lib/services/witnesses/remove";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";
import { makeEntries } from "./testing-ledger";
import { createWitnessing, type Witnessing } from "./witnessing";

let t: TestRuntime;
let asking: Witnessing;
const stops: (() => void)[] = [];
beforeAll(async () => {
  t = await testRuntime();
  asking = createWitnessing(t.runtime);
});
afterAll(async () => {
  for (const stop of stops) stop();
  await t.stop();
});

/** A witness of an organisation's log, listening. */
async function witnessOf({ auditor, slug }: TestOrganisation) {
  const logs = [await logKey(auditor, null)];
  const home = join(t.home, `witness-${slug}`);
  const { server, key } = createWitness({ name: `witness.example/${slug}`, logs, home });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key };
}

test("a witness cosigns each head that extends the last, and the checkpoint carries its line", async () => {
  const acme = await t.organisation("acme");
  await makeEntries(t, acme, 3);
  const { url, key } = await witnessOf(acme);
  const { result } = await addWitness(acme.owner, { url: `${url}/`, key: verifierKeyText(key) });
  for (const more of [1, 300]) {
    await makeEntries(t, acme, more);
    await asking.round();
    const keys = [parseVerifierKey(await logKey(acme.auditor, null)), key];
    expect(openCheckpoint(await logCheckpoint(acme.auditor, null), keys).witnesses).toEqual(["witness.example/acme"]);
  }
  expect(await witnessList(acme.auditor)).toMatchObject([{ id: result.id, size: 305, problem: null }]);
  await removeWitness(acme.owner, { id: result.id });
  expect(await witnessList(acme.auditor)).toEqual([]);
});

test("a history rewritten and signed again with the real key gets no cosignature, and the problem is told", async () => {
  const acme = await t.organisation("forged");
  await makeEntries(t, acme, 6);
  const { url, key } = await witnessOf(acme);
  await addWitness(acme.owner, { url, key: verifierKeyText(key) });
  await makeEntries(t, acme, 1);
  await asking.round();
  await makeEntries(t, acme, 1);
  const state = await t.runtime.db.session((session) => logState(session, acme.id));
  if (!state) throw new Error("no log");
  const text = checkpointText({ ...state.head, root: new Uint8Array(32) });
  const note = `${text}\n${t.runtime.ledgerSigner.signText(state, text)}`;
  const client = new pg.Client({ connectionString: t.runtime.db.url });
  await client.connect();
  await client.query("SET session_replication_role = replica"); // words: ok
  await client.query("UPDATE ledger_checkpoint SET note = $2 WHERE organisation_id = $1", [acme.id, note]);
  await client.end();
  await asking.round();
  const [witness] = await witnessList(acme.auditor);
  expect(witness?.size).toBe(8);
  expect(witness?.problem).toMatch(/answered 422/);
});

test("a witness that cannot be reached, or is none, is told and leaves the ledger working", async () => {
  const acme = await t.organisation("alone");
  await makeEntries(t, acme, 2);
  const { key } = await witnessOf(acme);
  await addWitness(acme.owner, { url: "http://127.0.0.1:9", key: verifierKeyText(key) });
  await asking.round();
  expect(await witnessList(acme.auditor)).toMatchObject([{ size: 0, problem: "it could not be reached" }]);
  // A house for many: what an owner names must not lead into our own network.
  await createWitnessing({ ...t.runtime, url: "https://surety.example" }).round();
  expect(await witnessList(acme.auditor)).toMatchObject([{ problem: "its address lies in a private network" }]);
  // Left alone for a while, then asked again.
  const due = { problem: "it could not be reached" };
  await asking.round();
  expect(await witnessList(acme.auditor)).not.toMatchObject([due]);
  t.clock.advance(4_000);
  await asking.round();
  expect(await witnessList(acme.auditor)).toMatchObject([due]);
  await makeEntries(t, acme, 1);
  expect(
    openCheckpoint(await logCheckpoint(acme.auditor, null), [parseVerifierKey(await logKey(acme.auditor, null))]).size,
  ).toBe(4);
});

test("only an owner names witnesses, by a key that cosigns", async () => {
  const acme = await t.organisation("named");
  await makeEntries(t, acme, 1);
  const { url, key } = await witnessOf(acme);
  await expect(addWitness(acme.auditor, { url, key: verifierKeyText(key) })).rejects.toMatchObject({
    kind: "forbidden",
  });
  for (const bad of ["nonsense", await logKey(acme.auditor, null)])
    await expect(addWitness(acme.owner, { url, key: bad })).rejects.toMatchObject({ errors: [{ path: "key" }] });
  await addWitness(acme.owner, { url, key: verifierKeyText(key) });
  await expect(addWitness(acme.owner, { url, key: verifierKeyText(key) })).rejects.toMatchObject({ kind: "conflict" });
});
