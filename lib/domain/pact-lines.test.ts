import { expect, test } from "vitest";
import { linesOf } from "./pact-lines.ts";
import { parsePactText } from "./parse-pact.ts";

const at = (text: string, path: string) => linesOf(text, [{ path, message: "" }])[0];

const YAML = `surety: 1
pact: refunds
clauses:
  - key: one
    on:
      stale: review
  - key: two
    evidence: { method: eval }
`;

test("a path points at the line where its key stands", () => {
  expect(at(YAML, "pact")).toBe(2);
  expect(at(YAML, "clauses[0].on.stale")).toBe(6);
  expect(at(YAML, "clauses[1].evidence.method")).toBe(8);
});

test("what is not there points at the nearest thing around it", () => {
  expect(at(YAML, "clauses[0].on.missing")).toBe(5);
  expect(at(YAML, "clauses[1].owner")).toBe(7);
  expect(at(YAML, "title")).toBe(1);
  expect(at("", "title")).toBe(1);
});

test("JSON has lines too", () => {
  expect(at('{\n  "clauses": [\n    {\n      "key": 3\n    }\n  ]\n}', "clauses[0].key")).toBe(4);
});

test("a text that cannot be read points at the line where reading stopped", () => {
  const text = "surety: 1\npact: a\npact: b\n";
  const parsed = parsePactText(text, "yaml");
  expect(parsed.ok ? [] : linesOf(text, parsed.errors)).toEqual([3]);
});
