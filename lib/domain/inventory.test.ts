import { expect, test } from "vitest";
import { testPact } from "@/lib/db/testing-pact";
import { byNeed, type InventoryInput, inventoryOf } from "./inventory.ts";

const [cites, fast] = testPact().clauses;
if (!cites || !fast) throw new Error("the test pact has two clauses");

const whole: InventoryInput = {
  slug: "refunds",
  name: "Refunds",
  consequential: true,
  risk: "high",
  actions: [{ name: "payments.refund", risk: "high", gated: true }],
  clauses: [{ pact: "refunds", mode: "enforce", clause: cites, freshness: "fresh" }],
  pacts: ["refunds"],
};

test("a workflow that answers all four questions owes nothing", () => {
  const told = inventoryOf(whole);
  expect(told).toMatchObject({ scores: { promised: 100, measured: 100, fresh: 100, changes: 100 }, next: null });
});

test("without a pact every answer is weak, and the step is to write one", () => {
  const told = inventoryOf({ ...whole, clauses: [], pacts: [], actions: [{ name: "a.b", risk: "low", gated: false }] });
  expect(told.scores).toEqual({ promised: 0, measured: 0, fresh: 0, changes: 0 });
  expect(told.next?.says).toMatch(/^Write a pact/);
});

test("the riskiest open action weighs most and is named", () => {
  const actions = [
    { name: "orders.read", risk: "low" as const, gated: true },
    { name: "payments.charge", risk: "critical" as const, gated: false },
    { name: "orders.write", risk: "medium" as const, gated: false },
  ];
  const told = inventoryOf({ ...whole, actions });
  expect(told).toMatchObject({ weakest: "promised", scores: { promised: 9 } });
  expect(told.next).toMatchObject({
    says: "Add a clause for payments.charge (critical risk).",
    action: "payments.charge",
  });
  expect(told.debts.trust).toBe(100 - told.scores.promised);
});

test("stale evidence is the weakest answer before anything that holds, and the clause is named", () => {
  const clauses = [
    ...whole.clauses,
    { pact: "refunds", mode: "enforce" as const, clause: fast, freshness: "stale" as const },
  ];
  expect(inventoryOf({ ...whole, clauses })).toMatchObject({ weakest: "fresh", next: { clause: "fast" } });
});

test("in shadow nothing changes, whatever the clauses say", () => {
  const clauses = whole.clauses.map((one) => ({ ...one, mode: "shadow" as const }));
  const told = inventoryOf({ ...whole, clauses });
  expect(told).toMatchObject({ weakest: "changes", scores: { changes: 0 } });
  expect(told.next?.says).toBe("Enforce refunds: in shadow nothing changes.");
});

test("what matters more comes first at the same weakness", () => {
  const open = { ...whole, clauses: [], pacts: [] };
  const low = inventoryOf({ ...open, slug: "low", risk: "low", consequential: false });
  const high = inventoryOf({ ...open, slug: "high" });
  expect([low, high].sort(byNeed).map(({ slug }) => slug)).toEqual(["high", "low"]);
});
