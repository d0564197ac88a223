import { SuretyError } from "@/lib/domain/errors";

/** Group commit of calls that each ask for a change: those that come while one batch commits make up the next. */
export interface Gatherer<C> {
  /** Takes a call into the next batch; `run` settles it. @throws SuretyError unavailable when too many wait */
  take(organisationId: string, call: C): void;
}

interface Parts<C> {
  /** Settles every call of a batch, whatever comes of it; never rejects. */
  run(organisationId: string, calls: C[]): Promise<void>;
  /** How much of a batch a call is. */
  weight(call: C): number;
  /** A batch takes calls until it weighs this much. */
  most: number;
  /** Calls that may wait per organisation. */
  bound?: number;
}

interface Lane<C> {
  queue: C[];
  busy: boolean;
}

/** One batch of an organisation at a time, so that the load itself sizes the batches. */
export function createGatherer<C>({ run, weight, most, bound = 10_000 }: Parts<C>): Gatherer<C> {
  const lanes = new Map<string, Lane<C>>();

  const next = ({ queue }: Lane<C>): C[] => {
    let heavy = 0;
    let count = 0;
    while (count < queue.length && (count === 0 || heavy + weight(queue[count] as C) <= most))
      heavy += weight(queue[count++] as C);
    return queue.splice(0, count);
  };
  const work = async (organisationId: string, lane: Lane<C>): Promise<void> => {
    try {
      while (lane.queue.length > 0) await run(organisationId, next(lane));
    } finally {
      lanes.delete(organisationId);
    }
  };

  return {
    take(organisationId, call) {
      const lane = lanes.get(organisationId) ?? { queue: [], busy: false };
      if (lane.queue.length >= bound) throw tooMany();
      lanes.set(organisationId, lane);
      lane.queue.push(call);
      if (lane.busy) return;
      lane.busy = true;
      // After the sockets of this turn have been read: those requests share the commit.
      setImmediate(() => void work(organisationId, lane));
    },
  };
}

const tooMany = () =>
  new SuretyError("unavailable", "Too many calls are waiting. Ask again in a second.", { retryAfter: 1 });
