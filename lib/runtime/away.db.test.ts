import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDecision } from "@/lib/db/decisions";
import { openSpool } from "@/lib/db/spool";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { createAway } from "./away";
import { createRecorder } from "./recorder";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";

let t: TestRuntime;
let org: TestOrganisation;
const folder = mkdtempSync(join(tmpdir(), "surety-spool-"));

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
});
afterAll(async () => {
  await t.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A database that answers, refuses, or carries a commit out and falls silent over it. */
type Mood = "here" | "gone" | "silent";

/** A recorder whose database does as it is told. */
function recorderOn(dir: string) {
  const { runtime } = t;
  const state = { mood: "here" as Mood };
  const gone = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const db: typeof runtime.db = {
    ...runtime.db,
    async record(batch) {
      if (state.mood === "gone") throw gone;
      const result = await runtime.db.record(batch);
      if (state.mood === "silent") throw new Error("the database did not answer within 3000 ms");
      return result;
    },
    async probe() {
      if (state.mood !== "here") throw gone;
      await runtime.db.probe();
    },
  };
  const spool = openSpool(dir, t.clock.now);
  const away = createAway({ ...runtime, db, spool, every: 0 });
  return { state, away, recorder: createRecorder({ ...runtime, db, away }) };
}

const exceptions = () =>
  t.runtime.db.organisation(org.id, (tx) =>
    tx.exception.findMany({ where: { organisationId: org.id, kind: "fail_open" }, orderBy: { id: "asc" } }),
  );
const stored = (id: string) => t.runtime.db.organisation(org.id, (tx) => findDecision(tx, org.id, id));

describe("while the database is away", () => {
  it("answers by risk, and records all of it, each an exception in the ledger, when it is back", async () => {
    await furnish();
    const { state, away, recorder } = recorderOn(join(folder, "a"));
    state.mood = "gone";
    const ask = (action: string) => recorder.ask(org.id, [{ agent: "refund-bot", action, workflow: "refunds" }]);
    const [low] = await ask("refund.note");
    const [medium] = await ask("refund.small");
    const [high] = await ask("refund.large");
    const [critical] = await ask("refund.all");
    expect([low, medium, high, critical].map((one) => one?.answer.verdict)).toEqual([
      "allow",
      "allow",
      "review",
      "block",
    ]);
    expect([low, medium, high, critical].every((one) => one?.answer.away)).toBe(true);

    t.clock.advance(61_000);
    expect((await ask("refund.large"))[0]?.answer.verdict).toBe("block");
    t.clock.advance(15 * 60_000);
    expect((await ask("refund.small"))[0]?.answer.verdict).toBe("block");
    const [still] = await ask("refund.note");
    expect(still?.answer).toMatchObject({ verdict: "allow", permitted: true });

    await expect(
      recorder.ask(org.id, [{ agent: "refund-bot", action: "refund.note" }], {
        call: { key: "k", scope: "s", bodyHash: "h", keep: () => ({ status: 200, response: {} }) },
        present: () => ({}),
      }),
    ).rejects.toMatchObject({ kind: "unavailable" });
    expect(away.since()).not.toBeNull();

    state.mood = "here";
    await away.look();
    expect(away.since()).toBeNull();
    const told = await exceptions();
    expect(told).toHaveLength(7);
    expect(told[2]?.detail).toMatchObject({ verdict: "review", risk: "high", permitted: false });
    expect((await stored(low?.id ?? ""))?.answer).toEqual(JSON.parse(JSON.stringify(low?.answer)));
    const review = await t.runtime.db.organisation(org.id, (tx) =>
      tx.review.findFirst({ where: { organisationId: org.id, decisionId: high?.id ?? "" } }),
    );
    expect(review?.id).toBe(high?.review?.id);
    await t.runtime.sequencer.settle(org.id);
    expect((await exceptions()).every(({ entryId }) => entryId !== null)).toBe(true);
    const [after] = await recorder.ask(org.id, [{ agent: "refund-bot", action: "refund.all", workflow: "refunds" }]);
    expect(after?.answer).toMatchObject({ verdict: "allow" });
    expect(after?.answer.away).toBeUndefined();
  });

  it("loses nothing and doubles nothing where the process dies before, or in the middle of, the handing over", async () => {
    const dir = join(folder, "b");
    const { state, recorder } = recorderOn(dir);
    const before = (await exceptions()).length;
    state.mood = "gone";
    const ask = () => recorder.ask(org.id, [{ agent: "refund-bot", action: "refund.note" }]);
    const ids = (await Promise.all(Array.from({ length: 20 }, ask))).flat().map(({ id }) => id);
    // The next process finds the file as it is; its handing over breaks off after the batch is stored, then runs again.
    const [name] = readdirSync(dir);
    const left = readFileSync(join(dir, name ?? ""));
    const next = recorderOn(dir);
    await next.away.recover();
    writeFileSync(join(dir, name ?? ""), Buffer.concat([left, Buffer.from('deadbeef {"half a li')]));
    await next.away.recover();
    expect(readdirSync(dir)).toEqual([]);
    expect((await exceptions()).length).toBe(before + 20);
    for (const id of ids) expect((await stored(id))?.id).toBe(id);
    const counted = await t.runtime.db.organisation(org.id, (tx) =>
      tx.decisionIndex.count({ where: { organisationId: org.id, id: { in: ids } } }),
    );
    expect(counted).toBe(20);
  });

  it("keeps one decision where a commit that the database fell silent over had gone through", async () => {
    const { state, away, recorder } = recorderOn(join(folder, "c"));
    state.mood = "silent";
    const [answered] = await recorder.ask(org.id, [{ agent: "refund-bot", action: "refund.note" }]);
    expect(answered?.answer.away).toBeDefined();
    state.mood = "here";
    await away.look();
    const segments = await t.runtime.db.organisation(org.id, (tx) =>
      tx.decisionSegment.findMany({ where: { organisationId: org.id, lastId: answered?.id ?? "" } }),
    );
    expect(segments).toHaveLength(1);
    const told = await exceptions();
    expect(told.filter(({ decisionId }) => decisionId === answered?.id)).toHaveLength(1);
  });

  it("does not count a refusal as absence: what the database refuses while it is there is not answered", async () => {
    const { away, state } = recorderOn(join(folder, "d"));
    expect(await away.suspect(Object.assign(new Error("duplicate"), { code: "23505" }))).toBe(false);
    expect(await away.suspect(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toBe(false);
    state.mood = "gone";
    expect(await away.suspect(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toBe(true);
  });

  it("answers what bears least risk even where the disk takes nothing, and nothing else", async () => {
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    const { state, recorder } = recorderOn(blocked);
    state.mood = "gone";
    const ask = (action: string) => recorder.ask(org.id, [{ agent: "refund-bot", action, workflow: "refunds" }]);
    expect((await ask("refund.note"))[0]?.answer.verdict).toBe("allow");
    await expect(ask("refund.small")).rejects.toMatchObject({ kind: "unavailable" });
  });
});

/** An agent, its workflow with an action of each risk, and a live pact over them. */
async function furnish(): Promise<void> {
  const { db, snapshots, clock } = t.runtime;
  const clause = {
    key: "never",
    title: "Never all at once",
    obligation: "No refund of everything.",
    severity: "major",
    owner: "platform",
    recertify: "P30D",
    require: 'action != "refund.everything"',
    on: { violation: "block" },
  };
  const document = testPact((written) => {
    Object.assign(written, { scope: { actions: ["refund.*"] }, clauses: [clause] });
  });
  const actions = [
    { name: "refund.note", risk: "low" },
    { name: "refund.small", risk: "medium" },
    { name: "refund.large", risk: "high" },
    { name: "refund.all", risk: "critical" },
  ];
  await storePact(db, org.id, document, { now: clock.now() });
  await db.organisation(org.id, (tx) =>
    tx.workflow.updateMany({ where: { organisationId: org.id, slug: "refunds" }, data: { actions } }),
  );
  await snapshots.reload(org.id);
}
