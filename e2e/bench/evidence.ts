/**
 * Evidence: how many checks a second one node takes in with each one moving its monitor durably, and how soon a decision
 * obeys what the evidence says, on the node that took it and on another. `npm run bench:evidence`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Client, clientsOf, publishPact } from "../client";
import { startSurety } from "../harness";
import type { Order, Seen } from "./load";
import { writeResults } from "./results";

const SINGLE = { requests: 20_000, connections: 256 };
const ARRAYS = { requests: 150, connections: 8, records: 200 };
const CLAUSES = 8;
const FLIPS = 400;
const LEAST = 5_000;
/** What loosens reaches another node within its poll at the latest; later than this something is broken. */
const PATIENCE_MS = 15_000;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const TSX = here("../../node_modules/tsx/dist/cli.mjs");

async function load(order: Order): Promise<Seen> {
  const child: ChildProcess = spawn(process.execPath, [TSX, here("load.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin?.end(JSON.stringify(order));
  const parts: Buffer[] = [];
  for await (const part of child.stdout as NodeJS.ReadableStream) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
}

const clause = (key: string, target = 0.9) => ({
  key,
  title: `Holds ${key}`,
  obligation: `Promise ${key} holds.`,
  severity: "major",
  owner: "desk",
  recertify: "P30D",
  evidence: { method: "runtime", target, freshness: "P7D" },
  failures: { count: 1, within: "PT1H" },
  drift: { verify: "auto" },
  restore: "auto",
  on: { missing: "review", stale: "review", failures: "block", drift: [{ at: 1_000_000_000, do: "review" }] },
});
const KEYS = Array.from({ length: CLAUSES }, (_, index) => `promise-${index}`);
const pactOf = (agent: string, clauses: object[]) => ({
  surety: 1,
  pact: agent,
  title: agent,
  agent,
  workflow: agent,
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"] },
  clauses,
});
const recordOf = (agent: string, key: string, passed: boolean) => ({
  agent,
  pact: agent,
  clause: key,
  outcome: passed ? "pass" : "fail",
  observedAt: new Date().toISOString(),
  source: "ci",
});

const at = (values: number[], q: number) => [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
const say = (values: number[]) => `p50 ${at(values, 0.5).toFixed(1)} ms   p99 ${at(values, 0.99).toFixed(1)} ms`;
const count = (value: number) => Math.round(value).toLocaleString("en-GB");

/** Checks that the monitors of an agent have seen, by its standing. */
async function checksOf(reader: Client, agent: string): Promise<number> {
  const standing = await reader.must(200, reader.get(`/api/v1/agents/${agent}/standing`));
  const clauses: { monitor: { checks: number } | null }[] = standing.pacts[0].clauses;
  return clauses.reduce((sum, { monitor }) => sum + (monitor?.checks ?? 0), 0);
}

/** What was measured, for RESULTS.md. */
const told: string[] = [];
const tell = (line: string) => {
  told.push(`- ${line.replace(/ {2,}/g, ", ")}`);
  console.log(line);
};

/** Whether one way or the other takes in as many as are wanted. */
async function throughput(as: ReturnType<typeof clientsOf>, url: string, key: string): Promise<boolean> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const order = { url: `${url.replace("localhost", "127.0.0.1")}/api/v1/evidence`, headers, status: 201 };
  const one = KEYS.map((clauseKey) => ({ body: JSON.stringify(recordOf("flood", clauseKey, true)), expect: '"evd_' }));
  const array = Array.from({ length: ARRAYS.records }, (_, i) => recordOf("flood", KEYS[i % CLAUSES] as string, true));
  let met = false;
  for (const [name, { requests, connections }, bodies, each] of [
    ["one record a request", SINGLE, one, 1],
    [
      `${ARRAYS.records} records a request`,
      ARRAYS,
      [{ body: JSON.stringify(array), expect: '"items"' }],
      ARRAYS.records,
    ],
  ] as const) {
    await load({ ...order, bodies: [...bodies], requests: Math.ceil(requests / 10), connections });
    const before = await checksOf(as.auditor, "flood");
    const seen = await load({ ...order, bodies: [...bodies], requests, connections });
    const moved = (await checksOf(as.auditor, "flood")) - before;
    if (seen.bad) throw new Error(`${seen.bad} answers were not as expected`);
    if (moved !== requests * each)
      throw new Error(`${requests * each} checks were acknowledged, the monitors saw ${moved}`);
    const perSecond = seen.perSecond * each;
    met ||= perSecond >= LEAST;
    tell(
      `${name.padEnd(28)}${count(perSecond).padStart(9)} checks/s   p50 ${seen.p50.toFixed(1)} ms   p99 ${seen.p99.toFixed(1)} ms   ${count(moved)} acknowledged, ${count(moved)} seen by the monitors`,
    );
  }
  return met;
}

/** A failing record blocks, a passing one restores: from the record's way in to the first decision that obeys. */
async function enforcement(name: string, writer: Client, decider: Client): Promise<boolean> {
  const ask = async () =>
    (await decider.must(200, decider.post("/api/v1/decisions", { agent: "flip", action: "payments.refund" }))).verdict;
  const total: number[] = [];
  const after: number[] = [];
  let disobeyed = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    const started = performance.now();
    await writer.must(201, writer.post("/api/v1/evidence", recordOf("flip", "promise-0", flip % 2 === 1)));
    const committed = performance.now();
    const wanted = flip % 2 === 1 ? "allow" : "block";
    // What loosens may take a moment on another node; what lowers must hold at once.
    let verdict = await ask();
    if (wanted === "block" && verdict !== "block") disobeyed++;
    while (verdict !== wanted) {
      if (performance.now() - committed > PATIENCE_MS) throw new Error(`flip ${flip}: ${verdict}, not ${wanted}`);
      verdict = await ask();
    }
    if (wanted !== "block") continue;
    total.push(performance.now() - started);
    after.push(performance.now() - committed);
  }
  tell(
    `${name.padEnd(28)}evidence answered → decision that obeys: ${say(after)}   evidence sent → it: ${say(total)}   ${disobeyed} of ${after.length} first decisions disobeyed`,
  );
  return disobeyed === 0;
}

const surety = await startSurety({ env: { SURETY_LOG: "warn" } });
const second = await startSurety({ env: { SURETY_LOG: "warn" }, home: surety.home });
try {
  const as = clientsOf(surety.quickstart);
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  for (const [agent, clauses] of [
    [
      "flood",
      KEYS.map((key) => ({ ...clause(key), failures: undefined, on: { ...clause(key).on, failures: undefined } })),
    ],
    // Half of its checks may fail: every other one does, and a drift would hold what this is to see lifted.
    ["flip", [clause("promise-0", 0.5)]],
  ] as const) {
    await as.author.must(200, as.author.put(`/api/v1/agents/${agent}`, { name: agent, owner: "desk", release: "r1" }));
    await publishPact(as, pactOf(agent, clauses as object[]));
  }
  await as.service.must(201, as.service.post("/api/v1/evidence", recordOf("flip", "promise-0", true)));
  const fast = await throughput(as, surety.url, surety.quickstart.keys.service);
  const there = clientsOf({ ...surety.quickstart, url: second.url }).service;
  const obeyed = [
    await enforcement("same node", as.service, as.service),
    await enforcement("another node", as.service, there),
  ];
  const wanted = `Wanted: at least ${count(LEAST)} checks/s in arrays, and no first decision that disobeys.`;
  writeResults("evidence", "npm run bench:evidence", "Evidence", `${told.join("\n")}\n\n${wanted}`);
  process.exitCode = fast && obeyed.every(Boolean) ? 0 : 1;
} finally {
  await second.stop();
  await surety.stop();
}
