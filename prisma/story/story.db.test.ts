import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listDecisions } from "@/lib/db/decisions";
import type { DecisionRecord } from "@/lib/db/segment";
import { sortOf } from "@/lib/domain/event-kinds";
import { standing } from "@/lib/domain/standing";
import { coverage } from "@/lib/queries/coverage";
import { openFindings } from "@/lib/queries/findings";
import { freshnessBoard } from "@/lib/queries/freshness";
import { runtime } from "@/lib/runtime/runtime";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { makeDemo } from "./demo";
import type { Told } from "./tell";

const END = Date.parse("2026-11-25T14:05:00.000Z");
const HOUR = 3_600_000;

/** The story told once, in a database of its own, with what came of it. */
async function telling() {
  const t = await testRuntime(END);
  let organisationId = "";
  const told = await makeDemo(t.runtime, (made) => {
    organisationId = made.organisationId;
  });
  const decisions = await t.runtime.db.organisation(organisationId, (tx) =>
    listDecisions(tx, organisationId, {}, told.decisions + 1),
  );
  const snapshot = await t.runtime.snapshots.get(organisationId);
  const agents = [...snapshot.agents.keys()].sort();
  return { t, told, organisationId, decisions, standings: agents.map((agent) => standing(snapshot, agent, END)) };
}

/** Ids differ from telling to telling, nothing else does. */
const withoutIds = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replaceAll(/\b(dec|evd|ovr|rev)_[0-9a-z]{26}/g, "$1")) as unknown;

describe("the demo's story", () => {
  let t: TestRuntime;
  let told: Told;
  let organisationId: string;
  let decisions: DecisionRecord[];
  let standings: Awaited<ReturnType<typeof telling>>["standings"];

  beforeAll(async () => {
    ({ t, told, organisationId, decisions, standings } = await telling());
  }, 180_000);
  afterAll(() => t?.stop());

  const of = (agent: string) => standings.find((one) => one?.agent === agent)?.pacts[0];
  const clause = (agent: string, key: string) => of(agent)?.clauses.find((one) => one.key === key);
  const rows = <T>(work: Parameters<typeof t.runtime.db.organisation<T>>[1]) =>
    t.runtime.db.organisation(organisationId, work);

  it("leaves the process with its own clock", () => {
    expect(runtime()).toBe(t.runtime);
  });

  it("posts events as the catalogue shows them: no field that it does not name", async () => {
    const posted = await rows((tx) => tx.outbox.findMany({ where: { organisationId } }));
    for (const { kind, subject, payload } of posted) {
      const known = sortOf(kind);
      expect(
        Object.keys(payload as object).filter((key) => !Object.hasOwn(known?.data ?? {}, key)),
        kind,
      ).toEqual([]);
      expect(subject.split("/")[0], kind).toBe(known?.subject.split("/")[0]);
    }
    expect(new Set(posted.map(({ kind }) => kind)).size).toBeGreaterThan(10);
  });

  it("holds several thousand decisions of every verdict, none of them ahead of now", () => {
    expect(decisions.length).toBe(told.decisions);
    expect(told.decisions).toBeGreaterThan(3000);
    for (const count of Object.values(told.verdicts)) expect(count).toBeGreaterThan(20);
    const times = decisions.map(({ answer }) => answer.decidedAt);
    expect(Math.max(...times)).toBeLessThan(END);
    expect(new Set(times).size).toBeGreaterThan(0.99 * times.length);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it("verified the drift by the monitor, after launch tests that passed, and lowered authority to what its stages say", async () => {
    const cites = clause("invoice-clerk", "cites-source");
    expect(cites).toMatchObject({ standing: "breached", monitor: { drift: "verified" } });
    expect(cites?.triggers.map(({ trigger, at, consequence }) => [trigger, at, consequence])).toEqual([
      ["drift", 1_000, "degrade"],
      ["drift", 10_000, "degrade"],
    ]);
    expect(of("invoice-clerk")?.authority).toEqual({ granted: "full", effective: "limited" });
    const where = { organisationId, clause: "cites-source" };
    const records = await rows((tx) => tx.evidence.findMany({ where, orderBy: { observedAt: "asc" } }));
    const [old, updated] = ["r13", "r14"].map((release) => records.filter((one) => one.release === release));
    expect(old?.every(({ passing }) => passing)).toBe(true);
    expect(updated?.slice(0, 8).every(({ passing }) => passing)).toBe(true);
    expect(updated?.filter(({ passing }) => !passing).length).toBeGreaterThan(10);
  });

  it("answers the request that is printed at the start with degrade, permitted", async () => {
    const request = { agent: "invoice-clerk", action: "payments.release", context: { amount: 120, currency: "EUR" } };
    const answer = await t.runtime.recorder.dryRun(organisationId, request);
    expect(answer).toMatchObject({
      verdict: "degrade",
      permitted: true,
      authority: "limited",
      limits: { amount: { max: 2_500 }, currency: { only: ["EUR"] } },
      warnings: [],
    });
    const context = { amount: 9_860, currency: "EUR", mismatch: 0.3 };
    const more = await t.runtime.recorder.dryRun(organisationId, { ...request, context });
    expect(more).toMatchObject({ verdict: "degrade", permitted: false });
  });

  it("used an override while it lasted; expired, it never allows", async () => {
    const overrides = await rows((tx) =>
      tx.override.findMany({ where: { organisationId }, orderBy: { createdAt: "asc" }, include: { approvals: true } }),
    );
    expect(overrides.map(({ state }) => state)).toEqual(["approved", "requested"]);
    const [expired] = overrides;
    expect(expired?.approvals.length).toBe(2);
    expect(expired?.used).toBeGreaterThanOrEqual(3);
    const end = expired?.endsAt.getTime() ?? 0;
    expect(end).toBeLessThan(END);
    const using = decisions.filter(({ answer }) => answer.because.some(({ override }) => override === expired?.id));
    expect(using.length).toBe(expired?.used);
    expect(using.every(({ answer }) => answer.decidedAt < end)).toBe(true);
    const after = decisions.find(({ request, answer }) => {
      const { supplier, amount } = (request.context ?? {}) as { supplier?: string; amount?: number };
      return supplier === "Hartmann Logistik" && amount === 5_340 && answer.decidedAt >= end;
    });
    expect(after?.answer).toMatchObject({ verdict: "degrade", permitted: false });
  });

  it("keeps a superseded version, a live one with four clauses, and one that waits for an approval", async () => {
    const versions = await rows((tx) =>
      tx.pactVersion.findMany({ where: { organisationId, pact: "supplier-payments" }, orderBy: { version: "asc" } }),
    );
    expect(versions.map(({ state }) => state)).toEqual(["superseded", "live", "in_review"]);
    expect(versions[1]?.document).toMatchObject({ clauses: Array(4).fill({ owner: expect.any(String) }) });
    const live = await rows((tx) => tx.pactVersion.findMany({ where: { organisationId, state: "live" } }));
    expect(live.map(({ mode }) => mode).sort()).toEqual(["enforce", "enforce", "enforce", "enforce", "shadow"]);
  });

  it("leaves two reviews to whoever signs in, for days; others were approved and denied", async () => {
    const reviews = await rows((tx) => tx.review.findMany({ where: { organisationId } }));
    const waits = reviews.filter(({ state, expiresAt }) => state === "pending" && expiresAt.getTime() > END);
    expect(waits.map(({ agent }) => agent).sort()).toEqual(["expense-auditor", "invoice-clerk"]);
    for (const { expiresAt } of waits) expect(expiresAt.getTime() - END).toBeGreaterThan(48 * HOUR);
    const states = new Set(reviews.map(({ state }) => state));
    expect([...states].sort()).toEqual(["approved", "denied", "pending"]);
  });

  it("has a clause that is stale, one that goes stale this week, and one unproven for a candidate", async () => {
    const auditor = { type: "system", organisationId, id: "suite", name: "suite" } as const;
    const { items, counts } = await freshnessBoard(auditor, END);
    expect(items.find(({ lane }) => lane === "stale")).toMatchObject({ clause: "policy-in-force" });
    expect(items.find(({ lane }) => lane === "missing")).toMatchObject({ clause: "grounded", candidate: true });
    expect(counts.day + counts.week).toBeGreaterThan(0);
    expect(clause("invoice-clerk", "pays-verified-accounts")).toMatchObject({ standing: "met" });
  });

  it("lowered one agent with a reason, resolved an incident, and left another drift to a person's word", async () => {
    expect(of("cash-forecaster")?.authority).toEqual({ granted: "supervised", effective: "supervised" });
    expect(clause("reply-writer", "grounded")).toMatchObject({ standing: "met", monitor: { drift: "suspected" } });
    const incidents = await rows((tx) => tx.incident.findMany({ where: { organisationId } }));
    expect(incidents.map(({ state }) => state)).toEqual(["resolved"]);
    const { resolvedAt, openedAt } = incidents[0] ?? {};
    const during = decisions.filter(
      ({ request, answer }) =>
        request.action === "payments.release" &&
        answer.decidedAt > Number(openedAt) &&
        answer.decidedAt < Number(resolvedAt),
    );
    expect(during.length).toBeGreaterThan(3);
    expect(during.every(({ answer }) => answer.verdict === "block")).toBe(true);
  });

  it("had a week's payments seen by the bank; three calls had no permit, and two of them are still to be explained", async () => {
    const auditor = { type: "system", organisationId, id: "suite", name: "suite" } as const;
    const { observed, workflows } = await coverage(auditor);
    expect(observed).toBeGreaterThan(60);
    expect(workflows.find(({ workflow }) => workflow === "supplier-payments")).toMatchObject({ routing: "ungoverned" });
    const { open, unowned, groups } = await openFindings(auditor);
    expect({ open, unowned }).toEqual({ open: 2, unowned: 0 });
    expect(groups.map(({ action, count }) => [action, count])).toEqual([["payments.release", 2]]);
  });

  it("numbers and seals everything, at the story's own instants", async () => {
    const entries = await rows((tx) => tx.ledgerEntry.findMany({ where: { organisationId }, orderBy: { seq: "asc" } }));
    expect(entries.map(({ index }) => Number(index))).toEqual(entries.map((_, i) => i));
    expect(entries.every(({ at }) => at.getTime() <= END)).toBe(true);
    const open = await rows((tx) => tx.decisionSegment.count({ where: { organisationId, sealedBy: null } }));
    expect(open).toBe(0);
  });

  it("leaves the organisation's settings as they are by default", async () => {
    const { settings } = await t.runtime.snapshots.get(organisationId);
    expect(settings).toMatchObject({ reviewExpiry: "PT1H", ungoverned: "block", approvals: 1 });
  });

  it("told twice up to the same instant it is the same story", async () => {
    const again = await telling();
    try {
      expect(again.told).toEqual(told);
      expect(withoutIds(again.standings)).toEqual(withoutIds(standings));
      expect(withoutIds(again.decisions)).toEqual(withoutIds(decisions));
    } finally {
      await again.t.stop();
    }
  }, 180_000);
});
