import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/lib/db/database";
import { openIncident } from "@/lib/services/incidents/open";
import { createLive, type Live, type LiveMessage } from "./live";
import { createSnapshots } from "./snapshots";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

let made = 0;
async function given(): Promise<TestOrganisation> {
  const org = await t.organisation(`acme-${++made}`);
  const at = new Date(t.clock.now());
  const row = { organisationId: org.id, slug: "bot", name: "Bot", owner: "desk", release: "r1" };
  await t.runtime.db.organisation(org.id, (tx) => tx.agent.create({ data: { ...row, createdAt: at, updatedAt: at } }));
  return org;
}
const incident = (org: TestOrganisation, title: string) =>
  openIncident(org.operator, { agent: "bot", severity: "low", title });

/** What one follower has heard; `until` resolves once it fits. */
async function follow(live: Live, org: TestOrganisation, after: bigint | null = null) {
  const heard: LiveMessage[] = [];
  const waiting = new Set<() => void>();
  const hear = (message: LiveMessage) => {
    heard.push(message);
    for (const look of waiting) look();
  };
  const stop = await live.follow(org.id, hear, after);
  const titles = () =>
    heard.flatMap((one) => (one.kind === "event" ? [(one.event.payload as { title: string }).title] : []));
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => fits() && resolve(void waiting.delete(look));
      waiting.add(look);
      look();
    });
  return { heard, titles, until, stop };
}

test("a follower hears the revision, then what happens, in its own organisation alone", async () => {
  const [org, other] = [await given(), await given()];
  const mine = await follow(t.runtime.live, org);
  const theirs = await follow(t.runtime.live, other);
  await incident(org, "one");
  await incident(other, "theirs");
  await incident(org, "two");
  await mine.until(() => mine.titles().length === 2);
  await theirs.until(() => theirs.titles().length === 1);
  expect(mine.titles()).toEqual(["one", "two"]);
  expect(theirs.titles()).toEqual(["theirs"]);
  expect(mine.heard[0]).toMatchObject({ kind: "revision", revision: 1 });
  mine.stop();
  await incident(org, "unheard");
  expect(mine.titles()).toEqual(["one", "two"]);
});

test("from any message on, everything after it is told once and in order", async () => {
  const org = await given();
  const first = await follow(t.runtime.live, org);
  for (const title of ["a", "b", "c"]) await incident(org, title);
  await first.until(() => first.titles().length === 3);
  for (const { cursor } of [...first.heard]) {
    const upTo = first.heard.filter((one) => one.kind === "event" && one.cursor <= cursor).length;
    const again = await follow(t.runtime.live, org, cursor);
    await again.until(() => again.titles().length === 3 - upTo);
    expect(again.titles()).toEqual(["a", "b", "c"].slice(upTo));
    again.stop();
  }
  const cursors = first.heard.map(({ cursor }) => cursor);
  expect(cursors).toEqual([...cursors].sort((x, y) => Number(x - y)));
});

test("hundreds that were missed are told, while more come", async () => {
  const org = await given();
  const rows = Array.from({ length: 1200 }, (_, i) => ({
    organisationId: org.id,
    id: `out_${i}`,
    kind: "incident.opened",
    subject: "x",
    payload: { title: `m${i}` },
    createdAt: new Date(t.clock.now()),
  }));
  await t.runtime.db.organisation(org.id, (tx) => tx.outbox.createMany({ data: rows }));
  const [late] = await Promise.all([follow(t.runtime.live, org, 0n), incident(org, "meanwhile")]);
  await late.until(() => late.titles().length === 1201);
  expect(late.titles().slice(0, 3)).toEqual(["m0", "m1", "m2"]);
  expect(new Set(late.titles()).size).toBe(1201);
});

const someoneWaits = async () => {
  const waiting = await t.runtime.db.system(
    (tx) => tx.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return waiting.length > 0;
};

test("whoever has seen a number has seen all smaller ones: none is committed late", async () => {
  const org = await given();
  const post = (title: string) => ({
    organisationId: org.id,
    id: `out_${title}`,
    kind: "incident.opened",
    subject: "x",
    payload: { title },
    createdAt: new Date(t.clock.now()),
  });
  const follower = await follow(t.runtime.live, org);
  let inserted = () => {};
  const early = new Promise<void>((resolve) => {
    inserted = resolve;
  });
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const slow = t.runtime.db.organisation(org.id, async (tx) => {
    await tx.outbox.create({ data: post("early") });
    inserted();
    await held;
  });
  await early;
  let through = false;
  const quick = t.runtime.db
    .organisation(org.id, (tx) => tx.outbox.create({ data: post("late") }))
    .then(() => {
      through = true;
    });
  // Until the second one waits for the first, or (which must not be) is through and heard before it.
  while (!through && !(await someoneWaits()));
  if (through) {
    t.runtime.live.wake(org.id);
    await follower.until(() => follower.titles().length === 1);
  }
  commit();
  await Promise.all([slow, quick]);
  t.runtime.live.wake(org.id);
  await follower.until(() => follower.titles().length === 2);
  expect(follower.titles()).toEqual(["early", "late"]);
});

test("another node hears of it, also of what moved no revision", async () => {
  const org = await given();
  const db = openDatabase(t.runtime.db.url);
  const snapshots = createSnapshots(db, t.clock);
  const live = createLive({ db, snapshots, log: t.runtime.log });
  const stop = await db.listen({
    change: (organisationId, revision) => void snapshots.reach(organisationId, revision),
    posted: live.wake,
    gap: live.heal,
  });
  const there = await follow(live, org);
  const { revision } = await incident(org, "here");
  await there.until(() => there.titles().length === 1);
  await there.until(() => there.heard.some((one) => one.kind === "revision" && one.revision === revision));
  const row = { id: "out_quiet", kind: "grant.requested", subject: "x", payload: { title: "quiet" } };
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.outbox.create({ data: { organisationId: org.id, ...row, createdAt: new Date(t.clock.now()) } }),
  );
  await there.until(() => there.titles().length === 2);
  expect(there.titles()).toEqual(["here", "quiet"]);
  await stop();
  await db.close();
});
