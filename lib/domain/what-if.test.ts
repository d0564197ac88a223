import { expect, test } from "vitest";
import { EXAMPLE } from "../../components/pacts/example.ts";
import { cleanChecksFor } from "./launch.ts";
import { parsePactText } from "./parse-pact.ts";
import { reworded } from "./reworded.ts";
import { asIfProven, askOf, countVerdicts, sampleRequests } from "./what-if.ts";

const parsed = parsePactText(EXAMPLE, "yaml");
if (!parsed.ok) throw new Error("the example reads");
const { document } = parsed;
const NOW = Date.UTC(2026, 0, 1);
const refund = (amount: number) => ({ action: "payments.refund", context: { amount, currency: "EUR" } });

test("with all evidence fresh only the request decides", () => {
  const asked = [refund(10), refund(400), refund(501), { action: "payments.payout", context: {} }];
  expect(countVerdicts(document, asked, NOW)).toEqual({ allow: 2, degrade: 0, review: 0, block: 2 });
});

test("a shadow draft is tried as if it bound, and a release that is no more decides nothing", () => {
  const shadow = { ...document, mode: "shadow" as const, scope: { ...document.scope, release: "required" as const } };
  expect(askOf(asIfProven(shadow, NOW), shadow, refund(501), NOW).verdict).toBe("block");
  expect(askOf(asIfProven(shadow, NOW), shadow, refund(5), NOW).verdict).toBe("allow");
});

test("samples tell the conditions of a document apart, on its own actions", () => {
  const samples = sampleRequests(document);
  const counts = countVerdicts(document, samples, NOW);
  expect(counts.allow).toBeGreaterThan(0);
  expect(counts.block).toBeGreaterThan(0);
  expect(new Set(samples.map(({ action }) => action))).toEqual(new Set(["payments.refund", "orders.example"]));
});

test("the clean checks that a target takes are those of the method", () => {
  expect([0.95, 0.99, 0.999].map((target) => cleanChecksFor(1 - target))).toEqual([38, 191, 1920]);
});

test("what was reworded is the stretch of words between those that stayed", () => {
  expect(reworded("agree within 2 % always.", "agree within 1 % always.")).toEqual({
    before: "agree within ",
    removed: "2 ",
    added: "1 ",
    after: "% always.",
  });
  expect(reworded("same", "same")).toEqual({ before: "same", removed: "", added: "", after: "" });
});
