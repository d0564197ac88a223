import { expect, test } from "vitest";
import { showChecklist } from "./steps";

const steps = { promise: true, evidence: true, freshness: true, consequence: true, decision: false };

test("the list stands until it is complete or put away", () => {
  expect(showChecklist(steps, undefined)).toBe(true);
  expect(showChecklist({ ...steps, decision: true }, undefined)).toBe(false);
  expect(showChecklist(steps, "promise.evidence.freshness.consequence")).toBe(false);
});

test("a step that was done and no longer is brings it back", () => {
  const stale = { ...steps, freshness: false };
  expect(showChecklist(stale, "promise.evidence.freshness")).toBe(true);
  expect(showChecklist(stale, "promise.evidence")).toBe(false);
  expect(showChecklist(stale, "")).toBe(false);
});
