import { SuretyError } from "@/lib/domain/errors";
import type { Simulation } from "@/lib/domain/simulate-shapes";
import { replay, type SimulationOrder } from "./replay";
import { createThread } from "./thread";

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
  const thread = program === null ? null : createThread<SimulationOrder, Simulation>(program, LARGEST_HEAP_MB);
  return {
    async run(order) {
      if (waiting >= MOST_WAITING)
        throw new SuretyError("unavailable", "Other simulations are under way. Ask again in a few seconds.");
      waiting++;
      const mine = last.then(() => (thread ? thread.ask(order) : replay(order)));
      last = mine.catch(() => {});
      return mine.finally(() => {
        waiting--;
      });
    },
  };
}
