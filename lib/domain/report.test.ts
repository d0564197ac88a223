import { expect, test } from "vitest";
import { coverSentence } from "./report.ts";
import { turnedStale } from "./report-turned.ts";
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

test("what the clock made stale is told until the ledger names it, once, and never guessed beyond the end of the list", () => {
  const staleAt = "2026-11-23T12:00:00.000Z";
  const clause = (state: string) => ({
    title: "Cites",
    freshness: { state, observedAt: "2026-11-16T12:00:00.000Z", staleAt, windowSeconds: 604_800 },
  });
  const swept = (at: string, title = "Cites") => ({
    ...{ number: 7, at, kind: "clause.stale", by: "Surety" },
    says: `found the evidence of “${title}” stale`,
  });
  const turned = (...downgrades: ReturnType<typeof swept>[]) =>
    turnedStale([clause("stale")], { downgrades, happened: downgrades.length });
  expect(turnedStale([clause("fresh"), { title: "Judged", freshness: null }], { downgrades: [], happened: 0 })).toEqual(
    [],
  );
  expect(turned()).toMatchObject([{ number: null, at: staleAt, says: "made the evidence of “Cites” stale" }]);
  expect(turned(swept("2026-11-23T12:00:30.000Z", "Another"))).toHaveLength(1);
  expect(turned(swept("2026-11-20T12:00:00.000Z"))).toHaveLength(1);
  expect(turned(swept("2026-11-23T12:00:30.000Z"))).toEqual([]);
  const newer = [swept("2026-11-23T13:00:00.000Z", "Another")];
  expect(turnedStale([clause("stale")], { downgrades: newer, happened: 2 })).toEqual([]);
});
