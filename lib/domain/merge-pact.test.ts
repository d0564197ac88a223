import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeWritten, settleClashes } from "./merge-pact.ts";

const base = {
  title: "Desk",
  scope: { actions: ["a"] },
  clauses: [
    { key: "cites", obligation: "Cites.", evidence: { freshness: "P7D" } },
    { key: "polite", obligation: "Is polite." },
  ],
};
type Pact = {
  title: string;
  scope: { actions: string[] };
  clauses: { key: string; obligation: string; evidence?: { freshness: string } }[];
};
const but = (change: (pact: Pact) => void): Pact => {
  const copy = structuredClone(base) as Pact;
  change(copy);
  return copy;
};

test("edits of different places are both kept, and what came in is named", () => {
  const mine = but((pact) => {
    pact.clauses[0]!.obligation = "Cites the paragraph.";
  });
  const theirs = but((pact) => {
    pact.clauses[0]!.evidence = { freshness: "P3D" };
  });
  const { merged, clashes, taken } = mergeWritten<Pact>(base, mine, theirs);
  expect(merged.clauses[0]).toEqual({
    key: "cites",
    obligation: "Cites the paragraph.",
    evidence: { freshness: "P3D" },
  });
  expect(clashes).toEqual([]);
  expect(taken).toEqual(["evidence of cites"]);
});

test("two edits of one place clash: mine stays until somebody chooses, and theirs is there to be chosen", () => {
  const mine = but((pact) => {
    pact.clauses[1]!.obligation = "Mine.";
  });
  const theirs = but((pact) => {
    pact.clauses[1]!.obligation = "Theirs.";
  });
  const { merged, clashes } = mergeWritten<Pact>(base, mine, theirs);
  expect(merged.clauses[1]?.obligation).toBe("Mine.");
  expect(clashes.map(({ says, mine: my, theirs: their }) => [says, my, their])).toEqual([
    ["obligation of polite", "Mine.", "Theirs."],
  ]);
  expect(settleClashes(merged, clashes).clauses[1]?.obligation).toBe("Theirs.");
});

test("clauses that either added are in it; one taken away by one and edited by the other stays", () => {
  const mine = but((pact) => void pact.clauses.splice(0, 1));
  const theirs = but((pact) => {
    pact.clauses[0]!.obligation = "Cites more.";
    pact.clauses.splice(1, 0, { key: "new", obligation: "New." });
  });
  expect(mergeWritten<Pact>(base, mine, theirs).merged.clauses.map(({ key }) => key)).toEqual([
    "cites",
    "new",
    "polite",
  ]);
  const untouched = but((pact) => void pact.clauses.splice(1, 1));
  expect(mergeWritten<Pact>(base, untouched, base).merged.clauses.map(({ key }) => key)).toEqual(["cites"]);
});

test("one side alone is that side, whichever it is, and both the same is no clash", () => {
  const word = fc.string({ maxLength: 6 });
  const clause = fc.record({ key: fc.constantFrom("a", "b", "c"), obligation: word });
  const pact = fc.record({ title: word, clauses: fc.uniqueArray(clause, { selector: ({ key }) => key }) });
  fc.assert(
    fc.property(pact, pact, (from, to) => {
      expect(mergeWritten(from, to, from)).toEqual({ merged: to, clashes: [], taken: [] });
      expect(mergeWritten(from, from, to).merged).toEqual(to);
      expect(mergeWritten(from, to, to).clashes).toEqual([]);
    }),
  );
});

test("nothing that either wrote is lost: it is in the merged data or named in a clash", () => {
  const word = fc.constantFrom("x", "y", "z");
  const clause = (key: string) => fc.record({ key: fc.constant(key), obligation: word, title: word });
  const pact = fc.record({ title: word, clauses: fc.tuple(clause("a"), clause("b")) });
  fc.assert(
    fc.property(pact, pact, pact, (from, mine, theirs) => {
      const { merged, clashes } = mergeWritten(from, mine, theirs);
      const all = settleClashes(merged, clashes);
      const wrote = (one: typeof from, was: typeof from) => (one.title === was.title ? [] : [one.title]);
      for (const word of wrote(mine, from))
        expect([merged.title, ...clashes.map((clash) => clash.mine)]).toContain(word);
      for (const word of wrote(theirs, from)) expect([all.title]).toContain(word);
      // biome-ignore lint/suspicious/useIterableCallbackReturn: an expectation
      theirs.clauses.forEach(
        (clause, index) =>
          clause.title !== from.clauses[index]?.title && expect(all.clauses[index]?.title).toBe(clause.title),
      );
    }),
  );
});
