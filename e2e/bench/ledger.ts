/**
 * `npm run bench:ledger`: how fast entries get into ledgers, from the first transaction that makes one to the last that is
 * numbered, in the tree and in its tiles, for one organisation and for four; and how long an export of 70,000 verifies.
 */
import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import pino from "pino";
import type { Entry } from "@/lib/db/change";
import { startEmbedded } from "@/lib/db/embedded";
import { sequence } from "@/lib/db/ledger";
import { ledgered } from "@/lib/db/ledgered";
import { migrate } from "@/lib/db/migrate";
import { testLog } from "@/lib/domain/testing-log";
import { verifyFile } from "@/lib/domain/verify";
import { createRuntime, systemClock } from "@/lib/runtime/start";
import { createOrganisation } from "@/lib/services/organisations/create";
import { newHome } from "../harness";

/** Entries of one transaction, transactions, and how many are under way at once, for each organisation. */
const [BATCH, BATCHES, WRITERS] = [100, 200, 4];
const EXPORT = 70_000;

const entry = (i: number): Entry => ({ kind: "team.changed", subject: `team/t${i}`, payload: { name: `Team ${i}` } });
const entries = Array.from({ length: BATCH - 1 }, (_, i) => entry(i));

async function append(
  organisations: readonly string[],
  { db, ids }: ReturnType<typeof createRuntime>,
): Promise<number> {
  const started = performance.now();
  await Promise.all(
    organisations.map(async (organisationId) => {
      let left = BATCHES;
      const actor = { type: "system", organisationId, id: "bench", name: "Bench" } as const;
      const write = async (): Promise<void> => {
        while (left-- > 0) {
          const unit = { organisationId, actor, now: Date.now(), ids };
          await ledgered(db, unit, async () => ({ result: null, entries: [entry(0), ...entries], effect: "none" }));
        }
      };
      let writing = true;
      const written = Promise.all(Array.from({ length: WRITERS }, write)).then(() => {
        writing = false;
      });
      let more = true;
      while (writing || more) more = (await sequence(db, organisationId, Date.now(), ids))?.more ?? false;
      await written;
      while ((await sequence(db, organisationId, Date.now(), ids))?.more);
    }),
  );
  return (organisations.length * BATCH * BATCHES) / ((performance.now() - started) / 1000);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const count = (n: number) => Math.round(n).toLocaleString("en-GB");

const home = newHome();
const embedded = await startEmbedded({ home });
try {
  await migrate(embedded.url);
  const log = pino({ level: "silent" });
  const runtime = createRuntime({ databaseUrl: embedded.url, url: "http://localhost", home, clock: systemClock, log });
  const ids: string[] = [];
  for (const name of ["One", "Two", "Three", "Four"]) ids.push((await createOrganisation({ name })).organisationId);
  say(`${count(await append(ids.slice(0, 1), runtime))} entries/s in one organisation (2,000 asked for)`);
  say(`${count(await append(ids, runtime))} entries/s in four organisations of one node (10,000 asked for)`);
  await runtime.db.close();
} finally {
  await embedded.stop();
  rmSync(home, { recursive: true, force: true });
}
const sha256 = (data: Uint8Array) => hash("sha256", data, "buffer");
const file = JSON.stringify(testLog(EXPORT, { hash: sha256 }).bundle());
const started = performance.now();
const { entries: verified } = verifyFile(file, { hash: sha256 });
say(`${count(verified)} entries verify in ${((performance.now() - started) / 1000).toFixed(2)} s (2 s asked for)`);
