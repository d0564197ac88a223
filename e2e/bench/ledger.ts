/**
 * `npm run bench:ledger`: how fast entries get into ledgers, from the first transaction that makes one to the last that is
 * numbered, in the tree and in its tiles, beside a plain INSERT of the same rows; how long an export of 70,000 verifies; how
 * long a receipt is in a log of a million.
 */
import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import pg from "pg";
import pino from "pino";
import type { Entry } from "@/lib/db/change";
import { startEmbedded } from "@/lib/db/embedded";
import { sequence } from "@/lib/db/ledger";
import { ledgered } from "@/lib/db/ledgered";
import { migrate } from "@/lib/db/migrate";
import { leafHash } from "@/lib/domain/merkle";
import { logProofText, RECEIPT, type Receipt } from "@/lib/domain/receipt";
import { testLog } from "@/lib/domain/testing-log";
import { verifyFile } from "@/lib/domain/verify";
import { createGatherer } from "@/lib/runtime/gatherer";
import { createRuntime, systemClock } from "@/lib/runtime/start";
import { createOrganisation } from "@/lib/services/organisations/create";
import { emptyHome } from "../harness";
import { busy, cpuOf, cpuOfFamily, machine, median, quantile } from "./machine";

const EXPORT = 70_000;
const ENTRIES = 20_000;

const entry = (i: number): Entry => ({ kind: "team.changed", subject: `team/t${i}`, payload: { name: `Team ${i}` } });

type Runtime = ReturnType<typeof createRuntime>;

/** Writes that many entries and answers once they are committed. */
type Write = (organisationId: string, entries: number) => Promise<unknown>;

/** A unit of work of their own. */
const together =
  ({ db, ids }: Runtime): Write =>
  (organisationId, entries) => {
    const [first, ...others] = Array.from({ length: entries }, (_, i) => entry(i)) as [Entry, ...Entry[]];
    const actor = { type: "system", organisationId, id: "bench", name: "Bench" } as const;
    const unit = { organisationId, actor, now: Date.now(), ids };
    return ledgered(db, unit, async () => ({ result: null, entries: [first, ...others], effect: "none" }));
  };

/** Each call with those that come while the calls before it commit: as evidence is recorded. */
function gathered(runtime: Runtime): Write {
  const write = together(runtime);
  const gatherer = createGatherer<{ entries: number; done(): void }>({
    most: 256,
    weight: ({ entries }) => entries,
    async run(organisationId, calls) {
      await write(
        organisationId,
        calls.reduce((sum, { entries }) => sum + entries, 0),
      );
      for (const { done } of calls) done();
    },
  });
  return (organisationId, entries) => new Promise<void>((done) => gatherer.take(organisationId, { entries, done }));
}

interface Load {
  write: Write;
  /** Entries of one call, and calls under way at once, for each organisation. */
  batch: number;
  callers: number;
  entries?: number;
}

/** @returns entries/s until the last is numbered, and ms until a call was answered */
async function append(
  organisations: readonly string[],
  { db, ids }: Runtime,
  { write, batch, callers, entries = ENTRIES }: Load,
): Promise<{ rate: number; took: number[] }> {
  const took: number[] = [];
  const started = performance.now();
  await Promise.all(
    organisations.map(async (organisationId) => {
      let left = entries / batch;
      const call = async (): Promise<void> => {
        while (left-- > 0) {
          const asked = performance.now();
          await write(organisationId, batch);
          took.push(performance.now() - asked);
        }
      };
      let writing = true;
      const written = Promise.all(Array.from({ length: callers }, call)).then(() => {
        writing = false;
      });
      let more = true;
      while (writing || more) more = (await sequence(db, organisationId, Date.now(), ids))?.more ?? false;
      await written;
      while ((await sequence(db, organisationId, Date.now(), ids))?.more);
    }),
  );
  return { rate: (organisations.length * entries) / ((performance.now() - started) / 1000), took };
}

const COLUMNS = "organisation_id, id, kind, at, actor, subject, payload, salt, leaf";

/** The same rows into a table like the ledger's, without its guards, numbers, hashes and tree. @returns rows/s */
async function plainInserts(url: string, batch: number, writers: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: writers });
  await pool.query("CREATE TABLE plain (LIKE ledger_entry INCLUDING ALL)");
  const { rows } = await pool.query(`SELECT ${COLUMNS} FROM ledger_entry LIMIT ${ENTRIES}`);
  const width = COLUMNS.split(",").length;
  const values = Array.from({ length: batch }, (_, i) => {
    const places = Array.from({ length: width }, (_, j) => `$${i * width + j + 1}`);
    return `(${places.join(",")})`;
  });
  const text = `INSERT INTO plain (${COLUMNS}) VALUES ${values.join(",")}`;
  const started = performance.now();
  let at = 0;
  const write = async (): Promise<void> => {
    for (let from = at; from + batch <= rows.length; from = at) {
      at += batch;
      await pool.query({
        name: "plain",
        text,
        values: rows.slice(from, from + batch).flatMap((row) => Object.values(row)),
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const rate = at / ((performance.now() - started) / 1000);
  await pool.end();
  return rate;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const count = (n: number) => Math.round(n).toLocaleString("en-GB");

async function measureAppend(): Promise<void> {
  const home = emptyHome();
  const embedded = await startEmbedded({ home });
  try {
    await migrate(embedded.url);
    const log = pino({ level: "silent" });
    const runtime = createRuntime({
      databaseUrl: embedded.url,
      url: "http://localhost",
      home,
      clock: systemClock,
      log,
    });
    const ids: string[] = [];
    for (const name of ["One", "Two", "Three", "Four"]) ids.push((await createOrganisation({ name })).organisationId);
    const cpu = () => cpuOf(process.pid) + cpuOfFamily(embedded.pid);
    const bulk = { write: together(runtime), batch: 100, callers: 4 };
    const single = { write: gathered(runtime), batch: 1, callers: 100 };
    // Once unmeasured: what is compiled, planned and opened at the first time is no part of what is asked for.
    await append(ids, runtime, { ...bulk, entries: 2_000 });
    const one = await append(ids.slice(0, 1), runtime, single);
    say(
      `${count(one.rate)} entries/s in one organisation, each a call of its own, ${single.callers} under way, committed together ` +
        `(2,000 asked for); answered within ${median(one.took).toFixed(1)} ms, 99 of 100 within ${quantile(one.took, 0.99).toFixed(1)} ms`,
    );
    const node = await append(ids, runtime, single);
    say(`${count(node.rate)} entries/s in four organisations of one node (10,000 asked for)`);
    const before = cpu();
    const many = await append(ids, runtime, bulk);
    const each = (cpu() - before) / (ids.length * ENTRIES);
    say(
      `${count(many.rate)} entries/s there, ${bulk.batch} a transaction; ${each.toFixed(0)} µs of CPU each, database and all`,
    );
    const plain = await plainInserts(embedded.url, bulk.batch, bulk.callers);
    say(
      `${count(plain)} rows/s by a plain INSERT of the same rows, as many a transaction: ${(plain / many.rate).toFixed(1)} times`,
    );
    const alone = await append(ids.slice(0, 1), runtime, { ...bulk, batch: 1, callers: 32, entries: 3_000 });
    say(`${count(alone.rate)} entries/s where each is a transaction of its own, 32 under way`);
    await runtime.db.close();
  } finally {
    await embedded.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const sha256 = (data: Uint8Array) => hash("sha256", data, "buffer");

/** @param hash SHA-256; the verifier's own, as in a browser, where it is left out */
function measureVerify(file: string, by: string, hash?: typeof sha256): void {
  const [started, used] = [performance.now(), process.cpuUsage()];
  const { entries } = verifyFile(file, { hash });
  const { user, system } = process.cpuUsage(used);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  say(
    `${count(entries)} entries verify in ${seconds} s, ${((user + system) / 1e6).toFixed(2)} s of CPU, ${by} (2 s asked for)`,
  );
}

/** The receipt of an entry whose way to the root is that of a log of a million. */
function measureReceipt(): void {
  const log = testLog(1);
  const [{ leaf = "", facts = null, salt = null } = {}] = log.entries;
  const path = Array.from({ length: 20 }, (_, i) => leafHash(Uint8Array.of(i)));
  const checkpoint = log.checkpoint().replace("\n1\n", "\n1000000\n");
  const proof = logProofText({ extra: null, index: 612_345, path, checkpoint });
  const { keys } = log.bundle();
  const receipt: Receipt = { format: RECEIPT, keys, proof, entry: { leaf, facts, salt } };
  say(`${count(JSON.stringify(receipt).length)} bytes is a receipt in a log of a million entries (2,048 asked for)`);
}

say(`${machine()}; ${busy()} processes want a core`);
await measureAppend();
const file = JSON.stringify(testLog(EXPORT, { hash: sha256 }).bundle());
measureVerify(file, "in Node", sha256);
measureVerify(file, "with the hash that browsers use");
measureReceipt();
