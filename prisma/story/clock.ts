import { type Clock, type Ids, monotonicIds } from "@/lib/domain/identity";
import { createRecorder } from "@/lib/runtime/recorder";
import type { Runtime } from "@/lib/runtime/runtime";
import { createSequencer } from "@/lib/runtime/sequencer";
import { createSnapshots } from "@/lib/runtime/snapshots";

/** The clock of a story: it stands where the story is, and only ever goes on. */
export class StoryClock implements Clock {
  private at: number;
  private ahead: number[] = [];

  constructor(start: number) {
    this.at = start;
  }

  now(): number {
    return this.at;
  }

  /** @throws RangeError where the story would go back */
  goTo(at: number): void {
    if (at < this.at) throw new RangeError(`the story is at ${new Date(this.at).toISOString()} already`);
    this.at = at;
  }

  /** The instants of the next decisions, ascending: the clock goes on to the next one whenever one is made. */
  follow(instants: readonly [number, ...number[]]): void {
    const [first, ...rest] = instants;
    this.goTo(first);
    this.ahead = rest;
  }

  /** A decision was made. */
  step(): void {
    const next = this.ahead.shift();
    if (next !== undefined) this.goTo(next);
  }
}

/**
 * The same database under another clock: everything that reads the time reads the story's. A decision's id is the last
 * thing made of it, so there the clock goes on: thousands are committed together, each at its own instant.
 */
export function storyRuntime(real: Runtime, clock: StoryClock, random: () => number): Runtime {
  const plain = monotonicIds(clock, real.node, random);
  const ids: Ids = {
    next(prefix) {
      const id = plain.next(prefix);
      if (prefix === "dec") clock.step();
      return id;
    },
  };
  const { db, node, log, ledgerSigner, away, metrics } = real;
  const snapshots = createSnapshots(db, clock);
  const sequencer = createSequencer({ db, clock, ids, log, ledgerSigner });
  const recorder = createRecorder({ db, clock, ids, node, snapshots, sequencer, away, metrics });
  return { ...real, clock, ids, snapshots, sequencer, recorder, memory: new Map() };
}
