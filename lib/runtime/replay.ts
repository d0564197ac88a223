import { fromBody } from "@/lib/db/segment";
import { simulation } from "@/lib/domain/simulate";
import type { Simulation, SimulationJob } from "@/lib/domain/simulate-shapes";

/** A simulation with what it replays, as it crosses to another thread. */
export interface SimulationOrder {
  job: SimulationJob;
  /** Bodies of decision segments, the newest first. */
  bodies: Uint8Array[];
  /** Whose decisions are replayed. */
  agents: string[];
  /** Decisions taken at most, the newest. */
  most: number;
  /** ms; decisions of `[from, to)`. */
  from?: number;
  to?: number;
}

/** Replays what is in the bodies. Takes as long as it takes: run it where nobody waits for the event loop. */
export function replay({ job, bodies, agents, most, from = -Infinity, to = Infinity }: SimulationOrder): Simulation {
  const simulator = simulation(job, () => performance.now());
  let left = most;
  for (const body of bodies) {
    const records = fromBody(body);
    for (let i = records.length - 1; i >= 0 && left > 0; i--) {
      const record = records[i] as (typeof records)[number];
      const { decidedAt } = record.answer;
      if (!agents.includes(record.request.agent) || decidedAt < from || decidedAt >= to) continue;
      simulator.take(record);
      left--;
    }
    if (left === 0) break;
  }
  return simulator.result();
}
