import { expect, test } from "vitest";
import { EXAMPLE } from "../../components/pacts/example.ts";
import { parsePactText } from "./parse-pact.ts";
import { undoneBy } from "./undone.ts";

const pact = (change = (text: string) => text) => {
  const parsed = parsePactText(change(EXAMPLE), "yaml");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.document;
};

test("what a live version changed and a draft sets back is named, and nothing else", () => {
  const [before, live] = [pact(), pact((text) => text.replace("freshness: P7D", "freshness: P3D"))];
  const back = pact((text) => text.replace("title: Answers politely", "title: Is polite"));
  expect(undoneBy(before, live, back)).toEqual([
    { clause: "Cites the policy it relied on", says: "window 3\u00a0d → 7\u00a0d, looser" },
  ]);
  const on = pact((text) => text.replace("freshness: P7D", "freshness: P2D"));
  expect(undoneBy(before, live, on)).toEqual([]);
});

test("a clause that a live version added and a draft leaves out is named", () => {
  const whole = pact();
  const without = { ...whole, clauses: whole.clauses.slice(0, 1) };
  expect(undoneBy(without, whole, without)).toEqual([
    { clause: "Answers politely", says: "the clause is taken out again" },
  ]);
  expect(undoneBy(whole, without, whole)).toEqual([{ clause: "Answers politely", says: "the clause comes back" }]);
});
