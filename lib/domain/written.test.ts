import fc from "fast-check";
import { expect, test } from "vitest";
import { freeKey, sameWritten, writtenWith } from "./written.ts";

const pact = { title: "A", on: { stale: "block" }, clauses: [{ key: "a" }, { key: "b", evidence: { target: 1 } }] };

test("an edit leaves everything beside its path the same object", () => {
  const next = writtenWith(pact, ["clauses", 1, "evidence", "target"], 0.9);
  expect(next.clauses[1]?.evidence?.target).toBe(0.9);
  expect(next.clauses[0]).toBe(pact.clauses[0]);
  expect(next.on).toBe(pact.on);
  expect(pact.clauses[1]?.evidence?.target).toBe(1);
});

test("what is taken away takes the map that it leaves empty with it, and a list's item moves nobody's keys", () => {
  expect(writtenWith(pact, ["on", "stale"], undefined)).toEqual({ title: "A", clauses: pact.clauses });
  expect(writtenWith(pact, ["clauses", 0], undefined).clauses).toEqual([pact.clauses[1]]);
  expect(writtenWith(pact, ["levels", "limited"], undefined)).toBe(pact);
});

test("sameness is of data: the order of members is none, the order of a list is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(sameWritten(value, structuredClone(value))).toBe(true);
    }),
  );
  expect(sameWritten({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameWritten([1, 2], [2, 1])).toBe(false);
});

test("a new clause gets a key that no other has", () => {
  expect(freeKey("Cites the policy!", [])).toBe("cites-the-policy");
  expect(freeKey("Cites the policy", ["cites-the-policy", "cites-the-policy-2"])).toBe("cites-the-policy-3");
  expect(freeKey("…", [])).toBe("clause");
});
