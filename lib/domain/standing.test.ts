import { describe, expect, it } from "vitest";
import { compile, withUses } from "./compile.ts";
import { decide } from "./decide.ts";
import { verdictSentence } from "./explain.ts";
import { standing } from "./standing.ts";
import { type Given, type GivenEvidence, stateOf, type WrittenPact } from "./testing.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

const refunds: WrittenPact = {
  surety: 1,
  pact: "refunds",
  title: "Refund desk",
  agent: "refund-bot",
  workflow: "refunds",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"], outside: { do: "block" } },
  levels: { limited: { amount: { max: 50 } } },
  clauses: [
    {
      key: "cites-policy",
      title: "Cites the policy it relied on",
      obligation: "It names the paragraph.",
      severity: "critical",
      owner: "refunds-platform",
      recertify: "P30D",
      when: "context.amount > 20",
      evidence: { method: "runtime", target: 0.98, freshness: "P7D" },
      failures: { count: 3, within: "PT24H" },
      drift: { verify: "person", within: "PT4H" },
      restore: "signoff",
      on: {
        missing: { do: "block" },
        stale: { do: "review" },
        failures: { do: "degrade" },
        drift: [{ at: 1000, do: "review" }],
      },
    },
    {
      key: "cap",
      title: "Stays under the cap",
      obligation: "No more than 500.",
      severity: "major",
      owner: "treasury",
      recertify: "P30D",
      require: "context.amount <= 500",
      restore: "auto",
      on: { violation: { do: "block" }, incident: { do: "review", atLeast: "high" } },
    },
  ],
};

const evidence = (
  passed: number,
  failed: number,
  hoursAgo: number,
  more: Partial<GivenEvidence> = {},
): GivenEvidence => ({
  agent: "refund-bot",
  pact: "refunds",
  clause: "cites-policy",
  passed,
  failed,
  observedAt: new Date(NOW - hoursAgo * 3_600_000).toISOString(),
  source: "probe",
  vouchedBy: "runtime",
  ...more,
});

const world = { now: NOW, agents: [{ slug: "refund-bot", release: "r1" }], pacts: { refunds } };
const snapshotOf = (given: Partial<Given>) => compile(stateOf({ pacts: ["refunds"], ...given }, world));
const clauseOf = (given: Partial<Given>, now = NOW) => {
  const report = standing(snapshotOf(given), "refund-bot", now);
  const pact = report?.pacts[0];
  return { report, pact, clause: pact?.clauses[0] };
};
const failed = [5, 4, 2].map((hours) => evidence(0, 1, hours, { task: "t" }));
const request = { agent: "refund-bot", action: "payments.refund", context: { amount: 120 } };

describe("a standing", () => {
  it("is met while fresh evidence passes, and says until when that is so", () => {
    const { report, pact, clause } = clauseOf({ evidence: [evidence(2000, 0, 24)] });
    expect(clause).toMatchObject({ standing: "met", triggers: [], freshness: { state: "fresh" } });
    expect(pact).toMatchObject({ authority: { granted: "full", effective: "full" }, cappedBy: null });
    expect(pact?.score).toBeGreaterThan(99);
    // The last fifth of seven days begins 5.6 days after the observation.
    expect(report?.validUntil).toBe(new Date(NOW + (5.6 * 24 - 24) * 3_600_000).toISOString());
    expect(pact?.clauses[1]).toMatchObject({ standing: "met", score: null, pointsLost: null, freshness: null });
  });

  it("is unproven without evidence, stale after the window, expiring before it", () => {
    expect(clauseOf({})).toMatchObject({
      clause: { standing: "unproven", triggers: [{ trigger: "missing", since: null }], monitor: { checks: 0 } },
      pact: { authority: { effective: "suspended" } },
    });
    const given = { evidence: [evidence(2000, 0, 24)] };
    expect(clauseOf(given, NOW + 5 * 86_400_000).clause?.freshness?.state).toBe("expiring");
    expect(clauseOf(given, NOW + 6 * 86_400_000)).toMatchObject({
      clause: { standing: "stale", freshness: { state: "stale" }, triggers: [{ since: "2026-11-28T12:00:00.000Z" }] },
      pact: { authority: { effective: "supervised" } },
    });
  });

  it("is breached by failures whatever a request says, and caps authority at limited", () => {
    const { pact, clause } = clauseOf({ evidence: [evidence(2000, 0, 24), ...failed] });
    expect(clause?.standing).toBe("breached");
    expect(clause?.triggers).toMatchObject([{ trigger: "failures", consequence: "degrade", latched: true }]);
    expect(pact?.authority.effective).toBe("limited");
  });

  it("shows a suspected drift without acting on it, and its alarm once it is verified", () => {
    const given = { evidence: [evidence(2000, 0, 24), evidence(60, 40, 2)] };
    expect(clauseOf(given)).toMatchObject({
      clause: { standing: "met", triggers: [], monitor: { drift: "suspected", checks: 2100, failed: 40 } },
      report: { validUntil: "2026-11-22T16:00:00.000Z" },
    });
    const later = clauseOf(given, NOW + 4 * 3_600_000);
    expect(later.clause).toMatchObject({
      standing: "breached",
      monitor: { drift: "verified" },
      triggers: [{ trigger: "drift", at: 1000, verifiedAt: "2026-11-22T16:00:00.000Z" }],
    });
    expect(later.clause?.monitor?.says).toMatch(/40 of 100 failed \(40 %\); the pact allows 2 %/);
  });

  it("is waived by an override; authority stays capped unless the override holds for every request", () => {
    const override = (when: string | null) => ({
      overrides: [
        {
          agent: "refund-bot",
          pact: "refunds",
          clause: "cites-policy",
          triggers: ["missing" as const],
          actions: ["payments.*"],
          when,
          maxUses: 1,
          startsAt: "2026-11-22T10:00:00Z",
          endsAt: "2026-11-22T18:00:00Z",
          reason: "moving day",
          state: "approved",
        },
      ],
    });
    expect(clauseOf(override("context.amount < 200"))).toMatchObject({
      clause: { standing: "waived", triggers: [{ override: "ovr_0" }] },
      pact: { authority: { effective: "suspended" } },
      report: { validUntil: "2026-11-22T18:00:00.000Z" },
    });
    expect(clauseOf(override(null)).pact?.authority.effective).toBe("full");
    const used = withUses(snapshotOf(override(null)), ["ovr_0"]);
    expect(standing(used, "refund-bot", NOW)?.pacts[0]?.clauses[0]?.standing).toBe("unproven");
    expect(decide(used, request, NOW).verdict).toBe("block");
  });

  it("takes the lower of what is granted and what is in force", () => {
    const given = { evidence: [evidence(2000, 0, 24)], granted: { "refund-bot": "supervised" as const } };
    expect(clauseOf(given).pact?.authority).toEqual({ granted: "supervised", effective: "supervised" });
    expect(decide(snapshotOf(given), request, NOW).authority).toBe("supervised");
  });

  it("of an unknown agent does not exist", () => {
    expect(standing(snapshotOf({}), "stray", NOW)).toBeNull();
  });
});

describe("the sentences", () => {
  const says = (given: Partial<Given>, more = {}) => {
    const answer = decide(snapshotOf(given), { ...request, ...more }, NOW);
    return {
      because: answer.because[0]?.says.replaceAll("\u00a0", " "),
      verdict: verdictSentence(answer, request).replaceAll("\u00a0", " "),
    };
  };

  it("tell what failed, how often, when last, and whose it is", () => {
    const { because, verdict } = says({ evidence: [evidence(2000, 0, 24), ...failed] });
    expect(because).toBe(
      "Cites the policy it relied on failed 3 times within 24 h, last 2 h ago. Owner: refunds-platform.",
    );
    expect(verdict).toBe(`Limited to amount at most 50 (the request does not fit): ${because}`);
  });

  it("tell how stale the evidence is and what to do", () => {
    expect(says({ evidence: [evidence(2000, 0, 9 * 24)] }).verdict).toBe(
      "Held for review: Cites the policy it relied on is stale (9 d of 7 d). Owner: refunds-platform. Submit evidence, or request an override.",
    );
  });

  it("tell which rule a request breaks, and which incident is open", () => {
    const incidents = [{ agent: "refund-bot", severity: "high" as const, title: "leak" }];
    const given = { evidence: [evidence(2000, 0, 24)], incidents };
    expect(says(given).because).toBe(
      'Stays under the cap stops while incident "leak" (high) is open for refund-bot. Owner: treasury. It holds until a person resolves the incident.',
    );
    expect(says(given, { context: { amount: 501 } }).because).toBe(
      "Stays under the cap requires context.amount <= 500, and this request is not so. Owner: treasury. Change the request, or ask for an override.",
    );
  });

  it("say so where nothing stands against a request", () => {
    expect(says({ evidence: [evidence(2000, 0, 24)] }).verdict).toBe(
      "Allowed: refund-bot asks for payments.refund, and every clause that applies is met.",
    );
  });
});
