import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureDatabase, placeOf, type Server, startNew, stopServer, urlOf } from "@/lib/db/embedded-server";
import { type Clients, clientsOf, publishPact } from "./client";
import { emptyHome, type Quickstart, type Started, startSurety } from "./harness";

const PATIENCE_MS = 90_000;
const SETTINGS = { fsync: "off" };

/** Asks again until `held`; a busy machine may take its time. */
async function until<T>(what: string, ask: () => Promise<T>, held: (value: T) => boolean): Promise<T> {
  let value = await ask().catch(() => undefined);
  for (const deadline = Date.now() + PATIENCE_MS; value === undefined || !held(value); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(value)}`);
    value = await ask().catch(() => undefined);
  }
  return value as T;
}

const PACT = {
  surety: 1,
  pact: "payouts",
  title: "Payouts",
  agent: "payout-bot",
  workflow: "payouts",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payouts.*"], outside: "block" },
  clauses: [
    {
      key: "known-payee",
      title: "Pays known payees",
      obligation: "Payouts go to payees on file.",
      severity: "major",
      owner: "treasury",
      recertify: "P30D",
      require: "context.payee == 'on file'",
      on: { violation: "block" },
    },
  ],
};
const RISKS = ["low", "medium", "high", "critical"] as const;

describe("while the database is away", () => {
  const databaseHome = emptyHome();
  const home = emptyHome();
  const place = placeOf(databaseHome);
  let server: Server;
  let surety: Started;
  let as: Clients;
  const given: { id: string; verdict: string; risk: string }[] = [];

  const ask = async (risk: string, more: object = {}) => {
    const body = { agent: "payout-bot", action: `payouts.${risk}`, context: { payee: "on file" }, ...more };
    const answer = await as.service.post("/api/v1/decisions", body);
    if (answer.status === 200) given.push({ id: answer.body.id, verdict: answer.body.verdict, risk });
    return answer;
  };
  const readyz = async () => (await as.nobody.get("/readyz")).body.status;
  const rows = async (text: string): Promise<Record<string, string>[]> => {
    const client = new pg.Client({ connectionString: urlOf(place, server.port) });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async () => startSurety({ home, env: { DATABASE_URL: urlOf(place, server.port) } });

  beforeAll(async () => {
    server = await startNew(place, SETTINGS);
    await ensureDatabase(place, server.port);
    surety = await start();
    const program = resolve(import.meta.dirname, "../dist/surety.mjs");
    const env = { ...process.env, DATABASE_URL: urlOf(place, server.port), SURETY_HOME: home, SURETY_LOG: "error" };
    const made = await promisify(execFile)(process.execPath, [program, "org", "create", "Acme", "--json"], { env });
    const quickstart = { ...(JSON.parse(made.stdout) as Quickstart), url: surety.url };
    as = clientsOf(quickstart);
    await as.owner.must(200, as.owner.put("/api/v1/teams/treasury", { name: "Treasury", members: [] }));
    const agent = { name: "Payouts", owner: "treasury", release: "r1" };
    await as.author.must(200, as.author.put("/api/v1/agents/payout-bot", agent));
    await as.author.must(200, as.author.put("/api/v1/agents/stopped-bot", agent));
    const actions = RISKS.map((risk) => ({ name: `payouts.${risk}`, risk }));
    const workflow = { name: "Payouts", consequential: true, risk: "medium", actions };
    await as.author.must(200, as.author.put("/api/v1/workflows/payouts", workflow));
    await publishPact(as, PACT);
    await publishPact(as, { ...PACT, pact: "stopped", agent: "stopped-bot" });
    const stop = { agent: "stopped-bot", level: "suspended", reason: "Stopped by hand." };
    await as.operator.must(201, as.operator.post("/api/v1/grants", stop)).catch(async () => {
      await as.operator.must(200, as.operator.post("/api/v1/grants", stop));
    });
    for (const risk of RISKS)
      expect(
        (
          await as.service.post("/api/v1/decisions", {
            agent: "payout-bot",
            action: `payouts.${risk}`,
            context: { payee: "on file" },
          })
        ).body.verdict,
      ).toBe("allow");
  }, 240_000);

  afterAll(async () => {
    await surety?.stop();
    if (server) await stopServer(place, server.pid);
    for (const dir of [home, databaseHome]) rmSync(dir, { recursive: true, force: true });
  });

  it("answers each row of the table, and blocks and the kill switch hold", async () => {
    // The backends too: until they notice, they answer on.
    for (const pid of [server.pid, ...backendsOf(server.pid)]) process.kill(pid, "SIGKILL");
    const low = await ask("low");
    expect(low.body).toMatchObject({ verdict: "allow", permitted: true, degradedMode: true });
    expect((await ask("medium")).body).toMatchObject({ verdict: "allow", permitted: true, degradedMode: true });
    const high = (await ask("high")).body;
    expect(high).toMatchObject({ verdict: "review", permitted: false, degradedMode: true, status: "pending" });
    expect(high.because[0]).toMatchObject({ trigger: "away", consequence: "review" });
    expect((await ask("critical")).body).toMatchObject({ verdict: "block", permitted: false, degradedMode: true });
    // The workflow's risk is the default; what no pact covers is critical.
    expect((await ask("unlisted")).body).toMatchObject({ verdict: "allow", degradedMode: true });
    expect((await ask("low", { action: "orders.cancel" })).body).toMatchObject({ verdict: "block" });
    expect((await ask("low", { context: { payee: "a stranger" } })).body).toMatchObject({ verdict: "block" });
    const stopped = (await ask("low", { agent: "stopped-bot" })).body;
    expect(stopped).toMatchObject({ verdict: "block", authority: "suspended" });
    expect(stopped.because[0]).toMatchObject({ trigger: "granted" });
    const gateway = await as.service.post("/access/v1/evaluation", {
      subject: { type: "agent", id: "payout-bot" },
      action: { name: "payouts.low" },
      resource: { type: "payout", id: "p1" },
      context: { payee: "on file" },
    });
    expect(gateway.body).toMatchObject({ decision: true, context: { degradedMode: true } });
    given.push({ id: gateway.body.context.id, verdict: "allow", risk: "low" });
  });

  it("lives, is ready in a degraded way, and tells that everything else has to wait", async () => {
    expect((await as.nobody.get("/healthz")).body.status).toBe("ok");
    const ready = await as.nobody.get("/readyz");
    expect([ready.status, ready.body.status]).toEqual([200, "degraded"]);
    for (const path of ["decisions", "stream"]) {
      const refused = await as.auditor.get(`/api/v1/${path}`);
      expect(refused.status, path).toBe(503);
      expect(Number(refused.headers.get("retry-after")), path).toBeGreaterThan(0);
    }
    const keyed = await as.service.post(
      "/api/v1/decisions",
      { agent: "payout-bot", action: "payouts.low" },
      { "idempotency-key": "k1" },
    );
    expect(keyed.status).toBe(503);
    expect((await as.nobody.get("/metrics")).text).toContain("surety_database_away 1");
  });

  it("hands over what was answered when the database is back: decisions, reviews, and an exception each in the ledger", async () => {
    server = await startNew(place, SETTINGS, server.port);
    await until("readyz", readyz, (status) => status === "ready");
    const listed = await as.auditor.must(200, as.auditor.get("/api/v1/decisions?trigger=away&limit=200"));
    expect(new Map(listed.items.map((d: { id: string; verdict: string }) => [d.id, d.verdict]))).toEqual(
      new Map(given.map(({ id, verdict }) => [id, verdict])),
    );
    expect(listed.items.every((d: { degradedMode?: boolean }) => d.degradedMode)).toBe(true);
    const held = given.find(({ verdict }) => verdict === "review");
    const reviews = await as.approver.must(200, as.approver.get("/api/v1/reviews"));
    expect(reviews.items.map((r: { decision: string }) => r.decision)).toContain(held?.id);
    const exceptions = await until(
      "exceptions in the ledger",
      () => rows("SELECT decision_id, detail ->> 'risk' AS risk, entry_id FROM exception WHERE kind = 'fail_open'"),
      (found) => found.length === given.length && found.every(({ entry_id }) => entry_id),
    );
    expect(new Set(exceptions.map(({ decision_id }) => decision_id))).toEqual(new Set(given.map(({ id }) => id)));
    expect(await ask("critical").then(({ body }) => [body.verdict, body.degradedMode])).toEqual(["allow", undefined]);
    given.pop();
  });

  it("loses nothing and doubles nothing where it is killed with decisions on disk, nor where the database hangs", async () => {
    process.kill(server.pid, "SIGSTOP");
    // The backends too: the one that the commit waits for must not answer.
    const backends = backendsOf(server.pid);
    for (const pid of backends) process.kill(pid, "SIGSTOP");
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask("low")));
    expect(answers.map(({ body }) => body.degradedMode)).toEqual(answers.map(() => true));
    const spool = join(home, "spool");
    expect(existsSync(spool) && readdirSync(spool).length).toBeGreaterThan(0);
    await surety.kill9();
    for (const pid of [...backends, server.pid]) process.kill(pid, "SIGCONT");
    surety = await start();
    as = clientsOf({ ...quickstartOf(as), url: surety.url });
    expect(readdirSync(spool)).toEqual([]);
    const told = await rows("SELECT decision_id FROM exception WHERE kind = 'fail_open'");
    expect(told.map(({ decision_id }) => decision_id).sort()).toEqual(given.map(({ id }) => id).sort());
    for (const { body } of answers) {
      const kept = await as.auditor.must(200, as.auditor.get(`/api/v1/decisions/${body.id}`));
      expect(kept.verdict).toBe("allow");
    }
    const all = await as.auditor.must(200, as.auditor.get("/api/v1/decisions?agent=payout-bot&limit=200"));
    const ids = all.items.map((d: { id: string }) => d.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** Processes of a server, by /proc. */
function backendsOf(postmaster: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === postmaster;
      } catch {
        return false;
      }
    });
}

/** The keys of these clients, for a server on another port. */
function quickstartOf(clients: Clients): Quickstart {
  const of = (name: Exclude<keyof Clients, "nobody">) => clients[name].key ?? "";
  const member = (role: string, key: string) => ({ email: "", password: "", role, key });
  return {
    url: "",
    organization: "acme",
    members: [
      member("owner", of("owner")),
      member("author", of("author")),
      member("approver", of("approver")),
      member("approver", of("approver2")),
      member("operator", of("operator")),
      member("auditor", of("auditor")),
    ],
    keys: { service: of("service") },
  };
}
