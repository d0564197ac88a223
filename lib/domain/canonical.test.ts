import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalHash, canonicalJson, evidenceHash, sha256Hex } from "./canonical.ts";
import type { PactDocument } from "./pact.ts";
import { parsePact } from "./parse-pact.ts";
import { writtenPact } from "./testing-pacts.ts";
import { anyCharacter } from "./testing-text.ts";

const VECTORS = join(import.meta.dirname, "../../../shared/data/vectors/jcs-rfc8785/testdata");

describe.skipIf(!existsSync(VECTORS))("published vectors (skipped without ../shared)", () => {
  test("all RFC 8785 vectors come out byte for byte", () => {
    const files = readdirSync(join(VECTORS, "input"));
    expect(files).toHaveLength(6);
    for (const file of files) {
      const input = JSON.parse(readFileSync(join(VECTORS, "input", file), "utf8"));
      const bytes = readFileSync(join(VECTORS, "outhex", file.replace(".json", ".txt")), "utf8").replace(/\s/g, "");
      expect(Buffer.from(canonicalJson(input), "utf8").toString("hex"), file).toBe(bytes);
    }
  });
});

test("the canonical form does not depend on the order of members, and reads back as the same value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("members that are in order already are written as those that are not", () => {
  const slowly = canonicalize as unknown as (value: unknown) => string;
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: anyCharacter }), (value) => {
      expect(canonicalJson(value)).toBe(slowly(value));
      expect(canonicalJson(JSON.parse(slowly(value)))).toBe(slowly(value));
    }),
  );
  for (const odd of [
    [undefined],
    { a: undefined, b: 1 },
    { toJSON: () => 1 },
    { toJSON: 1 },
    { a: new Date(0) },
    "\ud800",
  ])
    expect(canonicalJson(odd)).toBe(slowly(odd));
  for (const no of [Number.NaN, { a: [Infinity] }, [1n]]) expect(() => canonicalJson(no)).toThrow();
});

test("hashes are SHA-256 over UTF-8", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Hex("é")).toBe(sha256Hex(new Uint8Array([0xc3, 0xa9])));
  expect(canonicalHash({ b: 1, a: 2 })).toBe(`sha256:${sha256Hex('{"a":2,"b":1}')}`);
  expect(() => canonicalJson(undefined)).toThrow(TypeError);
});

function document(change?: (pact: ReturnType<typeof writtenPact>) => void): PactDocument {
  const written = writtenPact();
  change?.(written);
  const parsed = parsePact(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.document;
}
function hashAfter(change: (pact: ReturnType<typeof writtenPact>) => void): string {
  const after = document(change);
  return evidenceHash(after, after.clauses[0]!);
}

test("evidence is bound to what the contract names, and to nothing else", () => {
  const before = document();
  const hash = evidenceHash(before, before.clauses[0]!);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  const binding: ((pact: ReturnType<typeof writtenPact>) => void)[] = [
    (pact) => (pact.clauses[0].obligation = "Something else."),
    (pact) => (pact.clauses[0].require = "context.amount <= 501"),
    (pact) => (pact.clauses[0].when = "context.amount > 21"),
    (pact) => (pact.clauses[0].actions = ["orders.read"]),
    (pact) => pact.scope.actions.push("more.*"),
    (pact) => (pact.clauses[0].evidence.method = "runtime"),
    (pact) => (pact.clauses[0].evidence.target = 0.97),
  ];
  for (const change of binding) expect(hashAfter(change), String(change)).not.toBe(hash);
  const free: ((pact: ReturnType<typeof writtenPact>) => void)[] = [
    (pact) => (pact.clauses[0].title = "Cites"),
    (pact) => (pact.clauses[0].owner = "others"),
    (pact) => (pact.clauses[0].severity = "major"),
    (pact) => (pact.clauses[0].evidence.freshness = "P1D"),
    (pact) => (pact.clauses[0].evidence.describe = "Told otherwise"),
    (pact) => (pact.clauses[0].on.stale = "block"),
    (pact) => pact.scope.actions.reverse(),
  ];
  for (const change of free) expect(hashAfter(change), String(change)).toBe(hash);
});
