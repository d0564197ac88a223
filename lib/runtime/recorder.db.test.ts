import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDecisions } from "@/lib/db/decisions";
import { sequence } from "@/lib/db/ledger";
import { ledgered } from "@/lib/db/ledgered";
import { fromBody } from "@/lib/db/segment";
import { parsePact } from "@/lib/domain/parse-pact";
import { createRecorder } from "./recorder";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";

let t: TestRuntime;
let org: TestOrganisation;

const DOCUMENT = {
  surety: 1,
  pact: "refunds",
  title: "Refund desk",
  agent: "refund-bot",
  workflow: "refunds",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"], outside: "block" },
  clauses: [
    {
      key: "cap",
      title: "Stays under the cap",
      obligation: "No refund above 500.",
      severity: "major",
      owner: "desk",
      recertify: "P30D",
      require: "context.amount <= 500",
      on: { violation: "review" },
    },
  ],
};

/** Puts a live pact in place as publishing would leave it. */
async function publish(organisation: TestOrganisation): Promise<void> {
  const { db, clock, ids, snapshots } = t.runtime;
  const parsed = parsePact(DOCUMENT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const at = new Date(clock.now());
  const organisationId = organisation.id;
  const done = await ledgered(db, { organisationId, actor: organisation.author, now: clock.now(), ids }, async (tx) => {
    await tx.agent.create({
      data: {
        organisationId,
        slug: "refund-bot",
        name: "Bot",
        owner: "desk",
        release: "r1",
        createdAt: at,
        updatedAt: at,
      },
    });
    await tx.pact.create({ data: { organisationId, slug: "refunds", createdAt: at } });
    await tx.pactVersion.create({
      data: {
        organisationId,
        pact: "refunds",
        version: 1,
        state: "live",
        hash: "sha256:00",
        document: parsed.document as object,
        agent: "refund-bot",
        workflow: "refunds",
        mode: "enforce",
        editedBy: {},
        editedById: organisation.author.id,
        createdAt: at,
        editedAt: at,
        liveAt: at,
      },
    });
    return {
      result: null,
      entries: [{ kind: "pact.published", subject: "pact/refunds", payload: {} }],
      effect: "lowers" as const,
    };
  });
  await snapshots.reach(organisationId, done.revision ?? 0);
}

const ask = (amount: number, agent = "refund-bot") => ({ agent, action: "payments.refund", context: { amount } });

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await publish(org);
});
afterAll(() => t.stop());

describe("the recorder", () => {
  it("answers only what is stored, word for word", async () => {
    const [record] = await t.runtime.recorder.ask(org.id, [ask(120)]);
    expect(record?.answer).toMatchObject({ verdict: "allow", permitted: true, governed: true });
    const stored = await t.runtime.db.system((tx) =>
      tx.decisionSegment.findMany({ where: { organisationId: org.id } }),
    );
    expect(stored.flatMap((s) => fromBody(s.body)).find((r) => r.id === record?.id)).toEqual(
      JSON.parse(JSON.stringify(record)),
    );
  });

  it("commits what is asked at once in one statement", async () => {
    const before = await t.runtime.db.system((tx) => tx.decisionSegment.count({ where: { organisationId: org.id } }));
    const records = await Promise.all(Array.from({ length: 50 }, (_, i) => t.runtime.recorder.ask(org.id, [ask(i)])));
    expect(new Set(records.flat().map((r) => r.id)).size).toBe(50);
    const after = await t.runtime.db.system((tx) => tx.decisionSegment.count({ where: { organisationId: org.id } }));
    expect(after - before).toBe(1);
  });

  it("fails a request that cannot be written down alone, not with those that share its commit", async () => {
    const unfit = { ...ask(1), context: { amount: Number.POSITIVE_INFINITY } };
    const unstorable = { ...ask(900), context: { amount: 900, note: "\u0000" } }; // held: its request is a column of a row
    const all = [ask(1), unfit, ask(2), unstorable, ask(3)].map((one) => t.runtime.recorder.ask(org.id, [one]));
    const outcomes = await Promise.allSettled(all);
    const [first, , second, , third] = outcomes.map(({ status }) => status);
    expect([first, second, third]).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    for (const failed of [outcomes[1], outcomes[3]])
      expect(failed?.status === "rejected" && failed.reason).toMatchObject({ kind: "unavailable" });
  });

  it("never records an answer decided on a revision older than the last that lowered something", async () => {
    const { db, clock, ids, snapshots, recorder } = t.runtime;
    // A suspension made on another node: this one has not read it yet.
    const done = await ledgered(
      db,
      { organisationId: org.id, actor: org.operator, now: clock.now(), ids },
      async (tx) => {
        await tx.grant.create({
          data: {
            organisationId: org.id,
            id: ids.next("grt"),
            agent: "refund-bot",
            level: "suspended",
            reason: "stop",
            state: "active",
            requestedBy: {},
            requestedById: org.operator.id,
            createdAt: new Date(clock.now()),
            since: new Date(clock.now()),
          },
        });
        return {
          result: null,
          entries: [{ kind: "grant.lowered", subject: "agent/refund-bot", payload: {} }],
          effect: "lowers" as const,
        };
      },
    );
    expect(snapshots.peek(org.id)?.revision).toBeLessThan(done.revision ?? 0);
    const [record] = await recorder.ask(org.id, [ask(120)]);
    expect(record?.answer).toMatchObject({ verdict: "block", permitted: false, revision: done.revision });
    await ledgered(db, { organisationId: org.id, actor: org.operator, now: clock.now(), ids }, async (tx) => {
      await tx.grant.updateMany({ where: { organisationId: org.id }, data: { endedAt: new Date(clock.now()) } });
      return {
        result: null,
        entries: [{ kind: "grant.ended", subject: "agent/refund-bot", payload: {} }],
        effect: "loosens" as const,
      };
    });
    await snapshots.reload(org.id);
  });

  it("keeps a row for a held decision, with its review bound to the exact request", async () => {
    const [record] = await t.runtime.recorder.ask(org.id, [ask(900)]);
    expect(record?.answer.verdict).toBe("review");
    const review = await t.runtime.db.organisation(org.id, (tx) =>
      tx.review.findFirst({ where: { organisationId: org.id, decisionId: record?.id ?? "" } }),
    );
    expect(review).toMatchObject({ state: "pending", request: ask(900) });
    const index = await t.runtime.db.organisation(org.id, (tx) =>
      tx.decisionIndex.findUnique({ where: { organisationId_id: { organisationId: org.id, id: record?.id ?? "" } } }),
    );
    expect(index).toMatchObject({ verdict: "review", triggers: ["violation"], clauses: ["refunds/cap"] });
  });

  it("writes an exception for what ran outside every pact, and the sequencer enters it in the ledger", async () => {
    const { db, clock, ids, recorder, sequencer, snapshots } = t.runtime;
    const free = await t.organisation("lenient");
    await ledgered(db, { organisationId: free.id, actor: free.owner, now: clock.now(), ids }, async (tx) => {
      await tx.organisation.update({ where: { id: free.id }, data: { settings: { ungoverned: "allow" } } });
      return {
        result: null,
        entries: [{ kind: "organisation.changed", subject: "organisation", payload: {} }],
        effect: "loosens" as const,
      };
    });
    await snapshots.reload(free.id);
    const [record] = await recorder.ask(free.id, [ask(1, "stray-bot")]);
    expect(record?.answer).toMatchObject({ verdict: "allow", permitted: true, governed: false });
    await sequencer.settle(free.id);
    const entries = await db.organisation(free.id, (tx) =>
      tx.ledgerEntry.findMany({ where: { organisationId: free.id }, orderBy: { index: "asc" } }),
    );
    expect(entries.map((e) => e.kind)).toEqual(["organisation.changed", "exception.recorded", "decisions.sealed"]);
    expect(entries.map((e) => Number(e.index))).toEqual([0, 1, 2]);
  });

  it("finds every decision again after sealing has merged segments", async () => {
    const { recorder, sequencer, db } = t.runtime;
    const asked = [];
    for (let i = 0; i < 5; i++) asked.push(...(await recorder.ask(org.id, [ask(i)])));
    await sequencer.settle(org.id);
    const segments = await db.organisation(org.id, (tx) =>
      tx.decisionSegment.findMany({ where: { organisationId: org.id } }),
    );
    expect(segments.every((s) => s.sealedBy && s.root && s.salt)).toBe(true);
    const ids = segments.flatMap((s) => fromBody(s.body)).map((r) => r.id);
    for (const record of asked) expect(ids).toContain(record.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("gives one decision for one Idempotency-Key, however many ask at once", async () => {
    const { recorder, db } = t.runtime;
    const call = {
      key: "k-1",
      scope: "member:x POST /api/v1/decisions",
      bodyHash: "aa",
      keep: (r: unknown) => ({ status: 200, response: r }),
    };
    const present = (records: { id: string }[]) => ({ id: records[0]?.id });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => recorder.ask(org.id, [ask(7)], { call, present })),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ keyClash: true });
    const kept = await db.organisation(org.id, (tx) =>
      tx.idempotencyKey.findMany({ where: { organisationId: org.id, key: "k-1" } }),
    );
    expect(kept).toHaveLength(1);
  });

  it("sends callers away with a time to come back where too many wait, and loses none of the others", async () => {
    const { db } = t.runtime;
    let open = () => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    let reached = () => {};
    const underWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const record: typeof db.record = async (batch) => {
      reached();
      await held;
      return db.record(batch);
    };
    const recorder = createRecorder({ ...t.runtime, db: { ...db, record }, bound: 3 });
    const first = recorder.ask(org.id, [ask(1)]);
    await underWay;
    const waiting = [recorder.ask(org.id, [ask(2)]), recorder.ask(org.id, [ask(3), ask(4)])];
    const away = { kind: "unavailable", retryAfter: 1 };
    await expect(recorder.ask(org.id, [ask(5)])).rejects.toMatchObject(away);
    await expect(new Promise((done, refused) => recorder.take(org.id, [ask(6)], done, refused))).rejects.toMatchObject(
      away,
    );
    expect(recorder.waiting()).toBe(3);
    open();
    const answered = (await Promise.all([first, ...waiting])).flat();
    expect(answered.map((r) => r.request.context?.amount)).toEqual([1, 2, 3, 4]);
    const kept = await db.organisation(org.id, (tx) =>
      findDecisions(
        tx,
        org.id,
        answered.map((r) => r.id),
      ),
    );
    expect(kept.map((r) => r.id)).toEqual(answered.map((r) => r.id));
  });

  it("answers those that come back at once in a batch of their own, each once", async () => {
    const { recorder } = t.runtime;
    const asks = Array.from({ length: 12 }, async () => {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push(...(await recorder.ask(org.id, [ask(i)])).map((r) => r.id));
      return ids;
    });
    expect(new Set((await Promise.all(asks)).flat()).size).toBe(60);
  });

  it("answers what it took and refuses what comes later when it drains", async () => {
    const other = await testRuntime();
    const there = await other.organisation();
    const under = other.runtime.recorder.ask(there.id, [ask(1)]);
    const drained = other.runtime.recorder.drain();
    await expect(other.runtime.recorder.ask(there.id, [ask(2)])).rejects.toMatchObject({
      kind: "unavailable",
      retryAfter: 1,
    });
    await expect(under).resolves.toHaveLength(1);
    await drained;
    await other.stop();
  });
});

describe("the sequencer", () => {
  it("folds what has committed into a tree whose root any RFC 6962 verifier computes", async () => {
    const { db, clock, ids, sequencer } = t.runtime;
    const own = await t.organisation("tree");
    for (let i = 0; i < 9; i++) {
      await ledgered(db, { organisationId: own.id, actor: own.owner, now: clock.now(), ids }, async () => ({
        result: null,
        entries: [{ kind: "note.made", subject: `note/${i}`, payload: { i } }],
        effect: "none" as const,
      }));
      if (i % 2) await sequencer.settle(own.id);
    }
    await sequencer.settle(own.id);
    const { leafHash, merkleRoot } = await import("@/lib/domain/merkle");
    const { head, entries } = await db.organisation(own.id, async (tx) => ({
      head: await tx.ledgerHead.findUniqueOrThrow({ where: { organisationId: own.id } }),
      entries: await tx.ledgerEntry.findMany({ where: { organisationId: own.id }, orderBy: { index: "asc" } }),
    }));
    expect(Number(head.size)).toBe(9);
    const root = merkleRoot(entries.map((e) => leafHash(new TextEncoder().encode(e.leaf))));
    expect(head.root).toBe(Buffer.from(root).toString("hex"));
  });

  it("numbers each entry once when two nodes try at the same time", async () => {
    const { db, clock, ids } = t.runtime;
    const own = await t.organisation("race");
    await ledgered(db, { organisationId: own.id, actor: own.owner, now: clock.now(), ids }, async () => ({
      result: null,
      entries: [{ kind: "note.made", subject: "note", payload: {} }],
      effect: "none" as const,
    }));
    await Promise.all(Array.from({ length: 4 }, () => sequence(db, own.id, clock.now(), ids)));
    const head = await db.organisation(own.id, (tx) =>
      tx.ledgerHead.findUniqueOrThrow({ where: { organisationId: own.id } }),
    );
    expect(Number(head.size)).toBe(1);
  });
});
