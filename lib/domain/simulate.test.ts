import { expect, test } from "vitest";
import { testPact } from "@/lib/db/testing-pact";
import { documentHash, evidenceHash } from "./canonical.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import type { DecisionRequest } from "./decision.ts";
import { newLine } from "./line.ts";
import type { PactDocument } from "./pact.ts";
import { parseSettings } from "./settings.ts";
import { simulation } from "./simulate.ts";
import type { LivePact, OrganisationState } from "./state.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

const base = testPact((written) => {
  written.facts = { amount: { type: "number", unit: "EUR" } };
});

/** The organisation with this pact in force, its first clause proven for r1. */
function stateOf(document: PactDocument): OrganisationState {
  const [clause] = document.clauses;
  if (!clause) throw new Error("a pact without clauses");
  const key = { agent: "refund-bot", pact: "refunds", clause: clause.key, release: "r1" };
  const seen = { id: "evd_1", observedAt: NOW - 3_600_000, source: "lab" };
  const proven = { ...newLine({ ...key, evidenceHash: evidenceHash(document, clause) }), newest: seen, last: seen };
  return {
    organisation: "org_1",
    revision: 7,
    settings: parseSettings({}),
    agents: [{ slug: "refund-bot", release: "r1", candidates: [] }],
    workflows: [],
    pacts: [live(document)],
    lines: [proven],
    latches: [],
    incidents: [],
    overrides: [],
    grants: [],
    caps: [],
  };
}

const live = (document: PactDocument, version = 1): LivePact => ({
  pact: document.pact,
  version,
  hash: documentHash(document),
  mode: document.mode,
  document,
});

const refund = (context: Record<string, unknown>, more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  agent: "refund-bot",
  action: "payments.refund",
  context,
  ...more,
});

/** Recorded under the pact in force, then replayed under the draft. */
function run(draft: PactDocument, requests: DecisionRequest[], missing: string[] = []) {
  const state = stateOf(base);
  const today = compile(state);
  const simulator = simulation({ state, draft: live(draft, 2), missing, now: NOW });
  requests.forEach((request, index) => {
    simulator.take({ id: `dec_${index}`, request, answer: decide(today, request, NOW - 60_000) });
  });
  return simulator.result();
}

test("the same pact flips nothing", () => {
  const told = run(base, [refund({ amount: 10 }), refund({ amount: 900 }), refund({})]);
  expect(told).toMatchObject({ decisions: 3, replayed: 3, flipped: 0, before: { allow: 1, block: 2 } });
  expect(told.after).toEqual(told.before);
});

test("a narrower scope flips exactly what it leaves outside, with its money", () => {
  const scoped = structuredClone(base);
  scoped.scope.actions = ["orders.*"];
  const told = run(scoped, [refund({ amount: 40 }), refund({ amount: 2.5 }), refund({ amount: 900 })]);
  expect(told.flips).toHaveLength(1);
  expect(told.flips[0]).toMatchObject({
    from: { verdict: "allow", permitted: true },
    to: { verdict: "block", permitted: false },
    direction: "tighter",
    count: 2,
    money: { EUR: 42.5 },
  });
  expect(told.flips[0]?.examples.map(({ id }) => id)).toEqual(["dec_0", "dec_1"]);
  expect(told.agents).toEqual([{ agent: "refund-bot", decisions: 3, flipped: 2 }]);
  expect(told.flow).toContainEqual({ from: "block", to: "block", count: 1 });
});

test("a request that lacks a fact which only the draft asks for is counted apart, never invented", () => {
  const draft = structuredClone(base);
  draft.clauses.push({
    ...structuredClone(base.clauses[0]),
    key: "country",
    require: 'context.country == "DE"',
    evidence: undefined,
    failures: undefined,
    drift: undefined,
    on: { violation: { do: "review" } },
  } as PactDocument["clauses"][number]);
  const told = run(draft, [
    refund({ amount: 1 }),
    refund({ amount: 1, country: "DE" }),
    refund({ amount: 1, country: "FR" }),
  ]);
  expect(told).toMatchObject({ decisions: 3, replayed: 2, flipped: 1 });
  expect(told.unreplayable).toMatchObject({ count: 1, share: 1 / 3 });
  expect(told.unreplayable.reasons[0]).toMatchObject({ reason: "facts", count: 1, examples: ["dec_0"] });
});

test("a request that lacks the fact which the pact in force asks for too was refused then, and is again", () => {
  const draft = structuredClone(base);
  draft.title = "Another title";
  expect(run(draft, [refund({})])).toMatchObject({ replayed: 1, before: { block: 1 }, after: { block: 1 } });
});

test("a limit on a fact that the request lacks cannot be replayed", () => {
  const draft = structuredClone(base);
  draft.scope = { ...draft.scope, actions: ["orders.*"], outside: { do: "degrade", limits: { seats: { max: 3 } } } };
  expect(run(draft, [refund({ amount: 1 })]).unreplayable.reasons[0]).toMatchObject({ reason: "limits", count: 1 });
});

test("a release that was known then and is gone now cannot be replayed", () => {
  const state = stateOf(base);
  const before = compile({ ...state, agents: [{ slug: "refund-bot", release: "r0", candidates: ["r1"] }] });
  const request = refund({ amount: 1 }, { release: "r0" });
  const simulator = simulation({ state, draft: live(base, 2), missing: [], now: NOW });
  simulator.take({ id: "dec_0", request, answer: decide(before, request, NOW) });
  expect(simulator.result().unreplayable.reasons[0]).toMatchObject({ reason: "release", count: 1 });
});

test("a clause that starts missing blocks as published, and is judged beside that as if it were proven", () => {
  const draft = structuredClone(base);
  (draft.clauses[0] as { require?: string }).require = "context.amount <= 50";
  const told = run(draft, [refund({ amount: 40 }), refund({ amount: 60 })], ["cites"]);
  expect(told).toMatchObject({ after: { allow: 0, block: 2 }, flipped: 2 });
  expect(told.proven).toMatchObject({ after: { allow: 1, block: 1 }, flipped: 1, money: { EUR: 60 } });
});

test("a shadow draft answers nothing and says what it would have answered", () => {
  const draft = { ...structuredClone(base), mode: "shadow" as const };
  const told = run(draft, [refund({ amount: 900 })]);
  expect(told).toMatchObject({ after: { allow: 1 }, shadow: { block: 1 } });
});

test("what changed since a decision is never told as the draft's doing", () => {
  const state = stateOf(base);
  const stale = compile({ ...state, lines: [] });
  const request = refund({ amount: 1 });
  const simulator = simulation({ state, draft: live(base, 2), missing: [], now: NOW });
  simulator.take({ id: "dec_0", request, answer: decide(stale, request, NOW) });
  simulator.take({ id: "dec_1", request, answer: decide(compile(state), request, NOW) });
  expect(simulator.result()).toMatchObject({
    recorded: { block: 1, allow: 1 },
    before: { allow: 2 },
    moved: 1,
    flipped: 0,
  });
});
