import { expect, test } from "vitest";
import type { StandingTrigger } from "@/lib/domain/standing";
import { acting } from "./acting";
import { pactsSentence, viewed } from "./pact-views";

const trigger = (consequence: StandingTrigger["consequence"], says: string): StandingTrigger => ({
  trigger: "drift",
  consequence,
  says,
  since: null,
  latched: true,
  override: null,
});

test("stages that say the same are told once, by the strongest; the strongest reason stands first", () => {
  const told = acting([trigger("degrade", "a"), trigger("review", "b"), trigger("block", "b")]);
  expect(told.map(({ consequence, says }) => [consequence, says])).toEqual([
    ["block", "b"],
    ["degrade", "a"],
  ]);
});

const pact = (standings: ("met" | "stale")[], draft: string | null = null) => ({
  pact: "p",
  title: "P",
  counterparty: null,
  agent: "a",
  workflow: "w",
  mode: "enforce" as const,
  live: { version: 1, since: "2026-11-19T00:00:00Z" },
  draft: draft === null ? null : { version: 2, state: draft, approvals: 0, editedBy: "Ana" },
  clauses: standings.map((standing, index) => ({ key: String(index), title: "", standing })),
  nextExpiry: null,
});

test("a view holds what its name says, and the sentence counts the same", () => {
  const pacts = [pact(["met"]), pact(["met", "stale"]), pact(["met"], "in_review")];
  expect(viewed(pacts, "weakening")).toEqual([pacts[1]]);
  expect(viewed(pacts, "review")).toEqual([pacts[2]]);
  expect(pactsSentence(pacts)).toBe("1 of 3 pacts in force has a clause that does not hold; 1 draft waits for review.");
  expect(pactsSentence([pact(["met"])])).toBe("The one pact in force holds.");
  expect(pactsSentence([{ ...pact([]), live: null }])).toBe("1 pact, none in force yet.");
});
