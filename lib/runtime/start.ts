import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import pino, { type Logger } from "pino";
import { type Database, openDatabase } from "@/lib/db/database";
import { openSpool } from "@/lib/db/spool";
import { type Clock, monotonicIds } from "@/lib/domain/identity";
import { createAway } from "./away";
import { createDeliverer } from "./deliverer";
import { registerFigures } from "./figures";
import { createJobs, type Job } from "./jobs";
import { createKeyRing } from "./key-ring";
import type { Look } from "./lanes";
import { createLedgerSigner } from "./ledger-signer";
import { createLive } from "./live";
import { createMetrics } from "./metrics";
import { startOtlpExport } from "./otlp-export";
import { createRecorder } from "./recorder";
import { createRegistry } from "./registry";
import { type Runtime, setRuntime } from "./runtime";
import { createSearcher } from "./searcher";
import { createSequencer } from "./sequencer";
import { createSigner } from "./signer";
import { createSimulator } from "./simulator";
import { createSnapshots } from "./snapshots";
import { createWitnessing } from "./witnessing";

// The function itself: Next puts a slower one in its place.
export const systemClock: Clock = { now: Date.now };

/** Secrets never reach the log, wherever in a record they sit. */
function createLog(): Logger {
  return pino({
    level: process.env.SURETY_LOG ?? "info",
    redact: { paths: ["*.authorization", "*.cookie", "*.password", "*.secret", "*.key", "*.token"], censor: "[kept]" },
  });
}

interface Options {
  databaseUrl: string;
  url: string;
  /** SURETY_HOME: where the keys are kept that snapshots and checkpoints are signed with. */
  home?: string;
  clock?: Clock;
  log?: Logger;
  /** The bundled program that simulations run as, on a thread of its own; absent: they run on this one. */
  simulateProgram?: string | null;
  /** As `simulateProgram`, for lists of decisions that open many segments. */
  searchProgram?: string | null;
  /** The bundled program that verifies reports in a reader's browser; absent: there is none to serve. */
  verifyProgram?: string | null;
}

const homeFolder = () => resolve(process.env.SURETY_HOME || ".surety");

/** Opens the database and installs the process's runtime; nothing runs in the background yet. */
export function createRuntime(options: Options): Runtime {
  const { databaseUrl, url, home = homeFolder(), clock = systemClock, log = createLog() } = options;
  const { simulateProgram = null, searchProgram = null, verifyProgram = null } = options;
  const db = openDatabase(databaseUrl);
  const node = nodeName();
  const ids = monotonicIds(clock, node, Math.random);
  const snapshots = createSnapshots(db, clock);
  const ledgerSigner = createLedgerSigner({ db, clock, ids, log, home });
  const sequencer = createSequencer({ db, clock, ids, log, ledgerSigner });
  const spool = openSpool(join(home, "spool"), clock.now);
  const away = createAway({ db, clock, ids, node, snapshots, sequencer, spool, log });
  const metrics = createMetrics();
  const recorder = createRecorder({ db, clock, ids, node, snapshots, sequencer, away, metrics });
  away.onTurn((since) => metrics.away.set(since === null ? 0 : 1));
  return setRuntime({
    db,
    clock,
    ids,
    node,
    log,
    metrics,
    snapshots,
    away,
    keyRing: createKeyRing(db),
    recorder,
    sequencer,
    live: createLive({ db, snapshots, log }),
    signer: createSigner(home),
    simulator: createSimulator(simulateProgram),
    search: createSearcher(searchProgram),
    verifyProgram,
    ledgerSigner,
    memory: new Map(),
    url,
  });
}

/** Four characters of base 32: a million names, drawn anew at each start. */
function nodeName(): string {
  return randomInt(32 ** 4)
    .toString(32)
    .padStart(4, "0")
    .replace(/[ilou]/g, (c) => ({ i: "w", l: "x", o: "y", u: "z" })[c] ?? c);
}

/** How often revisions are compared, in case a notification was lost, ms. */
const HEAL_MS = 2_000;

/**
 * Starts what runs beside the requests: registry, listener, sequencer, jobs. Returns what ends it, in order.
 * @param sweeps recurring work of the layers above; @param looks what they find to do meanwhile
 */
export async function startBackground(
  rt: Runtime,
  version: string,
  sweeps: readonly Job[],
  looks: readonly Look[],
): Promise<() => Promise<void>> {
  const { db, clock, log, snapshots, sequencer } = rt;
  const registry = createRegistry({
    db,
    clock,
    node: rt.node,
    version,
    snapshots,
    log,
    decided: rt.metrics.decisionTimes,
  });
  const jobs = createJobs({ db, clock, log }, sweeps);
  await rt.away.recover();
  await registry.start();
  registerFigures(rt, Boolean(process.env.SURETY_METRICS_TOKEN));
  const stopExport = startOtlpExport(rt, version, process.env);
  const follow = (organisationId: string, revision: number) => {
    if (snapshots.peek(organisationId)) snapshots.reach(organisationId, revision).catch(() => {});
  };
  const gap = () => {
    heal(db, rt);
    rt.live.heal();
  };
  const deliverer = createDeliverer({ ...rt, looks });
  const posted = (organisationId: string) => {
    rt.live.wake(organisationId);
    deliverer.wake();
  };
  const stopListening = await db.listen({ change: follow, posted, gap });
  const healing = setInterval(() => heal(db, rt), HEAL_MS).unref();
  sequencer.start();
  const witnessing = createWitnessing({ db, clock, log, url: process.env.AUTH_URL ?? rt.url });
  witnessing.start();
  deliverer.start();
  // The first answer need not wait for the job runner's own tables.
  const started = jobs.start().catch((error: unknown) => log.error({ err: error }, "the job runner did not start"));
  return async () => {
    clearInterval(healing);
    await rt.away.stop();
    await stopExport();
    await stopListening();
    await started;
    await jobs.stop();
    await witnessing.stop();
    await deliverer.stop();
    await sequencer.stop();
    await registry.stop();
  };
}

/** Holds what is in memory against the database: heals lost notifications, and finds out that it does not answer. */
function heal(db: Database, { snapshots, keyRing, away, clock, log }: Runtime): void {
  const loaded = snapshots.loaded();
  if (loaded.length === 0 || away.since() !== null) return;
  const began = clock.now();
  const follow = async ([organisationId, revision]: [string, number]): Promise<void> => {
    await snapshots.reach(organisationId, revision);
    snapshots.verified(organisationId, began);
    await keyRing.follow(organisationId, revision);
  };
  const compare = async (): Promise<void> => {
    const revisions = await inTime(db.revisions(loaded));
    await Promise.all([...revisions].map(follow));
  };
  compare().catch(async (error: unknown) => {
    if (!(await away.suspect(error))) log.warn({ err: error }, "could not compare revisions");
  });
}

/** The database counts as silent after so long, ms. */
const PATIENCE_MS = 3_000;

function inTime<T>(asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the database did not answer in time")), PATIENCE_MS);
    asked.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
