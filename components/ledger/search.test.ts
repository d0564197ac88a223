import { expect, test } from "vitest";
import { subjectHref } from "@/lib/domain/subject-page";
import { ledgerAddress, ledgerSearch } from "./search";

test("an address names an entry by its number, and nothing else is taken for one", () => {
  expect(ledgerAddress({ entry: 18403 })).toBe("/ledger?entry=18403");
  expect(ledgerSearch.parse({ entry: "0", before: "-1", of: "pacts" })).toMatchObject({
    entry: 0,
    before: undefined,
    of: "pacts",
  });
});

test("a subject leads to its page, and cannot lead elsewhere", () => {
  expect(subjectHref("pact/refunds")).toBe("/pacts/refunds");
  expect(subjectHref("decisions/dec_1")).toBe("/decisions?d=dec_1");
  expect(subjectHref("agent/../../x")).toBe("/agents/..%2F..%2Fx");
  expect(subjectHref("exception/exc_1")).toBeNull();
});
