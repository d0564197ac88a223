import { expect, test } from "vitest";
import { testPact } from "@/lib/db/testing-pact";
import { withOwner } from "./owners.ts";
import { parsePactText, toYaml } from "./parse-pact.ts";

test("another owner changes that line and no other, comments and all", () => {
  const before = `# Whose this is\n${toYaml(testPact())}`;
  const { text, found } = withOwner(before, ["fast", "nothing"], "newcomers");
  expect(found).toEqual(["fast"]);
  const changed = text.split("\n").filter((line, index) => line !== before.split("\n")[index]);
  expect(changed).toEqual(["    owner: newcomers"]);
  const parsed = parsePactText(text, "yaml");
  expect(parsed.ok && parsed.document.clauses.map(({ owner }) => owner)).toEqual(["platform", "newcomers"]);
});
