import { expect, test } from "vitest";
import { type Figures, overviewLede, overviewSentence } from "./sentence";

const calm: Figures = {
  agents: 9,
  below: [],
  clauses: { missing: 0, stale: 0, soon: 0 },
  today: { decisions: 0, notAllowed: 0, ungoverned: 0, unpermitted: 0 },
  promised: true,
};
const agent = { name: "invoice-clerk", effective: "limited" };

test("the sentence names who acts below its grant and what goes stale", () => {
  expect(overviewSentence({ ...calm, below: [agent, agent], clauses: { missing: 0, stale: 0, soon: 4 } })).toBe(
    "Two of nine agents act below the authority they were granted, and four clauses go stale within a week.",
  );
  expect(overviewSentence({ ...calm, below: [agent], clauses: { missing: 1, stale: 1, soon: 1 } })).toBe(
    "One of nine agents acts below the authority it was granted, two clauses are without fresh evidence, and one goes stale within a week.",
  );
});

test("a calm day is said as plainly as a bad one", () => {
  expect(overviewSentence(calm)).toBe(
    "All nine agents act with the authority they were granted, and no clause goes stale within a week.",
  );
  expect(overviewSentence({ ...calm, agents: 1, below: [agent] })).toMatch(/^The one agent acts below/);
});

test("before the first pact it says that nothing is promised", () => {
  expect(overviewSentence({ ...calm, agents: 0, promised: false })).toMatch(/^Nothing is promised yet/);
  expect(overviewSentence({ ...calm, agents: 2, promised: false })).toMatch(/^Two agents are registered, and no pact/);
});

test("what ran outside a pact is never left out", () => {
  expect(overviewLede({ ...calm, today: { decisions: 257, notAllowed: 61, ungoverned: 1, unpermitted: 2 } })).toBe(
    "Of 257 decisions in the last 24 hours, 61 were limited, held or blocked. 1 request was outside every pact. " +
      "2 observed calls ran without a permit.",
  );
  expect(overviewLede({ ...calm, today: { decisions: 3, notAllowed: 0, ungoverned: 0, unpermitted: 0 } })).toBe(
    "Of 3 decisions in the last 24 hours, all of them were allowed. Nothing ran outside a pact.",
  );
});
