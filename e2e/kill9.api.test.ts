import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { stopAbandoned } from "@/lib/db/embedded";
import { type Clients, clientsOf, publishPact } from "./client";
import { newHome, type Started, startSurety } from "./harness";

const ROUNDS = 10;
const PACT = {
  surety: 1,
  pact: "payouts",
  title: "Payouts",
  agent: "payout-bot",
  workflow: "payouts",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payouts.send"], outside: "block" },
  clauses: [
    {
      key: "known-payee",
      title: "Pays known payees",
      obligation: "Payouts go to payees on file.",
      severity: "major",
      owner: "treasury",
      recertify: "P30D",
      evidence: { method: "runtime", describe: "Payee match", target: 0.5, freshness: "P1D" },
      drift: { verify: "auto" },
      on: { missing: "review", stale: "review", drift: "review" },
    },
  ],
};

/** A load that remembers what was acknowledged, calls `watch` after every answer, and asks on until it is stopped. */
async function load(
  as: Clients,
  round: number,
  acknowledged: { decisions: Map<string, string>; evidence: Map<string, string> },
  stop: { now: boolean },
  watch: () => void,
) {
  let n = 0;
  const decide = async () => {
    while (!stop.now) {
      const run = `${round}-${n++}`;
      const answer = await as.service
        .post("/api/v1/decisions", { agent: "payout-bot", action: "payouts.send", run })
        .catch(() => null);
      if (answer?.status === 200) acknowledged.decisions.set(answer.body.id, run);
      watch();
    }
  };
  const prove = async () => {
    while (!stop.now) {
      const mark = `${round}-${n++}`;
      const record = {
        agent: "payout-bot",
        pact: "payouts",
        clause: "known-payee",
        outcome: "pass",
        observedAt: new Date().toISOString(),
        source: "ci",
        attributes: { mark },
      };
      const answer = await as.service.post("/api/v1/evidence", record).catch(() => null);
      if (answer?.status === 201) acknowledged.evidence.set(answer.body.id, mark);
      watch();
    }
  };
  await Promise.all([...Array.from({ length: 6 }, decide), ...Array.from({ length: 3 }, prove)]);
}

/** Everything a list holds, page by page. */
async function all(
  as: Clients,
  path: string,
): Promise<{ id: string; request?: { run?: string }; attributes?: { mark?: string } }[]> {
  const items = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: { id: string }[]; nextCursor: string | null } = await as.auditor.must(
      200,
      as.auditor.get(`${path}&limit=200${cursor ? `&cursor=${cursor}` : ""}`),
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe("kill -9 under load", () => {
  const home = newHome();
  let surety: Started | undefined;
  afterAll(async () => {
    await surety?.stop();
    await stopAbandoned(home);
    rmSync(home, { recursive: true, force: true });
  });

  it(`loses no acknowledged decision or evidence and doubles none, ${ROUNDS} times`, async () => {
    const acknowledged = { decisions: new Map<string, string>(), evidence: new Map<string, string>() };
    const restarts: number[] = [];
    // Moments from a fixed seed: as random as need be, and the same in every run.
    let seed = 42;
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      surety = await startSurety({ home });
      if (round > 0) restarts.push(performance.now() - started);
      const as = clientsOf(surety.quickstart);
      if (round === 0) {
        await as.owner.must(200, as.owner.put("/api/v1/teams/treasury", { name: "Treasury", members: [] }));
        await as.author.must(
          200,
          as.author.put("/api/v1/agents/payout-bot", { name: "Payouts", owner: "treasury", release: "r1" }),
        );
        await publishPact(as, PACT);
      }
      const stop = { now: false };
      // So many answers of each kind in this round, then the kill: in the middle of whatever is under way.
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      const decisions = acknowledged.decisions.size + 20 + (seed % 200);
      const records = acknowledged.evidence.size + 2 + (seed % 7);
      let enough = () => {};
      const reached = new Promise<void>((resolve) => {
        enough = resolve;
      });
      const watch = () => {
        if (acknowledged.decisions.size >= decisions && acknowledged.evidence.size >= records) enough();
      };
      const loading = load(as, round, acknowledged, stop, watch);
      await reached;
      await surety.kill9();
      stop.now = true;
      await loading;
    }
    surety = await startSurety({ home });
    const as = clientsOf(surety.quickstart);
    const decisions = await all(as, "/api/v1/decisions?agent=payout-bot");
    const ids = decisions.map((d) => d.id);
    expect(new Set(ids).size).toBe(ids.length);
    const runs = decisions.map((d) => d.request?.run);
    expect(new Set(runs).size).toBe(runs.length);
    const kept = new Set(ids);
    expect([...acknowledged.decisions.keys()].filter((id) => !kept.has(id))).toEqual([]);

    const evidence = await all(as, "/api/v1/evidence?agent=payout-bot");
    const marks = evidence.map((e) => e.attributes?.mark);
    expect(new Set(marks).size).toBe(marks.length);
    const keptEvidence = new Set(evidence.map((e) => e.id));
    expect([...acknowledged.evidence.keys()].filter((id) => !keptEvidence.has(id))).toEqual([]);

    // The monitor counted each record once: what was stored and what it amounts to went together.
    const { pacts } = await as.auditor.must(200, as.auditor.get("/api/v1/agents/payout-bot/standing"));
    expect(pacts[0].clauses[0].monitor.checks).toBe(evidence.length);
    console.log(
      `kill -9: ${acknowledged.decisions.size} decisions and ${acknowledged.evidence.size} records acknowledged over ${ROUNDS} kills, none lost; ` +
        `ready again after ${restarts.map((ms) => `${Math.round(ms)} ms`).join(", ")}`,
    );
  }, 300_000);
});
