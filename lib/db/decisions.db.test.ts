import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DecisionRequest, Verdict } from "@/lib/domain/decision";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import type { DecisionFilter } from "./decision-filter";
import { decisionsIn } from "./decision-search";
import { listDecisions, type Search } from "./decisions";
import { sequence } from "./ledger";
import { type DecisionRecord, fromBody } from "./segment";
import { bodiesOf, segmentHeads } from "./segment-heads";
import { storePact, testPact } from "./testing-pact";

let t: TestRuntime;
let org: TestOrganisation;
/** Newest first. */
let all: DecisionRecord[];

const AGENTS = ["refund-bot", "order-bot", "nobody"];
const ACTIONS = ["payments.refund", "orders.look", "payroll.pay"];

/** Asks in rounds; each is sealed but the last: what is listed stands in both forms. */
async function ask(rounds: number): Promise<void> {
  const { recorder, db, ids } = t.runtime;
  for (let round = 0; round < rounds; round++) {
    const requests = Array.from({ length: 12 }, (_, i): DecisionRequest => {
      const agent = round < 70 ? (AGENTS[(i + round) % 3] as string) : "order-bot";
      const action = ACTIONS[(i * 5 + round) % 3] as string;
      return { agent, action, context: { amount: 100 * i, other: { agent: "refund-bot", id: "dec_0" } } };
    });
    await recorder.ask(org.id, requests);
    t.clock.advance(60_000);
    if (round < rounds - 2) await sequence(db, org.id, t.clock.now(), ids);
  }
}

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  const { db, clock } = t.runtime;
  const shadowed = testPact((written) => {
    written.pact = "orders";
    written.agent = "order-bot";
    written.mode = "shadow";
  });
  await storePact(db, org.id, testPact(), { now: clock.now() });
  await storePact(db, org.id, shadowed, { now: clock.now() });
  await ask(90);
  const stored = await db.system((tx) => tx.decisionSegment.findMany({ where: { organisationId: org.id } }));
  expect(stored.some(({ sealedBy }) => sealedBy === null) && stored.some(({ sealedBy }) => sealedBy !== null)).toBe(
    true,
  );
  all = stored.flatMap(({ body }) => fromBody(body)).sort((a, b) => (a.id < b.id ? 1 : -1));
});
afterAll(() => t.stop());

/** The filter's words, taken literally. */
function wants(f: DecisionFilter): (record: DecisionRecord) => boolean {
  return ({ request, answer }) => {
    const said = [...answer.because, ...(answer.shadow?.because ?? [])];
    const pacts = [...answer.pacts, ...said].map(({ pact }) => pact);
    const clauses = said.flatMap(({ pact, clause }) => [
      `${pact}/${clause}`,
      ...(f.pact === undefined || f.pact === pact ? [clause] : []),
    ]);
    const any = (wanted: readonly string[] | undefined, had: readonly unknown[]) =>
      wanted === undefined || wanted.some((one) => had.includes(one));
    return (
      any(f.agent, [request.agent]) &&
      any(f.verdict, [answer.verdict]) &&
      any(f.workflow === undefined ? undefined : [f.workflow], [answer.workflow]) &&
      any(f.pact === undefined ? undefined : [f.pact], pacts) &&
      any(
        f.trigger,
        said.map(({ trigger }) => trigger),
      ) &&
      any(f.clause, clauses) &&
      (f.permitted === undefined || f.permitted === answer.permitted) &&
      (f.governed === undefined || f.governed === answer.governed) &&
      answer.decidedAt >= (f.from ?? 0) &&
      answer.decidedAt < (f.to ?? Infinity)
    );
  };
}

const some = (values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
const one = (values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const flag = fc.option(fc.boolean(), { nil: undefined });
const instant = fc.option(
  fc.integer({ min: -5, max: 95 }).map((minutes) => Date.parse("2026-11-22T12:00:00Z") + minutes * 60_000),
  { nil: undefined },
);
const rarely = <T>(of: fc.Arbitrary<T | undefined>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });
const filters: fc.Arbitrary<DecisionFilter> = fc.record({
  agent: rarely(some([...AGENTS, "unheard-of"])),
  pact: rarely(one(["refunds", "orders", "none"])),
  clause: rarely(some(["cites", "refunds/cites", "orders/fast", "none"])),
  verdict: rarely(some(["allow", "degrade", "review", "block"]) as fc.Arbitrary<Verdict[] | undefined>),
  trigger: rarely(some(["missing", "violation", "scope", "no_pact", "drift"])),
  workflow: rarely(one(["refunds", "payroll"])),
  permitted: rarely(flag),
  governed: rarely(flag),
  from: rarely(instant),
  to: rarely(instant),
});

describe("the list of decisions", () => {
  it("holds what the filter wants and nothing else, newest first, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(3, 40, 2000), async (filter, limit) => {
        const expected = all.filter(wants(filter)).map(({ id }) => id);
        const page = (before?: string) =>
          t.runtime.db.organisation(org.id, (tx) => listDecisions(tx, org.id, filter, limit, before));
        const first = await page();
        expect(first.map(({ id }) => id)).toEqual(expected.slice(0, limit));
        if (first.length < limit) return;
        const second = await page(first.at(-1)?.id);
        expect(second.map(({ id }) => id)).toEqual(expected.slice(limit, 2 * limit));
      }),
      { numRuns: 60 },
    );
  });

  it("opens no segment but those that a page is made of", async () => {
    // Only the oldest hold it: they are found by what they hold, not by looking into the others.
    const [oldest] = all.filter(({ request }) => request.agent === "nobody").slice(-1);
    let opened = 0;
    const watched: Search = (bodies, ...asked) => {
      opened += bodies.length;
      return decisionsIn(bodies, ...asked);
    };
    const filter = { agent: ["nobody"], to: (oldest?.answer.decidedAt ?? 0) + 1 };
    const found = await t.runtime.db.organisation(org.id, (tx) =>
      listDecisions(tx, org.id, filter, 5, undefined, watched),
    );
    expect(found.at(-1)?.id).toBe(oldest?.id);
    expect(opened).toBe(1);
  });
});

it("reads what it found although the sealer merges it meanwhile, and cannot write", async () => {
  const { db, clock, ids } = t.runtime;
  await db.view(org.id, async (tx) => {
    const { value: page } = await segmentHeads(tx, org.id, {}, undefined).next();
    await sequence(db, org.id, clock.now(), ids);
    const bodies = await bodiesOf(tx, org.id, page?.heads ?? []);
    expect(bodies).toHaveLength(page?.heads.length ?? 0);
    expect(page?.heads.length).toBeGreaterThan(2);
    await expect(tx.agent.deleteMany({ where: { organisationId: org.id } })).rejects.toThrow("read-only");
  });
});
