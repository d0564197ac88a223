/**
 * `npm run bench:rollups [-- 10000000]`: so many random decisions over thirty days, stored and sealed as ever; the rollups held
 * against a full recount, decision by decision; and how long the metrics and the overview take with all that behind them.
 * Ends with 1 where the rollups differ from the recount or a page's data takes longer than a second.
 */
import { rmSync } from "node:fs";
import pino from "pino";
import { startEmbedded } from "@/lib/db/embedded";
import { sequence } from "@/lib/db/ledger";
import { migrate } from "@/lib/db/migrate";
import { floorTo, GRAINS } from "@/lib/db/rollup";
import { countKinds, windowStart } from "@/lib/db/rollup-read";
import { type DecisionRecord, fromBody } from "@/lib/db/segment";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { decide } from "@/lib/domain/decide";
import { kindOf, kindText } from "@/lib/domain/decision-kind";
import { monotonicIds } from "@/lib/domain/identity";
import { GOVERNING } from "@/lib/domain/metric";
import { type PactProgram, programOf } from "@/lib/domain/program";
import type { Actor } from "@/lib/domain/roles";
import { seeded } from "@/lib/domain/testing-random";
import { listMetrics } from "@/lib/queries/metrics";
import { overview } from "@/lib/queries/overview";
import { toBatch } from "@/lib/runtime/batch";
import { createRuntime } from "@/lib/runtime/start";
import { recordEvidence } from "@/lib/services/evidence/record";
import { createOrganisation } from "@/lib/services/organisations/create";
import { emptyHome } from "../harness";

const WANTED = Number(process.argv[2] ?? 1_000_000);
const [BATCH, SEAL_EVERY, AGENTS, TEMPLATES] = [250, 256, 6, 3_000];
const DAYS = 30;
const say = (line: string) => process.stdout.write(`${line}\n`);
const random = seeded(20_261_123);
const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

const home = emptyHome();
const embedded = await startEmbedded({ home });
const end = Date.now();
let now = end - DAYS * GRAINS.day;
const clock = { now: () => now };
await migrate(embedded.url);
const log = pino({ level: "silent" });
const { db, ids, snapshots } = createRuntime({ databaseUrl: embedded.url, url: "http://localhost", home, clock, log });
const { organisationId } = await createOrganisation({ name: "Rollups" });
const service: Actor = {
  type: "service",
  organisationId,
  id: "key_bench",
  name: "Bench",
  scopes: ["evidence", "read"],
};

/** Agents with a pact each; every other one is proven, so that permits rest on evidence or not. */
async function pacts(): Promise<Map<string, PactProgram>> {
  const programs = new Map<string, PactProgram>();
  for (let n = 0; n < AGENTS; n++) {
    const document = testPact((written) => {
      Object.assign(written, { pact: `pact-${n}`, agent: `bot-${n}`, workflow: `flow-${n % 3}` });
      Object.assign(written.clauses[1] as object, { when: "context.amount > 300" });
    });
    programs.set(await storePact(db, organisationId, document, { now }), programOf(document));
    const about = {
      agent: document.agent,
      pact: document.pact,
      source: "lab",
      observedAt: new Date(now).toISOString(),
    };
    if (n % 2 === 0)
      for (const clause of ["cites", "fast"])
        await recordEvidence(service, { ...about, clause, passed: 90, failed: 0 });
  }
  await snapshots.reload(organisationId);
  return programs;
}

/** Requests with their answers; their instants are drawn anew. */
async function templates(): Promise<DecisionRecord[]> {
  const snapshot = await snapshots.get(organisationId);
  return Array.from({ length: TEMPLATES }, () => {
    const action = pick(["payments.refund", "orders.look", "orders.write", "payroll.pay"]);
    const context = { amount: Math.floor(random() * 700), fields: Math.floor(random() * 6) };
    const request = { agent: `bot-${Math.floor(random() * (AGENTS + 1))}`, action, context };
    return { id: "", request, answer: decide(snapshot, request, now), review: null };
  });
}

async function fill(): Promise<void> {
  const all = await templates();
  const step = (end - now) / WANTED;
  const own = monotonicIds(clock, "bnch", random);
  let at = now;
  for (let stored = 0; stored < WANTED; stored += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, WANTED - stored) }, (): DecisionRecord => {
      at += step;
      now = Math.floor(at);
      const { request, answer } = pick(all);
      return { id: own.next("dec"), request, answer: { ...answer, decidedAt: now }, review: null };
    });
    const laid = toBatch(organisationId, "bnch", records, () => ids.next("exc"));
    if (laid) await db.record({ ...laid, reviews: null, answers: null });
    if ((stored / BATCH) % SEAL_EVERY === SEAL_EVERY - 1) await sealAll();
    if (stored % 1_000_000 === 999_750) say(`${Math.round(stored / 1e6)} million decisions stored`);
  }
}

const sealAll = async () => {
  while ((await sequence(db, organisationId, now, ids))?.more);
};

/** Every stored decision looked at, one by one, by another way than the rollups': kind and day. */
async function recount(programs: Map<string, PactProgram>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = ""; ; ) {
    const rows = await db.system((tx) =>
      tx.decisionSegment.findMany({
        where: { organisationId, firstId: { gt: after } },
        orderBy: { firstId: "asc" },
        take: 200,
      }),
    );
    for (const { request, answer } of rows.flatMap(({ body }) => fromBody(body))) {
      const own = answer.pacts.flatMap(({ hash }) => programs.get(hash) ?? []);
      const key = `${floorTo(answer.decidedAt, "day")} ${kindText(kindOf(request, answer, own))}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const last = rows.at(-1);
    if (!last) return counts;
    after = last.firstId;
  }
}

async function timed(what: string, work: () => Promise<unknown>): Promise<number> {
  const seen: number[] = [];
  for (let i = 0; i < 6; i++) {
    const started = performance.now();
    await work();
    seen.push(performance.now() - started);
  }
  const worst = Math.max(...seen.slice(1));
  say(`${what}: ${worst.toFixed(0)} ms at worst of five (1,000 asked for)`);
  return worst;
}

try {
  const programs = await pacts();
  const began = performance.now();
  await fill();
  say(
    `${WANTED.toLocaleString("en-GB")} decisions stored in ${((performance.now() - began) / 1000).toFixed(0)} s, the last second of them not sealed`,
  );
  const stretch = { from: floorTo(end - (DAYS + 1) * GRAINS.day, "day"), to: now + 1 };
  const counted = await db.organisation(organisationId, (tx) => countKinds(tx, organisationId, stretch, {}, "day"));
  const rolled = new Map<string, number>();
  for (const { at, count, ...kind } of counted) {
    const key = `${at} ${kindText(kind)}`;
    rolled.set(key, (rolled.get(key) ?? 0) + count);
  }
  const recounted = await recount(programs);
  const differing = [...new Set([...rolled.keys(), ...recounted.keys()])].filter(
    (key) => rolled.get(key) !== recounted.get(key),
  );
  const sum = [...recounted.values()].reduce((a, b) => a + b, 0);
  say(
    `recounted ${sum.toLocaleString("en-GB")} decisions, ${recounted.size} kinds and days: ${differing.length === 0 ? "equal" : `${differing.length} DIFFER`}`,
  );
  await sealAll();
  await db.system((tx) => tx.$executeRaw`ANALYZE decision_rollup`).catch(() => {});
  const owner: Actor = {
    type: "member",
    organisationId,
    id: "mem_bench",
    name: "Bench",
    role: "owner",
    workflows: [],
    email: "b@bench.example",
    via: "key",
  } as Actor;
  const from = windowStart(now - DAYS * GRAINS.day, now);
  const slow = [
    await timed("counts by kind over 30 days", () =>
      db.organisation(organisationId, (tx) => countKinds(tx, organisationId, { from, to: now + 1 })),
    ),
    await timed("the four metrics", () => listMetrics(owner, {}, GOVERNING)),
    await timed("all metrics", () => listMetrics(owner)),
    await timed("the overview", () => overview(owner)),
  ].filter((ms) => ms > 1_000);
  process.exitCode = differing.length > 0 || sum !== WANTED || slow.length > 0 ? 1 : 0;
} finally {
  await db.close();
  await embedded.stop();
  rmSync(home, { recursive: true, force: true });
}
