import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { Receipt } from "@/lib/domain/receipt";
import { verifyFile } from "@/lib/domain/verify";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { makeEntries } from "@/lib/runtime/testing-ledger";
import { askDecision, askEach } from "@/lib/services/decisions/ask";
import { ledgerPage } from "./ledger";
import { decisionReceipt, entryReceipt, logBundle, subjectReceipt } from "./log-files";

let t: TestRuntime;
let acme: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  acme = await t.organisation("acme");
  await makeEntries(t, acme, 300);
});
afterAll(() => t.stop());

const verified = (file: unknown) => verifyFile(JSON.stringify(file));
const bent = (receipt: Receipt, change: (copy: Receipt) => void) => {
  const copy = structuredClone(receipt);
  change(copy);
  return () => verified(copy);
};

test("a range of the ledger verifies without us, and shows that it extends what was seen", async () => {
  const bundle = await logBundle(acme.auditor, 250, 270, 100);
  expect(bundle.earlier?.size).toBe(100);
  expect(verified(bundle)).toMatchObject({ kind: "bundle", entries: 20, erased: 0 });
  expect(verified(await logBundle(acme.auditor, 0))).toMatchObject({ entries: 300 });
});

test("a bundle that cannot be is refused with its field", async () => {
  await expect(logBundle(acme.auditor, 301)).rejects.toMatchObject({ errors: [{ path: "from" }] });
  await expect(logBundle(acme.auditor, 0, 9, 301)).rejects.toMatchObject({ errors: [{ path: "since" }] });
});

test("an entry's receipt proves its place and its facts, and nothing else", async () => {
  const receipt = await entryReceipt(acme.auditor, 257);
  expect(verified(receipt)).toMatchObject({ kind: "receipt", facts: { subject: "team/t256" } });
  expect(bent(receipt, ({ entry }) => Object.assign(entry ?? {}, { facts: { subject: "team/t1" } }))).toThrow(
    /#257.*not those/,
  );
  expect(bent(receipt, (copy) => Object.assign(copy, { proof: copy.proof.replace("index 257", "index 256") }))).toThrow(
    /#256: it does not stand/,
  );
  await expect(subjectReceipt(acme.auditor, { subject: "team/unknown" })).rejects.toMatchObject({ kind: "not_found" });
});

test("a decision's receipt leads from its own line to the signed head, with many decisions beside it", async () => {
  await storePact(t.runtime.db, acme.id, testPact(), { teams: { platform: [acme.operator.id] } });
  await t.runtime.snapshots.reload(acme.id);
  const requests = Array.from({ length: 70 }, (_, i) => ({
    agent: "refund-bot",
    action: "payments.refund",
    context: { amount: i },
  }));
  const decisions = await askEach(acme.service, requests, (all) => all);
  const one = await askDecision(acme.service, { agent: "nobody", action: "anything" });
  for (const id of [decisions[0]?.id, decisions[69]?.id, one.id]) {
    const receipt = await decisionReceipt(acme.auditor, id ?? "");
    expect(verified(receipt)).toMatchObject({ kind: "receipt", facts: { id }, leaf: { kind: "decisions.sealed" } });
    const other = (text: string) => text.replace('"action":"', '"action":"x');
    expect(
      bent(receipt, ({ decision }) => Object.assign(decision ?? {}, { record: other(decision?.record ?? "") })),
    ).toThrow(/does not stand/);
    expect(receipt.proof.length).toBeLessThan(2048);
  }
  await expect(decisionReceipt(acme.auditor, "dec_unknown")).rejects.toMatchObject({ kind: "not_found" });
});

test("nobody gets a receipt of another organisation's entry or decision", async () => {
  const globex = await t.organisation("globex");
  await makeEntries(t, globex, 1);
  const { id } = await askDecision(acme.service, { agent: "nobody", action: "anything" });
  await expect(decisionReceipt(globex.auditor, id ?? "")).rejects.toMatchObject({ kind: "not_found" });
  await expect(entryReceipt(globex.auditor, 5)).rejects.toMatchObject({ kind: "not_found" });
});

test("each day says how many entries it added, up to the newest number", async () => {
  const { days: before, head } = await ledgerPage(acme.auditor, {}, 1);
  expect([before.length, before.at(-1)?.entries]).toEqual([90, head.size]);
  t.clock.advance(2 * 86_400_000);
  await makeEntries(t, acme, 7);
  const { days, head: later } = await ledgerPage(acme.auditor, {}, 1);
  expect(days.slice(-4).map(({ entries }) => entries)).toEqual([0, head.size, 0, later.size - head.size]);
});
