import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines } from "./line-diff.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

test("what stays and goes is the one text, what stays and comes is the other", () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const found = diffLines(before, after);
      const without = (kind: string) => found.filter((one) => one.kind !== kind).map(({ text }) => text);
      expect([without("added"), without("removed")]).toEqual([before, after]);
    }),
  );
});

test("one changed line is one that goes and one that comes, and nothing of equal texts changes", () => {
  expect(diffLines(["{", "a: 1", "}"], ["{", "a: 2", "}"]).map(({ kind }) => kind)).toEqual([
    "same",
    "removed",
    "added",
    "same",
  ]);
  expect(diffLines(["a", "b"], ["a", "b"]).every(({ kind }) => kind === "same")).toBe(true);
});
