/**
 * `npm run bench:simulate`: how long a simulation over 100,000 recorded decisions takes, and what decisions that are asked
 * meanwhile wait. Fails above 5 s.
 */
import { performance } from "node:perf_hooks";
import { clientsOf, publishPact } from "../client";
import { startSurety } from "../harness";
import { count, goalTable, writeResults } from "./results";

const DECISIONS = 100_000;
const BATCH = 100;
const AT_ONCE = 8;
const MOST_MS = 5_000;

const pactOf = (cap: number) => ({
  surety: 1,
  pact: "bench",
  title: "Bench",
  agent: "bench-bot",
  workflow: "bench",
  parties: { provider: "Acme AI" },
  facts: { amount: { type: "number", unit: "EUR" }, currency: { type: "string" } },
  scope: { actions: ["payments.refund"], outside: "block" },
  clauses: [
    {
      key: "cap",
      title: "Stays under the cap",
      obligation: "No refund above the cap.",
      severity: "major",
      owner: "desk",
      recertify: "P30D",
      when: "context.amount > 20",
      require: `context.amount <= ${cap}`,
      on: { violation: "review" },
    },
  ],
});

const surety = await startSurety({ env: { SURETY_LOG: "warn" } });
try {
  const as = clientsOf(surety.quickstart);
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  await as.author.must(200, as.author.put("/api/v1/agents/bench-bot", { name: "Bench", owner: "desk", release: "r1" }));
  await publishPact(as, pactOf(500));
  const request = (n: number) => ({
    agent: "bench-bot",
    action: "payments.refund",
    run: `run-${n}`,
    context: { amount: n % 600, currency: "EUR", order: `order-${n}` },
  });
  let asked = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (asked < DECISIONS) {
        const from = asked;
        asked += BATCH;
        const requests = Array.from({ length: BATCH }, (_, i) => request(from + i));
        await as.service.must(200, as.service.post("/api/v1/decisions/batch", { requests }));
      }
    }),
  );
  const wait = async (): Promise<number> => {
    const at = performance.now();
    await as.service.must(200, as.service.post("/api/v1/decisions", request(1)));
    return performance.now() - at;
  };
  const quiet: number[] = [];
  for (let i = 0; i < 200; i++) quiet.push(await wait());
  const busy: number[] = [];
  let running = true;
  const beside = (async () => {
    while (running) busy.push(await wait());
  })();
  const at = performance.now();
  const told = await as.author.must(
    200,
    as.author.post("/api/v1/pacts/bench/simulate", { document: pactOf(400), last: DECISIONS }),
  );
  const took = performance.now() - at;
  running = false;
  await beside;
  const quantile = (all: number[], share: number) =>
    ([...all].sort((a, b) => a - b)[Math.floor(share * (all.length - 1))] ?? 0).toFixed(1);
  const met = told.decisions === DECISIONS && took <= MOST_MS;
  const goal = {
    what: `${count(told.decisions)} recorded decisions under a draft, over HTTP`,
    measured: `${count(took)} ms`,
    wanted: `≤ ${count(MOST_MS)} ms`,
    met,
  };
  const { before, after } = told.latency;
  const more = [
    `Of it ${count(told.tookMs)} ms on the worker; ${count(told.flipped)} flips, ${count(told.unreplayable.count)} not replayable.`,
    `One decision under the draft: p50 ${after.p50} µs, p99 ${after.p99} µs (in force: ${before.p50} and ${before.p99}).`,
    `Decisions over HTTP meanwhile: p50 ${quantile(busy, 0.5)} ms, p99 ${quantile(busy, 0.99)} ms of ${busy.length} (before: p50 ${quantile(quiet, 0.5)}, p99 ${quantile(quiet, 0.99)}).`,
  ];
  writeResults("simulate", "npm run bench:simulate", "Simulations", `${goalTable([goal])}\n\n${more.join("\n")}`);
  process.exitCode = met ? 0 : 1;
} finally {
  await surety.stop();
}
