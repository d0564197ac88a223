/** Durable decisions over HTTP beside what users would otherwise take: the same requests, and the same verdicts. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Embedded, startEmbedded } from "@/lib/db/embedded";
import type { DecisionRequest } from "@/lib/domain/decision";
import { Client, type Clients, clientsOf, publishPact } from "../client";
import { type Started, startSurety } from "../harness";
import { asCerbos, type Cerbos, startCerbos } from "./cerbos";
import { documentOf, requestsTo } from "./decide-world";
import { fourConditions } from "./peers-decide";
import { type Contestant, compete, type Figure, startEcho } from "./serve";

/** Workflows, each with an agent, a pact of four clauses with a condition each, and a policy of Cerbos that says the same. */
const PACTS = 10;
const REQUESTS = 200;
/** What amounts lie below: few are too high, and a tenth of the requests has too many items. */
const AMOUNTS = 420;
const BATCH = 20;
const CONNECTIONS = [16, 64] as const;
const ROUNDS = 5;

export interface Served {
  surety: Started;
  database: Embedded;
  sql: pg.Client;
  as: Clients;
  requests: DecisionRequest[];
  /** Resolves once everything recorded is sealed: sealing is part of what a decision costs. */
  sealed(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerFigures {
  /** By connections, then by contestant. */
  at: Map<number, Map<string, Figure>>;
  mismatches: { cerbos: number; durable: number };
  compared: number;
  permitted: number;
}

const json = { "content-type": "application/json" };

/** A Surety of its own with the pacts of the comparison, all their clauses fresh. @param level what it writes to its log */
export async function serve(pacts = PACTS, level = "warn"): Promise<Served> {
  const surety = await startSurety({ env: { SURETY_LOG: level } });
  const database = await startEmbedded({ home: surety.home });
  const sql = new pg.Client({ connectionString: database.url, options: "-c role=surety_system" });
  await sql.connect();
  const as = clientsOf({ ...surety.quickstart, url: surety.url.replace("localhost", "127.0.0.1") });
  const stop = async () => {
    await sql.end();
    await database.stop();
    await surety.stop();
  };
  try {
    await furnish(as, pacts);
  } catch (error) {
    await stop();
    throw error;
  }
  const sealed = async () => {
    const unsealed = "SELECT 1 FROM decision_segment WHERE sealed_by IS NULL LIMIT 1";
    while ((await sql.query(unsealed)).rows.length > 0) await sleep(50);
  };
  return { surety, database, sql, as, requests: requestsTo("agents", pacts, REQUESTS, AMOUNTS), sealed, stop };
}

async function furnish(as: Clients, pacts: number): Promise<void> {
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  for (let n = 0; n < pacts; n++) {
    const document = documentOf("agents", n, fourConditions(n));
    const agent = { name: document.agent, owner: "desk", release: "r1" };
    await as.author.must(200, as.author.put(`/api/v1/agents/${document.agent}`, agent));
    await publishPact(as, document as never);
    const observedAt = new Date().toISOString();
    const proof = ({ key }: { key: string }) => ({
      ...{ agent: document.agent, pact: document.pact, clause: key },
      ...{ passed: 100, failed: 0, observedAt, source: "ci" },
    });
    await as.service.must(201, as.service.post("/api/v1/evidence", document.clauses.map(proof)));
  }
}

const verdictText = (permitted: boolean) => `"verdict":"${permitted ? "allow" : "block"}"`;
const cerbosText = (permitted: boolean) => (permitted ? "EFFECT_ALLOW" : "EFFECT_DENY");

/** Whether each request is permitted, as a dry run says; and on how many of them others say otherwise. */
async function verdicts({ as, requests }: Served, cerbos: Cerbos) {
  const permitted: boolean[] = [];
  const mismatches = { cerbos: 0, durable: 0 };
  const other = new Client(cerbos.url, null);
  for (const request of requests) {
    const dry = await as.service.must(200, as.service.post("/api/v1/decisions", { ...request, dryRun: true }));
    const durable = await as.service.must(200, as.service.post("/api/v1/decisions", request));
    const { text } = await other.post("", asCerbos(request));
    if (durable.permitted !== dry.permitted) mismatches.durable++;
    if (!text.includes(cerbosText(dry.permitted))) mismatches.cerbos++;
    permitted.push(dry.permitted);
  }
  return { permitted, mismatches };
}

function contestants(served: Served, echo: { url: string; pid: number }, cerbos: Cerbos, permitted: boolean[]) {
  const { surety, database, as, requests } = served;
  const headers = { ...json, authorization: `Bearer ${surety.quickstart.keys.service}` };
  const url = `${as.service.url}/api/v1/decisions`;
  const each = (text: (request: DecisionRequest) => string, expect: (permitted: boolean) => string) =>
    requests.map((request, i) => ({ body: text(request), expect: expect(permitted[i] as boolean) }));
  const asked = (more: object) => (request: DecisionRequest) => JSON.stringify({ ...request, ...more });
  const batches = Array.from({ length: requests.length / BATCH }, (_, i) => ({
    body: JSON.stringify({ requests: requests.slice(i * BATCH, (i + 1) * BATCH) }),
    expect: permitted.slice(i * BATCH, (i + 1) * BATCH).some((one) => !one) ? verdictText(false) : verdictText(true),
  }));
  const own = { headers, pid: surety.pid, postmaster: database.pid, settled: served.sealed };
  return [
    { name: "echo", url: echo.url, headers: json, bodies: each(asked({}), () => '"echo"'), pid: echo.pid },
    { name: "dry", ...own, url, bodies: each(asked({ dryRun: true }), verdictText) },
    { name: "durable", ...own, url, bodies: each(asked({}), verdictText) },
    { name: "batch", ...own, url: `${url}/batch`, bodies: batches, requests: 600, each: BATCH },
    {
      name: "cerbos",
      url: cerbos.url,
      headers: json,
      bodies: each(asCerbos, cerbosText),
      pid: cerbos.pid,
      requests: 2_000,
    },
  ].map((one): Contestant => ({ requests: 10_000, each: 1, ...one }));
}

export async function measureServers(served: Served, peers: string): Promise<ServerFigures> {
  const floor = await startEcho();
  const cerbos = await startCerbos(peers, PACTS);
  try {
    const { permitted, mismatches } = await verdicts(served, cerbos);
    const all = contestants(served, { url: floor.url, pid: floor.child.pid as number }, cerbos, permitted);
    const at = new Map<number, Map<string, Figure>>();
    for (const connections of CONNECTIONS) at.set(connections, await compete(all, connections, ROUNDS));
    return { at, mismatches, compared: permitted.length, permitted: permitted.filter(Boolean).length };
  } finally {
    floor.child.kill();
    cerbos.stop();
  }
}
