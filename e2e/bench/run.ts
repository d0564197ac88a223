/**
 * `npm run bench`: durable decisions over HTTP beside a bare node:http echo, in one run on one machine. The figure is the
 * ratio of the server processes' CPU per request; PostgreSQL's own is printed beside it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { clientsOf, publishPact } from "../client";
import { startSurety } from "../harness";
import type { Order, Seen } from "./load";

const CONNECTIONS = 64;
const REQUESTS = 20_000;
const ROUNDS = 5;
const here = (file: string) => resolve(import.meta.dirname, file);
const TSX = resolve(import.meta.dirname, "../../node_modules/tsx/dist/cli.mjs");

/** CPU that a process has used, in ms (user and system, all threads). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** CPU of PostgreSQL: the postmaster, its living children, and what its ended ones used. */
function cpuOfPostgres(postmaster: number): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === postmaster);
  return [postmaster, ...children.map(Number)].reduce((sum, pid) => sum + cpuSafe(pid), 0);
}
const cpuSafe = (pid: number) => {
  try {
    return cpuOf(pid);
  } catch {
    return 0; // ended in between
  }
};
function parentOf(pid: number): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")[1],
    );
  } catch {
    return 0;
  }
}

async function load(url: string, headers: Record<string, string>, body: string, expect: string): Promise<Seen> {
  const order: Order = { url, headers, bodies: [{ body, expect }], requests: REQUESTS, connections: CONNECTIONS };
  const child = spawn(process.execPath, [TSX, here("load.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(order));
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
}

async function echo(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", here("echo.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, url: `http://127.0.0.1:${line.toString().trim()}/` };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const PACT = {
  surety: 1,
  pact: "bench",
  title: "Bench",
  agent: "bench-bot",
  workflow: "bench",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"], outside: "block" },
  clauses: [
    {
      key: "cap",
      title: "Stays under the cap",
      obligation: "No refund above 500.",
      severity: "major",
      owner: "desk",
      recertify: "P30D",
      when: "context.amount > 20",
      require: "context.amount <= 500",
      evidence: { method: "runtime", describe: "Every refund", target: 0.9, freshness: "P7D" },
      drift: { verify: "auto" },
      on: { violation: "block", missing: "block", stale: "review", drift: "review" },
    },
  ],
};

const surety = await startSurety({ env: { SURETY_LOG: "warn" } });
const floor = await echo();
try {
  const as = clientsOf(surety.quickstart);
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  await as.author.must(200, as.author.put("/api/v1/agents/bench-bot", { name: "Bench", owner: "desk", release: "r1" }));
  await publishPact(as, PACT);
  const now = new Date().toISOString();
  await as.service.must(
    201,
    as.service.post("/api/v1/evidence", {
      agent: "bench-bot",
      pact: "bench",
      clause: "cap",
      passed: 100,
      failed: 0,
      observedAt: now,
      source: "ci",
    }),
  );
  const body = JSON.stringify({
    agent: "bench-bot",
    action: "payments.refund",
    context: { amount: 120, currency: "EUR" },
  });
  const headers = { "content-type": "application/json", authorization: `Bearer ${surety.quickstart.keys.service}` };
  const decisions = `${surety.url.replace("localhost", "127.0.0.1")}/api/v1/decisions`;
  const postmaster = Number(readFileSync(`${surety.home}/postgres/postmaster.pid`, "utf8").split("\n")[0]);

  const rows: { echo: number; surety: number; postgres: number; seen: Seen; floor: Seen }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const e0 = cpuOf(floor.child.pid as number);
    const floorSeen = await load(floor.url, { "content-type": "application/json" }, body, '"echo"');
    const e1 = cpuOf(floor.child.pid as number);
    const [s0, p0] = [cpuOf(surety.pid), cpuOfPostgres(postmaster)];
    const seen = await load(decisions, headers, body, '"verdict":"allow"');
    const [s1, p1] = [cpuOf(surety.pid), cpuOfPostgres(postmaster)];
    if (seen.bad) throw new Error(`${seen.bad} answers were not 200`);
    const each = (ms: number) => (ms * 1000) / REQUESTS;
    // The first round warms both up.
    if (round > 0)
      rows.push({ echo: each(e1 - e0), surety: each(s1 - s0), postgres: each(p1 - p0), seen, floor: floorSeen });
  }
  const of = (pick: (row: (typeof rows)[number]) => number) => median(rows.map(pick));
  const ratio = of((r) => r.echo / r.surety);
  const line = (name: string, cpu: number, perSecond: number, p50: number, p99: number) =>
    `${name.padEnd(28)}${cpu.toFixed(1).padStart(8)} µs CPU ${Math.round(perSecond).toLocaleString("en-GB").padStart(9)}/s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`;
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${REQUESTS.toLocaleString("en-GB")}, medians`,
  );
  console.log(
    line(
      "node:http echo",
      of((r) => r.echo),
      of((r) => r.floor.perSecond),
      of((r) => r.floor.p50),
      of((r) => r.floor.p99),
    ),
  );
  console.log(
    line(
      "Surety, durable decision",
      of((r) => r.surety),
      of((r) => r.seen.perSecond),
      of((r) => r.seen.p50),
      of((r) => r.seen.p99),
    ),
  );
  console.log(
    `${"  PostgreSQL beside it".padEnd(28)}${of((r) => r.postgres)
      .toFixed(1)
      .padStart(8)} µs CPU`,
  );
  console.log(
    `ratio echo / Surety, CPU of the server process per request: ${ratio.toFixed(2)} (wanted: at least 0.25)`,
  );
  process.exitCode = ratio >= 0.25 ? 0 : 1;
} finally {
  floor.child.kill();
  await surety.stop();
}
