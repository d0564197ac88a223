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

/** As people write: blanks, quotes, lists and comments their own way. */
const OWN = `# Ours.


surety:   1
pact: "desk"   # never renamed
parties: {provider: Acme AI,  counterparty: Globex}
scope:
    actions: [ payments.refund,
               orders.* ]


clauses:
# Counsel asked for this one.
- key: cites
  obligation: Names the paragraph.
  on: {missing: block,   stale:   review}   # never less

  # Politeness.
- key: polite

  obligation: Never insults.
  owner: 'desk'

# The end.
`;

test("lines that an edit does not touch stay byte for byte, however they were laid out", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "b", " ", ":", "#", "-", "'", "{", "\n"), minLength: 1 });
  const wording = words.filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(fc.constantFrom(OWN, TEXT), fc.nat(1), wording, (own, at, said) => {
      const data = readWritten(own) as { clauses: { obligation: string }[] };
      const text = new WrittenText(own, data);
      const next = text.follow(writtenWith(data, ["clauses", at, "obligation"], said));
      const was = `obligation: ${data.clauses[at]?.obligation}`;
      const [before, after] = own.split(was) as [string, string];
      expect(next.slice(0, before.length)).toBe(before);
      // What was said of the line itself may move below a text of several lines.
      const rest = after.slice(after.indexOf("\n"));
      expect(next.slice(-rest.length)).toBe(rest);
      expect(readWritten(next)).toEqual(writtenWith(data, ["clauses", at, "obligation"], said));
    }),
    { numRuns: 60 },
  );
});

test("an edit that is taken back leaves the text as it was", () => {
  for (const own of [OWN, TEXT]) {
    const data = readWritten(own) as Record<string, unknown>;
    const text = new WrittenText(own, data);
    text.follow(writtenWith(data, ["clauses", 1, "obligation"], "Never."));
    text.follow(writtenWith(data, ["clauses", 0, "restore"], "auto"));
    expect(text.follow(data)).toBe(own);
  }
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
