/** Random organisations for properties of `decide`: pacts, evidence, grants, overrides, incidents; and requests to them. */
import fc from "fast-check";
import { documentHash, evidenceHash } from "./canonical.ts";
import type { DecisionRequest } from "./decision.ts";
import { type EvidenceRecord, lineRelease } from "./evidence.ts";
import { applyEvidence, newLine } from "./line.ts";
import type { Clause, Consequence, Limits, PactDocument, Trigger } from "./pact.ts";
import { parseSettings } from "./settings.ts";
import type { ClauseLine, Latch, OrganisationState } from "./state.ts";

export const HOUR = 3_600_000;
export const NOW = Date.parse("2026-11-22T12:00:00Z");

const action = fc.constantFrom("pay.refund", "pay.send", "orders.look", "orders");
const pattern = fc.constantFrom("pay.refund", "pay.*", "orders.*", "*");
const limits: fc.Arbitrary<Limits> = fc.record(
  {
    amount: fc.record({ max: fc.constantFrom(10, 50) }),
    currency: fc.record({ only: fc.subarray(["EUR", "USD"], { minLength: 1 }) }),
  },
  { requiredKeys: ["amount"] },
);
const consequence: fc.Arbitrary<Consequence> = fc.oneof(
  fc.constantFrom<Consequence>({ do: "block" }, { do: "review" }, { do: "settle" }, { do: "degrade" }),
  limits.map((all) => ({ do: "degrade" as const, limits: all })),
);
const level = fc.constantFrom("low" as const, "medium" as const, "high" as const, "critical" as const);

export const clauseOf = (key: string): fc.Arbitrary<Clause> =>
  fc
    .record({
      severity: fc.constantFrom("critical" as const, "major" as const, "minor" as const),
      actions: fc.option(fc.array(pattern, { minLength: 1, maxLength: 2 }), { nil: undefined }),
      when: fc.constantFrom(
        undefined,
        undefined,
        "context.amount > 20",
        "context.nothing == 1",
        "has(context.currency)",
      ),
      require: fc.constantFrom(undefined, undefined, "context.amount <= 40", 'context.currency == "EUR"'),
      evidence: fc.option(
        fc.record({
          method: fc.constantFrom("eval" as const, "runtime" as const),
          target: fc.constantFrom(0.5, 0.9, 0.98, 1),
          freshness: fc.constantFrom("PT6H", "P1D", "P7D"),
          perRelease: fc.boolean(),
          minChecks: fc.constantFrom(1, 5),
        }),
        { nil: undefined, freq: 5 },
      ),
      failures: fc.constantFrom(undefined, { count: 2, within: "PT24H" }),
      drift: fc.constantFrom(undefined, { verify: "auto" as const }, { verify: "person" as const, within: "PT4H" }),
      score: fc.option(fc.constantFrom({ below: 30 }, { below: 70 }), { nil: undefined }),
      restore: fc.constantFrom("auto" as const, "signoff" as const),
      on: fc.record({
        violation: consequence,
        missing: consequence,
        stale: consequence,
        failures: consequence,
        drift: fc.tuple(consequence, consequence).map(([a, b]) => [
          { at: 10, ...a },
          { at: 1000, ...b },
        ]),
        score: consequence,
        incident: fc.option(
          fc.tuple(consequence, level).map(([c, atLeast]) => ({ ...c, atLeast })),
          { nil: undefined },
        ),
      }),
    })
    .map((parts) => ({
      key,
      title: `Clause ${key}`,
      obligation: "It does.",
      owner: "team",
      recertify: "P30D",
      ...parts,
    }));

const pactOf = (slug: string): fc.Arbitrary<PactDocument> =>
  fc.record({
    surety: fc.constant(1 as const),
    pact: fc.constant(slug),
    title: fc.constant("A pact"),
    agent: fc.constantFrom("a", "a", "b"),
    workflow: fc.constantFrom("w1", "w2"),
    parties: fc.constantFrom({ provider: "us" }, { provider: "us", counterparty: "them" }),
    mode: fc.constantFrom("enforce" as const, "enforce" as const, "shadow" as const),
    permit: fc.constantFrom("PT5M", "PT1M"),
    scope: fc.record({
      actions: fc.array(pattern, { minLength: 1, maxLength: 2 }),
      outside: consequence,
      release: fc.constantFrom("assumed" as const, "required" as const),
    }),
    facts: fc.constantFrom(undefined, undefined, { amount: { type: "number" as const } }),
    levels: fc.option(fc.record({ limited: limits }), { nil: undefined }),
    overrides: fc.option(
      fc.record({
        budget: fc.record({
          count: fc.constantFrom(1, 2),
          within: fc.constantFrom("PT10H", "P2D"),
          // biome-ignore lint/suspicious/noThenProperty: the contract's word, and nobody awaits a budget
          then: fc.constantFrom("degrade" as const, "review" as const, "block" as const),
        }),
      }),
      { nil: undefined },
    ),
    clauses: fc
      .tuple(clauseOf("c1"), clauseOf("c2"), clauseOf("c3"))
      .chain((all) => fc.subarray(all, { minLength: 1 })),
  });

export const hours = (from: number, to: number) => fc.integer({ min: from, max: to }).map((h) => NOW + h * HOUR);
const grant = fc.record({
  id: fc.constant("grt_1"),
  agent: fc.constantFrom("a", "b", "stray"),
  workflow: fc.constantFrom(null, "w1", "w2"),
  level: fc.constantFrom("full" as const, "limited" as const, "supervised" as const, "suspended" as const),
  reason: fc.constant("because"),
  since: hours(-20, 10),
  until: fc.option(hours(-5, 30)),
});
const cap = fc.record({
  id: fc.constantFrom("mrs_1", "mrs_2"),
  metric: fc.constant("policy_bypasses"),
  agent: fc.constantFrom(null, "a", "stray"),
  workflow: fc.constantFrom(null, null, "w1"),
  pact: fc.constantFrom(null, null, "p1"),
  level: fc.constantFrom("limited" as const, "supervised" as const, "suspended" as const),
  since: fc.constant(NOW - HOUR),
  says: fc.constant("4 bypasses in 30 days, of at most 3"),
});
const override = fc.record({
  id: fc.constantFrom("ovr_1", "ovr_2"),
  agent: fc.constant("a"),
  pact: fc.constantFrom("p1", "p2"),
  clause: fc.constantFrom(null, "c1", "c2"),
  triggers: fc.subarray<Trigger>(["scope", "missing", "stale", "failures", "drift", "score", "violation", "granted"], {
    minLength: 1,
  }),
  actions: fc.array(pattern, { minLength: 1, maxLength: 2 }),
  when: fc.constantFrom(null, "true", "context.amount < 30", "context.nothing == 1"),
  maxUses: fc.constantFrom(null, 1, 5),
  used: fc.constantFrom(0, 1),
  startsAt: hours(-20, 10),
  endsAt: hours(-5, 30),
  reason: fc.constant("because"),
});
const spending = fc.record({
  agent: fc.constantFrom("a", "a", "b"),
  pact: fc.constantFrom("p1", "p2", "p3"),
  clause: fc.constantFrom("c1", "c2", "c3"),
  at: hours(-60, 20),
});
const evidence = fc.record({
  pact: fc.nat(2),
  clause: fc.nat(2),
  release: fc.constantFrom("r1", "r1", "r2", "r9"),
  passed: fc.nat(120),
  failed: fc.constantFrom(0, 0, 0, 1, 4),
  at: fc.integer({ min: -200 * 60, max: 0 }).map((minutes) => NOW + minutes * 60_000),
  vouchedBy: fc.constantFrom<EvidenceRecord["vouchedBy"]>("self", "provider", "runtime"),
});

export interface World {
  pacts: PactDocument[];
  evidence: (typeof evidence extends fc.Arbitrary<infer T> ? T : never)[];
  rest: Pick<OrganisationState, "grants" | "caps" | "overrides" | "spendings" | "incidents" | "settings">;
}

const anyWorld: fc.Arbitrary<World> = fc.record({
  pacts: fc.tuple(pactOf("p1"), pactOf("p2"), pactOf("p3")).chain((all) => fc.subarray(all)),
  evidence: fc.array(evidence, { maxLength: 14 }),
  rest: fc.record({
    grants: fc.array(grant, { maxLength: 3 }),
    caps: fc.array(cap, { maxLength: 2 }),
    overrides: fc.array(override, { maxLength: 3 }),
    spendings: fc.array(spending, { maxLength: 6 }),
    incidents: fc.array(
      level.map((severity) => ({ id: "inc_1", agent: "a", severity, title: "leak", openedAt: NOW })),
      { maxLength: 1 },
    ),
    settings: fc.constantFrom("block" as const, "review" as const, "allow" as const).map((ungoverned) => ({
      ...parseSettings({}),
      ungoverned,
      ungovernedAgents: { stray: "allow" as const },
      ungovernedWorkflows: { w2: "review" as const },
    })),
  }),
});

/** One in which little acts: every clause just proven, nobody overridden, at most one grant. */
const calmWorld = anyWorld.map(
  ({ pacts, rest }): World => ({
    pacts,
    evidence: pacts.flatMap(({ clauses }, pact) =>
      clauses.flatMap((_, clause) =>
        (["r1", "r2"] as const).map((release, n) => ({
          pact,
          clause,
          release,
          passed: 100,
          failed: 0 as const,
          at: NOW - (clause + n) * 600_000,
          vouchedBy: "runtime" as const,
        })),
      ),
    ),
    rest: { ...rest, incidents: [], overrides: [], caps: [], grants: rest.grants.slice(1, 2) },
  }),
);

export const world: fc.Arbitrary<World> = fc.oneof(anyWorld, calmWorld);

export const request: fc.Arbitrary<DecisionRequest> = fc.record(
  {
    agent: fc.constantFrom("a", "a", "a", "b", "stray"),
    action,
    workflow: fc.constantFrom("w1", "w2", "w3"),
    counterparty: fc.constantFrom("them", "others"),
    release: fc.constantFrom("r1", "r2", "r9"),
    context: fc.record(
      { amount: fc.constantFrom<unknown>(5, 30, 45, "30"), currency: fc.constantFrom("EUR", "USD") },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["agent", "action"] },
);

/** The state of a world, its evidence taken in order; `upTo` of it. */
export function stateOf({ pacts, evidence: records, rest }: World, upTo = records.length): OrganisationState {
  const agents = ["a", "b"].map((slug) => ({ slug, release: "r1", candidates: ["r2"] }));
  const live = pacts.map((document) => ({
    pact: document.pact,
    version: 1,
    hash: documentHash(document),
    document,
    mode: document.mode,
  }));
  let lines: ClauseLine[] = [];
  let latches: Latch[] = [];
  for (const [i, given] of records.slice(0, upTo).entries()) {
    const document = pacts[given.pact];
    const clause = document?.clauses[given.clause];
    if (!document || !clause?.evidence || given.passed + given.failed === 0) continue;
    const key = {
      agent: document.agent,
      pact: document.pact,
      clause: clause.key,
      evidenceHash: evidenceHash(document, clause),
      release: lineRelease(clause, given.release),
    };
    const { passed, failed, vouchedBy, at } = given;
    const record: EvidenceRecord = {
      ...key,
      id: `evd_${i}`,
      release: given.release,
      passed,
      failed,
      observedAt: at,
      recordedAt: at,
      source: "lab",
      vouchedBy,
      artifactUsed: false,
      task: null,
    };
    const same = (l: ClauseLine) => l.pact === key.pact && l.clause === key.clause && l.release === key.release;
    const line = lines.find(same) ?? newLine(key);
    const own = latches.filter((latch) => latch.pact === key.pact && latch.clause === key.clause);
    const newId = () => `lat_${latches.length}_${i}`;
    const applied = applyEvidence({ line, record, clause, document, latches: own, live: true, now: at, newId });
    lines = [...lines.filter((other) => other !== line), applied.line];
    latches = [...latches.filter((latch) => !applied.lifted.includes(latch)), ...applied.latches];
  }
  return { organisation: "org_1", revision: 7, agents, workflows: [], pacts: live, lines, latches, ...rest };
}
