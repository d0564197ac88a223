import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sequence } from "@/lib/db/ledger";
import { floorTo, GRAINS } from "@/lib/db/rollup";
import { type Counted, countKinds } from "@/lib/db/rollup-read";
import { fromBody } from "@/lib/db/segment";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { DecisionRequest } from "@/lib/domain/decision";
import { type DecisionKind, kindOf, kindText } from "@/lib/domain/decision-kind";
import type { MetricScope } from "@/lib/domain/metric";
import { type PactProgram, programOf } from "@/lib/domain/program";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { recordEvidence } from "../evidence/record";

let t: TestRuntime;
let org: TestOrganisation;
/** Every decision with its kind, recounted from what is stored, one by one. */
let all: { kind: DecisionKind; at: number }[];

const START = Date.parse("2026-11-20T21:30:00Z");
const AGENTS = ["refund-bot", "order-bot", 'odd"bot'];
const ACTIONS = ["payments.refund", "orders.look", "payroll.pay"];

const request = (i: number): DecisionRequest => ({
  agent: AGENTS[(i * 7) % 3] as string,
  action: ACTIONS[(i * 5) % 3 === 0 ? (i % 11) % 3 : i % 2] as string,
  context: { amount: (i * 37) % 700, other: { action: "payroll.pay", agent: "nobody" } },
});

const settle = () => sequence(t.runtime.db, org.id, t.clock.now(), t.runtime.ids);

beforeAll(async () => {
  t = await testRuntime(START);
  org = await t.organisation();
  const { db, recorder, snapshots } = t.runtime;
  const orders = testPact((written) => {
    Object.assign(written, { pact: "orders", agent: "order-bot" });
    Object.assign(written.clauses[1] as object, { when: "context.amount > 300" });
  });
  const documents = [testPact(), orders];
  const [refundsHash = "", ordersHash = ""] = [
    await storePact(db, org.id, documents[0] as never, { now: START }),
    await storePact(db, org.id, documents[1] as never, { now: START }),
  ];
  for (const { pact, agent } of documents) {
    await prove(agent, pact, "fast");
    if (pact === "refunds") await prove(agent, pact, "cites");
  }
  await snapshots.reload(org.id);
  for (let round = 0; round < 60; round++) {
    await recorder.ask(
      org.id,
      Array.from({ length: 30 }, (_, i) => request(30 * round + i)),
    );
    t.clock.advance(((round * 13) % 97) * 60_000 + round * 1_001);
    if (round % 3 > 0 && round < 57) await settle();
    // As if the version before had sealed these.
    if (round === 20)
      await db.system(async (tx) => {
        await tx.decisionRollup.deleteMany({});
        await tx.decisionSegment.updateMany({ data: { rolled: false } });
      });
  }
  const stored = await db.system((tx) => tx.decisionSegment.findMany({ where: { organisationId: org.id } }));
  expect(stored.filter(({ sealedBy }) => sealedBy === null)).not.toHaveLength(0);
  const programs = new Map<string, PactProgram>([
    [refundsHash, programOf(documents[0] as never)],
    [ordersHash, programOf(documents[1] as never)],
  ]);
  all = stored
    .flatMap(({ body }) => fromBody(body))
    .map(({ request: asked, answer }) => ({
      kind: kindOf(
        asked,
        answer,
        answer.pacts.flatMap(({ hash }) => programs.get(hash) ?? []),
      ),
      at: answer.decidedAt,
    }));
  expect(all).toHaveLength(1_800);
  // Some rested on evidence always, some as their `when` said, some not at all.
  const permits = all.filter(({ kind }) => kind.permitted).map(({ kind }) => `${kind.pacts} ${kind.rested}`);
  expect([...new Set(permits)]).toEqual(expect.arrayContaining(["refunds true", "orders true", "orders false"]));
});
afterAll(() => t.stop());

const prove = (agent: string, pact: string, clause: string) =>
  recordEvidence(org.service, {
    ...{
      agent,
      pact,
      clause,
      passed: 50,
      failed: 0,
      source: "qa-lab",
      observedAt: new Date(t.clock.now()).toISOString(),
    },
  });

const summed = (counted: readonly Counted[]) => {
  const sums = new Map<string, number>();
  for (const { at, count, ...kind } of counted) {
    const key = `${at} ${kindText(kind)}`;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
};

const scopes: fc.Arbitrary<MetricScope> = fc.record(
  {
    agent: fc.constantFrom(...AGENTS, "unheard-of"),
    workflow: fc.constantFrom("refunds", "none"),
    pact: fc.constantFrom("refunds", "orders"),
  },
  { requiredKeys: [] },
);
const minute = fc.integer({ min: -60, max: 60 * 75 }).map((minutes) => START + minutes * GRAINS.minute);

describe("rollups", () => {
  it("equal a full recount of what is stored, whatever the stretch, the scope and the buckets", async () => {
    const bucket = fc.constantFrom(null, "hour" as const, "day" as const);
    await fc.assert(
      fc.asyncProperty(minute, minute, scopes, bucket, async (a, b, scope, by) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const { db } = t.runtime;
        const counted = await db.organisation(org.id, (tx) => countKinds(tx, org.id, { from, to }, scope, by));
        const wanted = all.filter(
          ({ kind, at }) =>
            at >= from &&
            at < to &&
            (scope.agent === undefined || scope.agent === kind.agent) &&
            (scope.workflow === undefined || scope.workflow === kind.workflow) &&
            (scope.pact === undefined || kind.pacts.includes(scope.pact)),
        );
        const recounted = wanted.map(({ kind, at }) => ({ ...kind, at: by === null ? 0 : floorTo(at, by), count: 1 }));
        expect(summed(counted)).toEqual(summed(recounted));
      }),
      { numRuns: 30 },
    );
  });

  it("count a decision from the moment it is committed, and once", async () => {
    const stretch = () => ({ from: floorTo(START, "hour"), to: t.clock.now() + 1 });
    const sum = async () => {
      const counted = await t.runtime.db.organisation(org.id, (tx) => countKinds(tx, org.id, stretch()));
      return counted.reduce((n, { count }) => n + count, 0);
    };
    await t.runtime.recorder.ask(org.id, [request(1), request(2)]);
    expect(await sum()).toBe(1_802);
    while ((await settle())?.more);
    expect(await sum()).toBe(1_802);
  });
});
