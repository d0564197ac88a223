import { expect, test } from "vitest";
import { coverSentence } from "./report.ts";
import type { ClauseReport, PactReport } from "./standing.ts";

const said = (...standings: ClauseReport["standing"][]) => {
  const clauses = standings.map((standing) => ({ standing }) as ClauseReport);
  const pact = { clauses, authority: { granted: "full", effective: "supervised" } } as PactReport;
  return coverSentence(pact, "bot", Date.parse("2026-11-23T12:00:00Z"));
};

test("the cover says how many promises hold, whatever their number", () => {
  expect(said("met")).toContain("the one promise in this pact holds");
  expect(said("unproven")).toContain("the one promise in this pact is unproven");
  expect(said("met", "met")).toContain("both promises in this pact hold");
  expect(said("stale", "breached")).toContain(
    "none of the two promises in this pact holds, one is breached and one is stale",
  );
  expect(said("met", "stale", "stale")).toContain("one of the three promises in this pact holds, two are stale");
  expect(said("met", "met", "met")).toContain("all three promises in this pact hold");
});
