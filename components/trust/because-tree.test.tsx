import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Because } from "@/lib/domain/decision";
import { BecauseTree, type BecauseTreeProps } from "./because-tree";

const because = (over: Partial<Because>): Because => ({
  pact: "refunds",
  version: 3,
  clause: "cites-policy",
  trigger: "stale",
  consequence: "review",
  says: "Cites the policy is stale (9 d of 7 d). Owner: refunds-platform.",
  evidence: { id: "evd_1", observedAt: "2026-11-10T00:00:00Z", ageSeconds: 777_600, windowSeconds: 604_800 },
  override: null,
  ...over,
});
const titles = { refunds: "Refund desk", "refunds/cites-policy": "Cites the policy" };

function text(props: BecauseTreeProps): string {
  const words = renderToStaticMarkup(<BecauseTree {...props} />).replaceAll(/<[^>]+>/g, " ");
  return words.replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ");
}

function positions(whole: string, parts: string[]): number[] {
  return parts.map((part) => whole.indexOf(part));
}

describe("the because-tree", () => {
  test("tells in this order: verdict, pact, clause, evidence, ledger number", () => {
    const decision = { verdict: "review" as const, permitted: false, because: [because({})], limits: null };
    const whole = text({ decision, titles, ledgerNumber: 18_396 });
    const at = positions(whole, ["Review", "Refund desk", "Stale", "9 d of 7 d", "evd_1", "#18,396"]);
    expect(at.every((each) => each >= 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  test("what an override took away stays in sight, as waived and with the override named", () => {
    const decision = {
      verdict: "allow" as const,
      permitted: true,
      because: [because({ override: "ovr_7" })],
      limits: null,
    };
    const whole = text({ decision, titles });
    expect(whole).toContain("Waived");
    expect(whole).toContain("ovr_7");
    expect(whole).not.toContain("Stale");
  });

  test("a trigger that belongs to no clause, or to no pact, still has its place and its sentence", () => {
    const scope = because({
      clause: null,
      trigger: "scope",
      consequence: "block",
      says: "payments.void is outside.",
      evidence: null,
    });
    const none = because({
      pact: null,
      version: null,
      clause: null,
      trigger: "no_pact",
      consequence: "block",
      says: "No pact.",
      evidence: null,
    });
    const whole = text({ decision: { verdict: "block", permitted: false, because: [scope, none], limits: null } });
    expect(whole).toContain("Outside the scope");
    expect(whole).toContain("payments.void is outside.");
    expect(whole).toContain("No pact");
  });

  test("with nothing to say against it, it says that every clause holds", () => {
    const whole = text({ decision: { verdict: "allow", permitted: true, because: [], limits: null } });
    expect(whole).toContain("Every clause that applies holds.");
  });
});
