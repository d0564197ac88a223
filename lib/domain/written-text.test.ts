import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePactText } from "./parse-pact.ts";
import { writtenWith } from "./written.ts";
import { readWritten, WrittenText } from "./written-text.ts";

const TEXT = `# The desk's own words.
surety: 1
pact: refunds # never renamed
title: "Refund desk"
clauses:
  # Counsel asked for this one.
  - key: cites
    obligation: Names the paragraph. # agreed in March
    on: { missing: block }
  # Politeness.
  - key: polite
    obligation: Never insults.
`;
const begin = () => {
  const data = readWritten(TEXT) as Record<string, unknown>;
  return { data, text: new WrittenText(TEXT, data) };
};

test("a text that nobody edits stays byte for byte", () => {
  const { data, text } = begin();
  expect(text.follow(structuredClone(data))).toBe(TEXT);
});

test("an edit changes its value; every comment stays", () => {
  const { data, text } = begin();
  const next = text.follow(writtenWith(data, ["clauses", 0, "obligation"], "Names the paragraph and its date."));
  for (const comment of [
    "# The desk's own words.",
    "# never renamed",
    "# Counsel asked",
    "# agreed in March",
    "# Politeness.",
  ]) {
    expect(next).toContain(comment);
  }
  expect(next).toContain("Names the paragraph and its date.");
  expect(next).toContain('title: "Refund desk"');
  expect(next).toContain("on: { missing: block }");
});

test("a clause keeps its comments when another goes, comes back or moves", () => {
  const { data, text } = begin();
  const gone = text.follow(writtenWith(data, ["clauses", 0], undefined));
  expect(gone).not.toContain("Counsel");
  expect(gone).toContain("# Politeness.");
  const back = text.follow(data);
  expect(back).toContain("# Counsel asked for this one.");
  expect(back).toContain("# agreed in March");
  const [first, second] = data.clauses as [unknown, unknown];
  const turned = text.follow({ ...data, clauses: [second, first] });
  expect(turned.indexOf("# Politeness.")).toBeLessThan(turned.indexOf("# Counsel"));
});

test("whatever is edited, the text reads back as what was edited", () => {
  const value = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  const key = fc.constantFrom("cites", "polite", "new", "other");
  const clause = fc.record(
    { key, obligation: fc.string(), on: fc.dictionary(fc.constantFrom("missing", "stale"), value) },
    { requiredKeys: ["key"] },
  );
  const clauses = fc.uniqueArray(clause, { selector: (one) => one.key });
  fc.assert(
    fc.property(
      fc.array(fc.record({ clauses, title: value, facts: fc.array(value) }, { requiredKeys: [] }), { maxLength: 4 }),
      (states) => {
        const { text } = begin();
        for (const state of states) {
          const data = JSON.parse(JSON.stringify(state));
          expect(readWritten(text.follow(data))).toEqual(data);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("JSON is followed as JSON that a pact's reader takes", () => {
  const json = '{"surety": 1, "pact": "a"}';
  const text = new WrittenText(json, readWritten(json));
  const parsed = parsePactText(text.follow({ surety: 1, pact: "b", title: "B" }), "yaml");
  expect(parsed.ok ? [] : parsed.errors.map(({ path }) => path)).not.toContain("pact");
  expect(readWritten("- not a map")).toBeNull();
});
