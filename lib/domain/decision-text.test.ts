import fc from "fast-check";
import { expect, it } from "vitest";
import type { Answer, Because } from "./decision.ts";
import { decisionText } from "./decision-text.ts";
import { presentDecision } from "./present.ts";

const instant = fc.integer({ min: 0, max: 4e12 });
const answers: fc.Arbitrary<Answer> = fc.record({
  verdict: fc.constantFrom("allow" as const, "allow" as const, "block" as const, "review" as const),
  permitted: fc.boolean(),
  mode: fc.constantFrom("enforce" as const, "shadow" as const),
  authority: fc.constantFrom("full" as const, "limited" as const),
  because: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Because[]>([]) },
    fc.constant<Because[]>([
      {
        pact: "refunds",
        version: 3,
        clause: "cap",
        trigger: "stale" as const,
        consequence: "review" as const,
        says: 'Says "so".',
        evidence: null,
        override: null,
      },
    ]),
  ),
  limits: fc.constant(null),
  settlements: fc.constant<Answer["settlements"]>([]),
  shadow: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    fc.constant<Answer["shadow"]>({ verdict: "block", because: [] }),
  ),
  warnings: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.constant<string[]>(["one"])),
  pacts: fc.array(fc.record({ pact: fc.string(), version: fc.nat(), hash: fc.string() }), { maxLength: 3 }),
  workflow: fc.constant("refunds"),
  governed: fc.boolean(),
  decidedAt: instant,
  validUntil: fc.option(instant),
  useBy: fc.option(instant),
  revision: fc.nat(),
});

it("a decision's text is what JSON makes of the decision, byte for byte", () => {
  const review = { id: "rev_1", expiresAt: 1_700_000_000_000 };
  fc.assert(
    fc.property(answers, fc.constantFrom("dec_1", null), (answer, id) => {
      const held = answer.verdict === "review" ? review : null;
      const shown = presentDecision(id, answer, held && { ...held, state: "pending", answer: null }, answer.decidedAt);
      expect(decisionText(id, answer, held)).toBe(JSON.stringify(shown));
    }),
    { numRuns: 500 },
  );
});
