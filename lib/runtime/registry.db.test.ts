import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acknowledge, beat, buryDead } from "@/lib/db/nodes";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact());
});
afterAll(() => t.stop());

const node = (id: string, pid = process.pid) => ({
  ...{ id, startedAt: t.clock.now(), version: "1", host: "here", pid, decided: [] },
});
const reach = (id: string, revision: number) =>
  acknowledge(t.runtime.db, id, new Map([[org.id, revision]]), t.clock.now());

/** A verified drift whose lowering is revision 9. */
async function drift(): Promise<() => Promise<number | null>> {
  const id = `dft_${randomUUID()}`;
  const at = new Date(t.clock.now());
  await t.runtime.db.system((tx) =>
    tx.drift.create({
      data: {
        ...{ organisationId: org.id, id, agent: "refund-bot", pact: "refunds", clause: "cites", release: "r1" },
        ...{ evidenceHash: "x", state: "verified", e: 10, suspectedAt: at, verifiedAt: at, says: "it drifts" },
        enforcedRevision: 9,
      },
    }),
  );
  return async () => {
    const row = await t.runtime.db.system((tx) => tx.drift.findFirstOrThrow({ where: { id } }));
    return row.enforcedAt?.getTime() ?? null;
  };
}

test("a node that is cut off keeps the clock open, and its word stops it", async () => {
  await beat(t.runtime.db, node("aaaa"), t.clock.now());
  await beat(t.runtime.db, node("bbbb"), t.clock.now());
  await reach("bbbb", 8);
  const enforcedAt = await drift();
  await reach("aaaa", 9);
  expect(await enforcedAt()).toBeNull();
  t.clock.advance(40_000);
  await beat(t.runtime.db, node("aaaa"), t.clock.now());
  expect(await enforcedAt()).toBeNull();
  await reach("bbbb", 9);
  expect(await enforcedAt()).toBe(t.clock.now());
});

test("a node that was silent for longer than it may answer alone keeps no clock open", async () => {
  await beat(t.runtime.db, node("cccc"), t.clock.now());
  await reach("cccc", 8);
  const enforcedAt = await drift();
  t.clock.advance(899_999);
  await beat(t.runtime.db, node("aaaa"), t.clock.now());
  expect(await enforcedAt()).toBeNull();
  t.clock.advance(1);
  await beat(t.runtime.db, node("aaaa"), t.clock.now());
  expect(await enforcedAt()).toBe(t.clock.now());
});

test("processes of this machine that died leave the register at the next start; others stay", async () => {
  await beat(t.runtime.db, node("dead", 1), t.clock.now());
  await beat(t.runtime.db, { ...node("away", 1), host: "elsewhere" }, t.clock.now());
  await buryDead(t.runtime.db, "here", (pid) => pid !== 1);
  const left = await t.runtime.db.system((tx) => tx.node.findMany({ select: { id: true } }));
  expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining(["aaaa", "away"]));
  expect(left.map(({ id }) => id)).not.toContain("dead");
});
