/**
 * Measures `decide` in process beside its peers, in one process, and prints what it found as JSON. Started by `decide.ts`,
 * bundled as the server is: a loader that rewrites sources on the way would be measured with them.
 */
import { compile, type Snapshot, withLines } from "../../lib/domain/compile.ts";
import { decide } from "../../lib/domain/decide.ts";
import type { DecisionRequest } from "../../lib/domain/decision.ts";
import { NOW, organisationOf, type Requirements, requestsTo, type Shape } from "./decide-world.ts";
import { casbinEngines, cedarEngine, type Engine, fourConditions } from "./peers-decide.ts";

/** What the child prints. */
export interface Measured {
  /** Median CPU of one operation in ns, by name. */
  ns: Record<string, number>;
  /** Requests on which a peer's verdict is not ours, by peer. */
  mismatches: Record<string, number>;
  /** Requests of the comparison, and how many of them are permitted. */
  compared: number;
  permitted: number;
}

const ROUNDS = 5;
const REQUESTS = 1024;
/** CPU that one turn of one contestant should take, ms: long against the clock's grain, short against a neighbour's burst. */
const TURN = 60;

/** Does its operation so many times. */
type Contestant = (times: number) => void;

function cpuNs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Median CPU in ns of one operation of each; they take turns, so that what disturbs one round disturbs all alike. */
function race(contestants: Record<string, Contestant>): Record<string, number> {
  const all = Object.entries(contestants).map(([name, run]) => {
    // Warm, then as many as fill a turn.
    let times = 2;
    while (cpuNs(() => run(times)) < TURN * 1e6) times *= 2;
    return { name, run, times, seen: [] as number[] };
  });
  for (let round = 0; round < ROUNDS; round++)
    for (const { run, times, seen } of all) seen.push(cpuNs(() => run(times)) / times);
  return Object.fromEntries(all.map(({ name, seen }) => [name, median(seen)]));
}

/** What decisions came to: read in the end, so that none may be left out. */
let permitted = 0;

function asked(engine: Engine, requests: readonly DecisionRequest[]): Contestant {
  let next = 0;
  return (times) => {
    for (let i = 0; i < times; i++) {
      if (engine(requests[next] as DecisionRequest)) permitted++;
      next = (next + 1) % requests.length;
    }
  };
}

const surety =
  (snapshot: Snapshot): Engine =>
  (request) =>
    decide(snapshot, request, NOW).permitted;

const tenOf = (requirement: (i: number) => string | null): Requirements => {
  const ten = Array.from({ length: 10 }, (_, i) => requirement(i));
  return () => ten;
};
const plain = tenOf(() => null);
const conditioned = tenOf((i) => `context.amount <= ${500 + i}`);

function organisation(shape: Shape, pacts: number, requirements: Requirements, amounts = 500): Contestant {
  const snapshot = compile(organisationOf(shape, pacts, requirements));
  return asked(surety(snapshot), requestsTo(shape, pacts, REQUESTS, amounts));
}

const hundred = (): Record<string, Contestant> => ({
  "plain, agents": organisation("agents", 100, plain),
  "plain, workflows": organisation("workflows", 100, plain),
  "conditions, agents": organisation("agents", 100, conditioned),
  "conditions, workflows": organisation("workflows", 100, conditioned),
  "a tenth violates": organisation("agents", 100, conditioned, 556),
});

const growing = (): Record<string, Contestant> =>
  Object.fromEntries([1, 10, 1000, 10_000].map((pacts) => [`plain, ${pacts}`, organisation("agents", pacts, plain)]));

/** One clause of 1,000 has new evidence; and the first decision after it. */
function changes(): Record<string, Contestant> {
  const state = organisationOf("agents", 100, conditioned);
  const [request] = requestsTo("agents", 1, 1, 500);
  let snapshot = compile(state);
  return {
    "new standing, first decision": (times) => {
      for (let i = 0; i < times; i++) {
        snapshot = withLines(snapshot, state.lines.slice(0, 1), null, snapshot.revision + 1);
        if (decide(snapshot, request as DecisionRequest, NOW).permitted) permitted++;
      }
    },
  };
}

async function measure(folder: string): Promise<Measured> {
  const snapshot = compile(organisationOf("agents", 100, fourConditions));
  const requests = requestsTo("agents", 100, REQUESTS, 600);
  const ours = surety(snapshot);
  const peers: Record<string, Engine> = { ...(await casbinEngines(folder, 100)), cedar: cedarEngine(folder, 100) };
  const mismatches = Object.fromEntries(
    Object.entries(peers).map(([name, peer]) => [name, requests.filter((one) => peer(one) !== ours(one)).length]),
  );
  const compared = Object.fromEntries(
    Object.entries({ surety: ours, ...peers }).map(([name, engine]) => [name, asked(engine, requests)]),
  );
  // One after the other, so that no organisation sits in memory while others are measured.
  const ns = { ...race(compared), ...race(hundred()), ...race(growing()), ...race(changes()) };
  return { ns, mismatches, compared: requests.length, permitted: requests.filter(ours).length };
}

const measured = await measure(process.argv[2] as string);
if (permitted === 0) throw new Error("nothing was permitted: the benchmark measures something else");
process.stdout.write(JSON.stringify(measured));
