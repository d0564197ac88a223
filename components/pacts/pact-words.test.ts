import { expect, test } from "vitest";
import { pactSchema } from "@/lib/domain/pact";
import { sayAction, sayEvidence, sayFreshness, sayOtherwise, sayOverrides, sayScope } from "@/lib/domain/pact-words";
import { joined } from "@/lib/domain/text";
import { EXAMPLE } from "./example";
import { judge } from "./use-draft";

const NB = "\u00a0";

function document(change: (written: Record<string, unknown>) => void = () => {}) {
  const written: Record<string, unknown> = {
    surety: 1,
    pact: "p",
    title: "P",
    agent: "a",
    workflow: "w",
    parties: { provider: "Us" },
    scope: { actions: ["pay.send", "orders.*"] },
    levels: { limited: { amount: { max: 50 } } },
    clauses: [
      {
        key: "c",
        title: "C",
        obligation: "It holds.",
        severity: "major",
        owner: "team",
        recertify: "P30D",
        require: "context.amount < 9",
        evidence: { method: "eval", freshness: "P7D", target: 0.985, minChecks: 20, from: ["lab", "desk"] },
        failures: { count: 3, within: "PT24H" },
        drift: { verify: "auto" },
        on: {
          violation: "block",
          missing: "block",
          stale: "review",
          failures: "degrade",
          drift: [
            { at: 1000, do: "review" },
            { at: 10000, do: "degrade", limits: { amount: { max: 10 } } },
          ],
          incident: "block",
        },
      },
    ],
  };
  change(written);
  return pactSchema.parse(written);
}

test("a list ends in a word, not in a comma", () => {
  expect([joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"], " or ")]).toEqual([
    "",
    "a",
    "a and b",
    "a, b or c",
  ]);
});

test("actions and scope are said in words, and what is outside is never left open", () => {
  expect([sayAction("*"), sayAction("orders.*"), sayAction("pay.send")]).toEqual([
    "anything",
    "everything below orders",
    "pay.send",
  ]);
  expect(sayScope(document())).toBe(
    "The agent may ask for pay.send and everything below orders. Anything else it asks for is blocked.",
  );
  expect(sayScope(document((d) => (d.scope = { actions: ["*"], release: "required" })))).toBe(
    "The agent may ask for anything. Every request names its release.",
  );
});

test("every condition that evidence must meet is said", () => {
  const [clause] = document().clauses;
  expect(sayEvidence(clause!)).toBe(
    `Evaluation; pass rate 98.5${NB}%; at least 20 checks; for each release; from lab or desk`,
  );
  expect(sayFreshness(clause!)).toBe(`at most 7${NB}d old`);
  const { evidence: _, ...none } = clause!;
  expect([sayEvidence(none), sayFreshness(none)]).toEqual([
    "None needed: the request itself must satisfy it",
    "Judged at the request",
  ]);
});

test("every trigger of a clause stands in its consequences, with the limits that hold", () => {
  const pact = document();
  expect(sayOtherwise(pact.clauses[0]!, pact)).toEqual([
    "Block when the request does not satisfy it, while evidence is missing or during an incident (high or above).",
    "Review while it is stale or on drift from odds of 1,000.",
    `Degrade (amount at most 50) after 3 failures within 24${NB}h.`,
    "Degrade (amount at most 10) on drift from odds of 10,000.",
  ]);
});

test("overrides are spoken of where the pact limits them, and only there", () => {
  expect(sayOverrides(document())).toBeNull();
  const ruled = document((d) => {
    // biome-ignore lint/suspicious/noThenProperty: the contract's word
    d.overrides = { maxDuration: "PT8H", budget: { count: 3, within: "P30D", then: "degrade" } };
  });
  expect(sayOverrides(ruled)).toBe(
    `An override lasts at most 8${NB}h. 3 may be used within 30${NB}d; one more, and the answer is degrade.`,
  );
});

test("the example is a pact without holes once its team and agent exist", () => {
  const { document, remarks } = judge(EXAMPLE, { teams: ["refunds-platform"], agents: ["refund-bot"] });
  expect(document?.clauses).toHaveLength(2);
  expect(remarks.filter(({ kind }) => kind !== "warning")).toEqual([]);
});

test("what is missing in the organisation is a hole on the line that names it", () => {
  const { remarks } = judge(EXAMPLE, { teams: [], agents: [] });
  const lines = EXAMPLE.split("\n");
  const said = remarks.filter(({ kind }) => kind === "hole").map(({ line }) => lines[line - 1]?.trim());
  expect(said).toEqual(["agent: refund-bot", "owner: refunds-platform", "owner: refunds-platform"]);
});

test("a text that is no pact has errors with lines, and an empty one none", () => {
  expect(judge("surety: 1\npakt: a\n", { teams: [], agents: [] }).remarks.some(({ line }) => line === 2)).toBe(true);
  expect(judge("  \n", { teams: [], agents: [] }).remarks).toEqual([]);
});
