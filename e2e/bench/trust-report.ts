/**
 * How long the server takes for a trust report with 100,000 decisions behind it, and what Lighthouse says of its page:
 * `npm run bench:report`. Ends with 1 where a goal is missed; `--no-lighthouse` leaves that part out.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CHROMIUM_FLAGS, findChromium } from "../chromium";
import { startFill } from "./fill";
import { quantile, say } from "./machine";
import { installBeside } from "./peers";
import { type Goal, goalTable, ms, writeResults } from "./results";
import { type Served, serve } from "./servers";

const DECISIONS = 100_000;
const RECORDS = 4_000;
const READS = 400;
/** Readings from one change to the next. */
const EACH = 10;
const SKIPPED = 20;
const DAY = 86_400_000;
const WANTED_MS = 50;
const WANTED_SCORE = 95;

/** So many records of evidence for the clauses of the pact, over ninety days up to now. */
async function addEvidence({ as }: Served, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const records = Array.from({ length: Math.min(count, 1_000) }, (_, i) => ({
      ...{ agent: "bot-0", pact: "pact-0", clause: `clause-${i % 4}`, source: "ci" },
      ...{ passed: 99, failed: 1 },
      observedAt: new Date(Date.now() - 90 * DAY * (1 - (from + i + 1) / count)).toISOString(),
    }));
    await as.service.must(201, as.service.post("/api/v1/evidence", records));
  }
}

/** What the server itself wrote of each answer to a path: from the request's first byte to the answer, ms. */
const serverTimes = (log: string, path: string): number[] =>
  log
    .split("\n")
    .filter((line) => line.includes(`"path":"${path}"`))
    .map((line) => (JSON.parse(line) as { ms: number }).ms);

async function readings(served: Served, path: string): Promise<Goal[]> {
  const goals: Goal[] = [];
  for (const [what, end] of [
    ["page", ""],
    ["report.json", "/report.json"],
    ["bundle.json", "/bundle.json"],
  ] as const) {
    for (let i = 0; i < READS; i++) {
      // Every tenth reader comes after a change, and meets what nobody counted yet.
      if (i % EACH === 0) await addEvidence(served, 1);
      await fetched(served, path + end);
    }
    // The first ones meet a program that is not compiled yet, and are no reader's usual ones.
    const seen = serverTimes(served.surety.log(), path + end);
    for (const [word, after] of [
      [what, false],
      [`${what}, the first after a change`, true],
    ] as const) {
      const times = seen.filter((_, i) => i >= SKIPPED && (i % EACH === 0) === after);
      const p95 = quantile(times, 0.95);
      goals.push({
        what: `${word}, p95 of ${times.length} (p50 ${ms(quantile(times, 0.5))})`,
        measured: ms(p95),
        wanted: end === "/bundle.json" ? "told" : `≤ ${WANTED_MS} ms`,
        met: end === "/bundle.json" || p95 <= WANTED_MS,
      });
    }
  }
  return goals;
}

async function fetched({ surety }: Served, path: string): Promise<void> {
  const answer = await fetch(surety.url + path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  await answer.arrayBuffer();
}

async function lighthouse(url: string): Promise<Goal[]> {
  const folder = installBeside("surety-lighthouse", { lighthouse: "12.8.2" });
  const flags = ["--headless", ...CHROMIUM_FLAGS].join(" ");
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [
      join(folder, "node_modules/lighthouse/cli/index.js"),
      url,
      ...["--output=json", "--quiet", "--only-categories=performance,accessibility", `--chrome-flags=${flags}`],
    ],
    { env: { ...process.env, CHROME_PATH: await findChromium() }, maxBuffer: 2 ** 28, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`Lighthouse ended with ${status}: ${stderr}`);
  const { categories } = JSON.parse(stdout) as { categories: Record<string, { title: string; score: number }> };
  return Object.values(categories).map(({ title, score }) => ({
    what: `Lighthouse: ${title.toLowerCase()}`,
    measured: String(Math.round(100 * score)),
    wanted: `≥ ${WANTED_SCORE}`,
    met: 100 * score >= WANTED_SCORE,
  }));
}

const served = await serve(1, "info");
const fill = await startFill(served, { pacts: 1, agentOf: () => 0, step: (30 * DAY) / DECISIONS });
try {
  say(`${DECISIONS} decisions and ${RECORDS} records of evidence …`);
  await fill.upTo(DECISIONS);
  await addEvidence(served, RECORDS);
  const body = { pact: "pact-0", audience: "A buyer", expiresAt: new Date(Date.now() + DAY).toISOString() };
  const { url } = await served.as.author.must(201, served.as.author.post("/api/v1/reports", body));
  say(`${READS} readings of each …`);
  const goals = await readings(served, new URL(url).pathname);
  if (!process.argv.includes("--no-lighthouse")) goals.push(...(await lighthouse(url)));
  const behind = `${DECISIONS} decisions and ${RECORDS} records of evidence behind one pact; every ${EACH}th reading follows a change.`;
  writeResults("report", "npm run bench:report", "The trust report", `${goalTable(goals)}\n\n${behind}`);
  process.exitCode = goals.every(({ met }) => met) ? 0 : 1;
} finally {
  await fill.close();
  await served.stop();
}
