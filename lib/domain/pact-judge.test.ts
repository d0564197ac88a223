import { expect, test } from "vitest";
import { EXAMPLE } from "../../components/pacts/example.ts";
import type { PactInput } from "./pact.ts";
import { answered, judgePact, pathIn } from "./pact-judge.ts";
import { parsePact } from "./parse-pact.ts";
import { holes, warnings } from "./publishable.ts";
import { writtenWith } from "./written.ts";
import { readWritten } from "./written-text.ts";

const example = readWritten(EXAMPLE) as unknown as PactInput;
const known = { teams: new Set(["refunds-platform"]), agents: new Set(["refund-bot"]) };

const EDITS: [path: (string | number)[], value: unknown][] = [
  [["clauses", 0, "on", "stale"], undefined],
  [["clauses", 0, "obligation"], ""],
  [["clauses", 0, "when"], "context.nothing > 1"],
  [["clauses", 1, "owner"], "nobody"],
  [["clauses", 1, "evidence"], undefined],
  [["clauses", 1, "key"], "cites-policy"],
  [["levels"], undefined],
  [["scope", "outside"], "settle"],
  [["title"], ""],
];

test("judged clause by clause, a pact is told the same as judged whole, before and after any edit", () => {
  judgePact(example, known); // what is kept from here must not be told of other documents
  for (const [path, value] of EDITS) {
    const written = writtenWith(example, path, value);
    const judged = judgePact(written, known);
    const parsed = parsePact(written);
    expect(judged.document).toEqual(parsed.ok ? parsed.document : null);
    const sorted = (found: readonly { path: string; message: string }[]) =>
      found.map((one) => `${one.path} ${one.message}`).sort();
    if (!parsed.ok) {
      expect(sorted(judged.errors)).toEqual(sorted(parsed.errors));
      continue;
    }
    const of = (kind: "holes" | "warnings") => [
      ...judged[kind],
      ...judged.clauses.flatMap((one, index) => one[kind].map((hole) => ({ ...hole, path: pathIn(index, hole.path) }))),
    ];
    expect(sorted(of("holes"))).toEqual(sorted(holes(parsed.document, known)));
    expect(sorted(of("warnings"))).toEqual(sorted(warnings(parsed.document)));
  }
});

test("an edit of one clause judges no other anew", () => {
  const before = judgePact(example, known);
  const after = judgePact(writtenWith(example, ["clauses", 0, "title"], "Other"), known);
  expect(after.clauses[1]).toBe(before.clauses[1]);
  expect(after.clauses[0]).not.toBe(before.clauses[0]);
});

test("each of the five questions opens with what answers it", () => {
  const answers = (path: (string | number)[], value: unknown) => {
    const written = writtenWith(example, path, value);
    const clause = written.clauses[0]!;
    return Object.entries(answered(clause, judgePact(written, known).clauses[0]!))
      .filter(([, yes]) => !yes)
      .map(([question]) => question);
  };
  expect(answers(["title"], "Same")).toEqual([]);
  expect(answers(["clauses", 0, "obligation"], "")).toEqual(["obligation"]);
  expect(answers(["clauses", 0, "evidence", "target"], 2)).toEqual(["evidence"]);
  expect(answers(["clauses", 0, "evidence", "freshness"], "soon")).toEqual(["freshness"]);
  expect(answers(["clauses", 0, "owner"], "nobody")).toEqual(["owner"]);
  expect(answers(["clauses", 0, "on", "stale"], undefined)).toEqual(["consequence"]);
});
