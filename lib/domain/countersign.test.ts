import { expect, test } from "vitest";
import { consents, redlined, wordingsOf } from "./countersign.ts";
import { diffPacts } from "./diff.ts";
import { parsePact } from "./parse-pact.ts";
import { writtenPact } from "./testing-pacts.ts";

const parsed = parsePact(writtenPact());
if (!parsed.ok) throw new Error("the sample does not parse");
const { document } = parsed;
const [first, second] = document.clauses;
const typed = (entries: [string, string][]) => wordingsOf(document, new Map(entries));

test("only the consent itself is consent", () => {
  expect(["I agree", " i  AGREE.", "I agree\n"].every(consents)).toBe(true);
  expect(["", "agree", "I agree to nothing", "I do not agree"].some(consents)).toBe(false);
});

test("what was not touched proposes nothing, nor do blanks or line ends", () => {
  const same = document.clauses.map(({ key, obligation }): [string, string] => [key, ` ${obligation}\r\n`]);
  expect(typed(same)).toEqual([]);
  expect(typed([["no-such-clause", "Anything."]])).toEqual([]);
});

test("a redline changes the wording that it was proposed for, and nothing else", () => {
  const wordings = typed([[first?.key ?? "", "Something firmer."]]);
  const { document: next, overtaken } = redlined(document, wordings);
  expect(overtaken).toEqual([]);
  const changed = diffPacts(document, next).clauses.filter(({ change }) => change !== "unchanged");
  expect(changed.map(({ clause, changes }) => [clause, changes.map(({ path }) => path)])).toEqual([
    [first?.key, ["obligation"]],
  ]);
});

test("a wording that somebody changed since is never overwritten", () => {
  const wordings = typed([
    [first?.key ?? "", "Something firmer."],
    [second?.key ?? "", "Something softer."],
  ]);
  const moved = {
    ...document,
    clauses: document.clauses.map((clause, at) => (at === 0 ? { ...clause, obligation: "Edited meanwhile." } : clause)),
  };
  const { document: next, overtaken } = redlined(moved, wordings);
  expect(overtaken).toEqual([first?.key]);
  expect(next.clauses.map(({ obligation }) => obligation).slice(0, 2)).toEqual([
    "Edited meanwhile.",
    "Something softer.",
  ]);
});
