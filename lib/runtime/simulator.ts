import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SuretyError } from "@/lib/domain/errors";
import type { Simulation } from "@/lib/domain/simulate-shapes";
import { replay, type SimulationOrder } from "./replay";

export interface Simulator {
  /** Runs one simulation after the other. @throws SuretyError unavailable where too many wait already */
  run(order: SimulationOrder): Promise<Simulation>;
}

const MOST_WAITING = 8;
const LARGEST_HEAP_MB = 1024;

/**
 * What runs simulations, on a thread of their own so that no decision waits for them.
 * @param program the bundled worker (dist/simulate.mjs); null: on this thread, as tests do
 */
export function createSimulator(program: string | null): Simulator {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const elsewhere = program === null ? null : createThread(program);
  return {
    async run(order) {
      if (waiting >= MOST_WAITING)
        throw new SuretyError("unavailable", "Other simulations are under way. Ask again in a few seconds.");
      waiting++;
      const mine = last.then(() => (elsewhere ? elsewhere(order) : replay(order)));
      last = mine.catch(() => {});
      return mine.finally(() => {
        waiting--;
      });
    },
  };
}

/** Runs orders on one thread, started at the first of them; one at a time. It keeps no process alive. */
function createThread(program: string): (order: SimulationOrder) => Promise<Simulation> {
  let thread: Worker | null = null;
  return async (order) => {
    thread ??= start(program);
    const own = thread;
    try {
      const told = once(own, "message") as Promise<[Simulation]>;
      own.postMessage(order);
      return (await told)[0];
    } catch (error) {
      // It is over with this thread, whatever it was; the next order starts another.
      thread = null;
      await own.terminate();
      throw error;
    }
  };
}

function start(program: string): Worker {
  const thread = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB } });
  thread.unref();
  // One that dies while nobody waits for it is replaced by the next order; without a listener it would end the process.
  thread.on("error", () => {});
  return thread;
}
