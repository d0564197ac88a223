import { expect, it } from "vitest";
import { type AuthorityFacts, authorityHistory } from "./authority-history.ts";
import { parsePact } from "./parse-pact.ts";

const parsed = parsePact({
  surety: 1,
  pact: "refunds",
  title: "Refund desk",
  agent: "refund-bot",
  workflow: "refunds",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"] },
  levels: { limited: { amount: { max: 50 } } },
  clauses: [
    {
      key: "cites",
      title: "Cites the policy",
      obligation: "Every refund names its paragraph.",
      severity: "major",
      owner: "platform",
      recertify: "P30D",
      evidence: { method: "eval", target: 0.9, freshness: "P7D" },
      failures: { count: 3, within: "PT24H" },
      on: { missing: "block", stale: "review", failures: "degrade", incident: "block" },
    },
  ],
});
if (!parsed.ok) throw new Error("no pact");
const DAY = 86_400_000;
const facts = (fields: Partial<AuthorityFacts> = {}): AuthorityFacts => ({
  workflow: "refunds",
  versions: [{ document: parsed.document, from: 0, to: null }],
  releases: [{ release: "r1", since: 0 }],
  proofs: [{ clause: "cites", release: "r1", observedAt: DAY, recordedAt: DAY }],
  latches: [],
  incidents: [],
  grants: [],
  ...fields,
});
const shiftsOf = (given: AuthorityFacts) =>
  authorityHistory(given, 0, 30 * DAY).map(({ at, authority }) => [at / DAY, authority]);

it("starts without evidence, is full with it, and lower from the very instant that it goes stale", () => {
  expect(shiftsOf(facts())).toEqual([
    [0, "suspended"],
    [1, "full"],
    [8, "supervised"],
  ]);
});

it("falls with a latch, an incident and a new release, and names what came and what was over", () => {
  const latch = {
    id: "lat_1",
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    release: "r1",
    trigger: "failures" as const,
    since: 2 * DAY,
    verifiedAt: 2 * DAY,
    liftedAt: 3 * DAY,
    says: "failed 3 times within 24 h",
  };
  const given = facts({
    latches: [latch],
    incidents: [{ severity: "high", title: "Paid twice", from: 4 * DAY, to: 5 * DAY }],
    releases: [
      { release: "r1", since: 0 },
      { release: "r2", since: 6 * DAY },
    ],
  });
  const shifts = authorityHistory(given, 0, 30 * DAY);
  expect(shifts.map(({ authority }) => authority)).toEqual([
    "suspended",
    "full",
    "limited",
    "full",
    "suspended",
    "full",
    "suspended",
  ]);
  expect(shifts[2]?.cause).toBe("Cites the policy: failures, failed 3 times within 24 h");
  expect(shifts[3]?.cause).toBe("over: Cites the policy: failures, failed 3 times within 24 h");
  expect(shifts[4]?.cause).toBe("Incident: Paid twice");
  expect(shifts[6]?.cause).toBe("Cites the policy: no evidence for release r2");
});

it("never rises above the newest grant of its scope", () => {
  const grant = { agent: "refund-bot", workflow: null, reason: "new model", until: null };
  const given = facts({
    grants: [
      { ...grant, id: "g1", level: "supervised", since: 2 * DAY },
      { ...grant, id: "g2", level: "full", since: 4 * DAY },
    ],
  });
  expect(shiftsOf(given).slice(1, 4)).toEqual([
    [1, "full"],
    [2, "supervised"],
    [4, "full"],
  ]);
});
