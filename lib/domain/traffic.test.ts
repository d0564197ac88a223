import { expect, test } from "vitest";
import type { Answer, DecisionRequest } from "./decision.ts";
import { holes, warnings } from "./publishable.ts";
import type { Recorded } from "./simulate-shapes.ts";
import { trafficOf } from "./traffic.ts";
import { draftFromTraffic } from "./traffic-draft.ts";

const at = Date.parse("2026-11-22T12:00:00Z");
const seen = (action: string, context: Record<string, unknown>, more: Partial<DecisionRequest> = {}): Recorded => ({
  id: "dec_1",
  request: { agent: "bot", action, context, ...more },
  answer: { governed: false, decidedAt: at } as Answer,
});
const refunds = Array.from({ length: 100 }, (_, n) =>
  seen("payments.refund", { amount: n + 1, currency: "EUR", order: `o-${n}` }, { workflow: "refunds" }),
);
const reads = Array.from({ length: 300 }, () => seen("orders.read", n0()));
function n0() {
  return { deep: { list: [1], tier: "gold" } };
}
const known = (action: string) => ({ risk: action === "payments.refund" ? ("high" as const) : null, gated: false });
const traffic = trafficOf("bot", [...reads, ...refunds], known);
const terms = {
  pact: "bot-pact",
  title: "Bot",
  workflow: "refunds",
  provider: "Acme",
  owner: "desk",
  percentile: "p95" as const,
};

test("what lies open at high risk comes first, with the facts that its requests carried", () => {
  expect(traffic).toMatchObject({ decisions: 400, ungoverned: 400, workflows: ["refunds"] });
  expect(traffic.actions.map(({ action }) => action)).toEqual(["payments.refund", "orders.read"]);
  const facts = Object.fromEntries((traffic.actions[0]?.facts ?? []).map((fact) => [fact.path, fact]));
  expect(facts.amount).toMatchObject({ type: "number", share: 1, spread: { p50: 50, p95: 95, max: 100 } });
  expect(facts.currency?.values).toEqual(["EUR"]);
  expect(facts.order?.values).toBeNull();
  expect(traffic.actions[1]?.facts.map(({ path }) => path)).toEqual(["deep.list", "deep.tier"]);
});

test("the draft is a pact without a hole, in shadow, whose limits lie at the percentile that was chosen", () => {
  const { document, text } = draftFromTraffic(traffic, terms) ?? {};
  if (!document || !text) throw new Error("no draft");
  expect(document).toMatchObject({ mode: "shadow", scope: { actions: ["payments.refund", "orders.read"] } });
  expect(document.facts).toMatchObject({ amount: { type: "number", unit: "EUR" } });
  expect(document.clauses[0]?.require).toBe('context.amount <= 95 && context.currency in ["EUR"]');
  expect(holes(document, { teams: new Set(["desk"]) })).toEqual([]);
  expect(warnings(document)).toEqual([]);
  expect(text).toMatch(/^# Drafted from 400 recorded decisions of bot/);
});

test("a fact that some requests lack does not hold those that lack it", () => {
  const some = trafficOf("bot", [seen("a.b", { amount: 5 }), seen("a.b", {})], known);
  const require = draftFromTraffic(some, terms)?.document.clauses[0]?.require;
  expect(require).toBe("(!has(context.amount) || context.amount <= 5)");
});

test("of nothing no pact is made", () => {
  expect(draftFromTraffic(trafficOf("bot", [], known), terms)).toBeNull();
});
