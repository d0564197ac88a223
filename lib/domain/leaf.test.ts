import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commit, LeafError, leafJson, opens, parseLeaf } from "./leaf.ts";

const salt = new Uint8Array(32).fill(7);
const leaf = {
  log: "log_a",
  kind: "pact.published",
  at: "2026-11-22T12:00:00.000Z",
  commitments: { facts: commit(salt, { subject: "pact/refunds" }) },
};

test("a leaf is the canonical JSON of version, log, kind, time and commitments, and reads back", () => {
  const text = leafJson(leaf);
  expect(text).toBe(
    `{"at":"2026-11-22T12:00:00.000Z","commitments":{"facts":"${leaf.commitments.facts}"},"kind":"pact.published","log":"log_a","v":1}`,
  );
  expect(parseLeaf(text)).toEqual({ v: 1, ...leaf });
});

test("a leaf carries nothing but its five members, whatever it is given", () => {
  expect(leafJson({ ...leaf, payload: "secret" } as typeof leaf)).toBe(leafJson(leaf));
});

test("a commitment is HMAC-SHA256 over the canonical payload, and opens for that payload and salt only", () => {
  const payload = { b: 2, a: "é" };
  expect(commit(salt, payload)).toBe(createHmac("sha256", salt).update('{"a":"é","b":2}').digest("hex"));
  fc.assert(
    fc.property(fc.jsonValue(), fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(31), (value, own, at) => {
      const commitment = commit(own, value);
      expect(opens(commitment, own, value)).toBe(true);
      expect(opens(commitment, own.with(at, (own[at] as number) ^ 1), value)).toBe(false);
      expect(opens(commitment, own, { not: value })).toBe(false);
    }),
  );
});

test("a salt of another length, a leaf that is too long or of another shape is refused", () => {
  expect(() => commit(new Uint8Array(16), {})).toThrow(LeafError);
  expect(() => leafJson({ ...leaf, kind: "k".repeat(65_535) })).toThrow(/65535 bytes/);
  expect(() => leafJson({ ...leaf, commitments: { facts: "plain" } })).toThrow(LeafError);
  expect(() => leafJson({ ...leaf, at: "yesterday" })).toThrow(LeafError);
});

test("a text that is no leaf, or not in canonical form, is not read as one", () => {
  const text = leafJson(leaf);
  for (const other of ["", "null", "[]", "{}", ` ${text}`, text.replace('"v":1', '"v":2'), text.replace("log_a", "")]) {
    expect(parseLeaf(other), other).toBeNull();
  }
});
