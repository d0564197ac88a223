import { expect, it } from "vitest";
import { type AuthorityFacts, authorityHistory } from "./authority-history.ts";
import type { Clause, PactDocument } from "./pact.ts";
import { parsePact } from "./parse-pact.ts";
import { addWeights } from "./score.ts";

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
const [clause] = parsed.document.clauses as [Clause];
const evidenceHash = "sha256:own";
const version = (document: PactDocument = parsed.document) => ({
  document,
  mode: document.mode,
  hashes: new Map([["cites", [evidenceHash]]]),
  from: 0,
  to: null,
});
const facts = (fields: Partial<AuthorityFacts> = {}): AuthorityFacts => ({
  workflow: "refunds",
  versions: [version()],
  releases: [{ release: "r1", since: 0 }],
  proofs: [{ clause: "cites", release: "r1", evidenceHash, observedAt: DAY, recordedAt: DAY }],
  scores: [],
  latches: [],
  incidents: [],
  grants: [],
  caps: [],
  overrides: [],
  spendings: [],
  ...fields,
});
const shiftsOf = (given: AuthorityFacts) =>
  authorityHistory(given, "refunds", 0, 30 * DAY).map(({ at, authority }) => [at / DAY, authority]);

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
  const shifts = authorityHistory(given, "refunds", 0, 30 * DAY);
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

it("shows each crossing of a score's line, by failures and by decay alone, with its clause", () => {
  const document = {
    ...parsed.document,
    clauses: [{ ...clause, score: { below: 90 }, on: { ...clause.on, score: { do: "review" as const } } }],
  };
  const none = { n: 0, f: 0, at: 0 };
  const good = addWeights(none, { passed: 200, failed: 0, observedAt: DAY }, 0.5, 7 * DAY);
  const bad = addWeights(good, { passed: 0, failed: 40, observedAt: 3 * DAY }, 0.5, 7 * DAY);
  const proofs = [1, 6, 12, 18, 24, 30].map((day) => ({
    ...{ clause: "cites", release: "r1", evidenceHash, observedAt: day * DAY, recordedAt: day * DAY },
  }));
  const scores = [{ clause: "cites", release: "r1", evidenceHash, course: [{ at: DAY, weights: good }] }];
  const decays = authorityHistory(facts({ versions: [version(document)], proofs, scores }), "refunds", 0, 30 * DAY);
  expect(decays.map(({ authority }) => authority)).toEqual(["suspended", "full", "supervised"]);
  expect(decays[2]?.cause).toBe("Cites the policy: its score was below 90");
  scores[0]?.course.push({ at: 3 * DAY, weights: bad });
  const fails = authorityHistory(facts({ versions: [version(document)], proofs, scores }), "refunds", 0, 30 * DAY);
  expect(fails[2]).toMatchObject({ at: 3 * DAY, authority: "supervised" });
});

it("rises by an override of the whole clause and falls when it ends, each time saying so", () => {
  const state = {
    ...{ id: "ovr_1", agent: "refund-bot", pact: "refunds", clause: "cites", triggers: ["stale" as const] },
    ...{ actions: ["*"], when: null, maxUses: null, used: 0, reason: "quarter end" },
    ...{ startsAt: 9 * DAY, endsAt: 11 * DAY },
  };
  const overrides: AuthorityFacts["overrides"] = [{ state, from: 9 * DAY, to: 11 * DAY }];
  const shifts = authorityHistory(facts({ overrides }), "refunds", 0, 30 * DAY);
  expect(shifts.slice(2).map(({ at, authority }) => [at / DAY, authority])).toEqual([
    [8, "supervised"],
    [9, "full"],
    [11, "supervised"],
  ]);
  expect(shifts[3]?.cause).toBe("overridden: Cites the policy: its evidence went stale (quarter end)");
  expect(shifts[4]?.cause).toBe("its override is over: Cites the policy: its evidence went stale");
  const narrow = overrides.map((one) => ({ ...one, state: { ...state, when: "context.amount < 5" } }));
  expect(shiftsOf(facts({ overrides: narrow }))).toEqual(shiftsOf(facts()));
});

it("falls with what a breached metric took, and under a shadow pact with nothing else", () => {
  const cap = { id: "mrs_1", metric: "bypasses", agent: null, workflow: null, pact: null, level: "limited" as const };
  const caps = [{ ...cap, since: 2 * DAY, until: 3 * DAY, says: "Too many bypasses" }];
  const shadow = [{ ...version(), mode: "shadow" as const }];
  expect(shiftsOf(facts({ versions: shadow, caps }))).toEqual([
    [0, "full"],
    [2, "limited"],
    [3, "full"],
  ]);
});

it("starts anew with a version that changes what evidence is bound to", () => {
  const anew = { ...version(), hashes: new Map([["cites", ["sha256:other"]]]), from: 4 * DAY };
  const shifts = authorityHistory(facts({ versions: [{ ...version(), to: 4 * DAY }, anew] }), "refunds", 0, 30 * DAY);
  expect(shifts.at(-1)).toMatchObject({ at: 4 * DAY, authority: "suspended" });
});
