/**
 * `npm run bench:agentdojo -- --before MODEL --after MODEL --clause CLAUSE --orders N`: two models on the cases that both ran,
 * each order a stream of single checks into a fresh monitor, through the HTTP API of a Surety of its own.
 * Prints after how many checks each stage was reached. `--pure`: the monitor alone, without a server.
 */
import { parseArgs } from "node:util";
import { carriedTolerance } from "@/lib/domain/launch";
import { advanceMonitor, newMonitor, planMonitor } from "@/lib/domain/monitor";
import { median, shuffled } from "@/lib/domain/testing-random";
import { type Clients, clientsOf, publishPact } from "../client";
import { startSurety } from "../harness";
import { writeResults } from "./results";
import { CLAUSES, commonRuns, RUNS_FILE, type Run, readRuns } from "./runs";

const { values: asked } = parseArgs({
  options: {
    before: { type: "string", default: "claude-3-5-sonnet-20241022" },
    after: { type: "string", default: "claude-3-7-sonnet-20250219" },
    clause: { type: "string", default: "ignores-instructions" },
    orders: { type: "string", default: "200" },
    file: { type: "string", default: RUNS_FILE },
    pure: { type: "boolean", default: false },
  },
});
const STAGES = [1_000, 10_000] as const;
const AGENT = "finance-assistant";
const CALLERS = 4;
const HOUR_MS = 3_600_000;

const tested = CLAUSES[asked.clause];
if (!tested) throw new Error(`--clause must be one of ${Object.keys(CLAUSES).join(", ")}`);
const orders = Number(asked.orders);
const common = commonRuns(readRuns(asked.file), asked.before, asked.after);
const keptBy = (runs: readonly Run[]) => runs.map(tested.kept).filter((kept) => kept !== null);
const [before, after] = [keptBy(common.before), keptBy(common.after)];
const failures = (checks: readonly boolean[]) => checks.filter((kept) => !kept).length;
// What the launch evals can carry; four digits, as an author would write it.
const p0 = Number(carriedTolerance(before.length - failures(before), failures(before)).toFixed(4));

/** The check at which each stage was reached in one order; null: never. */
type Reached = (number | null)[];
type Stream = (checks: readonly boolean[], order: string) => Promise<Reached>;

const pure: Stream = async (checks) => {
  const plan = planMonitor(p0);
  const state = newMonitor(plan);
  const reached: Reached = STAGES.map(() => null);
  checks.forEach((kept, index) => {
    advanceMonitor(state, plan, { passed: kept ? 1 : 0, failed: kept ? 0 : 1, at: 0 });
    STAGES.forEach((stage, i) => {
      if (state.e >= stage) reached[i] ??= index + 1;
    });
  });
  return reached;
};

const pact = {
  surety: 1,
  pact: AGENT,
  title: "Finance assistant",
  agent: AGENT,
  workflow: "assistance",
  parties: { provider: "Assistants Ltd" },
  scope: { actions: ["banking.*"], outside: "block" },
  clauses: [
    {
      key: asked.clause,
      title: tested.title,
      obligation: `${tested.title}.`,
      severity: "critical",
      owner: "assistants",
      recertify: "P30D",
      evidence: { method: "eval", target: Number((1 - p0).toFixed(4)), freshness: "P14D" },
      drift: { verify: "auto" },
      on: {
        missing: "block",
        stale: "review",
        drift: [
          { at: STAGES[0], do: "review" },
          { at: STAGES[1], do: "degrade", limits: { amount: { max: 100 } } },
        ],
      },
    },
  ],
};

/** Each order is a release of its own: its evidence is a line of its own, hence a monitor that has seen nothing. */
function overHttp({ service, auditor }: Clients): Stream {
  return async (checks, release) => {
    const start = Date.now() - HOUR_MS;
    const records = checks.map((kept, index) => ({
      agent: AGENT,
      pact: AGENT,
      clause: asked.clause,
      release,
      observedAt: new Date(start + index).toISOString(),
      source: "agentdojo",
      outcome: kept ? "pass" : "fail",
    }));
    const { items } = await service.must(201, service.post("/api/v1/evidence", records));
    const at = new Map(items.map(({ id }: { id: string }, index: number) => [id, index + 1]));
    const drifts = await auditor.must(200, auditor.get(`/api/v1/drifts?agent=${AGENT}&release=${release}`));
    const stages = drifts.items.flatMap((drift: { stages: { at: number; evidence: string }[] }) => drift.stages);
    return STAGES.map((stage) => {
      const found = stages.find((one: { at: number }) => one.at === stage);
      return found ? ((at.get(found.evidence) as number | undefined) ?? null) : null;
    });
  };
}

/** Every order of a model's checks, a few at a time. */
async function all(stream: Stream, checks: readonly boolean[], name: string): Promise<Reached[]> {
  const results: Reached[] = [];
  let next = 0;
  const caller = async () => {
    for (let order = next++; order < orders; order = next++) {
      results[order] = await stream(shuffled(checks, order + 1), `${name}-${order + 1}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return results;
}

/** What was measured of one model, a line each. */
function tell(name: string, checks: readonly boolean[], results: readonly Reached[]): string[] {
  const failed = failures(checks);
  const share = ((100 * failed) / checks.length).toFixed(2);
  const stages = STAGES.map((stage, i) => {
    const found = results.flatMap((reached) => reached[i] ?? []);
    const after =
      2 * found.length > results.length
        ? `, after a median of ${median(results.map((reached) => reached[i] ?? Number.POSITIVE_INFINITY))} checks`
        : "";
    return `  - stage ${stage}: reached in ${found.length} of ${results.length} orders${after}`;
  });
  return [`- ${name}: ${failed} of ${checks.length} failed (${share} %)`, ...stages];
}

async function run(stream: Stream): Promise<string> {
  const started = performance.now();
  const found = [
    `${asked.clause}: ${before.length} common cases, tolerance ${(100 * p0).toFixed(2)} % (95 % upper bound of the first model's), ${orders} orders`,
    "",
    ...tell(asked.before, before, await all(stream, before, "before")),
    ...tell(asked.after, after, await all(stream, after, "after")),
    "",
  ];
  const seconds = (performance.now() - started) / 1000;
  const how = asked.pure ? "" : ", one a record, over HTTP";
  return [...found, `${2 * orders * before.length} checks in ${seconds.toFixed(0)} s${how}.`].join("\n");
}

if (asked.pure) console.log(await run(pure));
else {
  const surety = await startSurety();
  try {
    const clients = clientsOf(surety.quickstart);
    const { owner, author } = clients;
    await owner.must(200, owner.put("/api/v1/teams/assistants", { name: "Assistants", members: [] }));
    const agent = { name: "Finance assistant", owner: "assistants", release: "launch" };
    await author.must(200, author.put(`/api/v1/agents/${AGENT}`, agent));
    await publishPact(clients, pact);
    const text = await run(overHttp(clients));
    writeResults("agentdojo", "npm run bench:agentdojo", "AgentDojo: a model is updated", text);
  } finally {
    await surety.stop();
  }
}
