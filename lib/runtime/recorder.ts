import { type IdempotentCall, KeyClash } from "@/lib/db/idempotency";
import type { DecisionRecord } from "@/lib/db/segment";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { isSuretyError } from "@/lib/domain/errors";
import { type Away, Unrecorded } from "./away";
import { type Asked, type CommitParts, committer, type Enough, Unwritable, unavailable } from "./commit";
import type { Metrics } from "./metrics";
import type { Sequencer } from "./sequencer";

export interface Recorder {
  /**
   * Decides and answers only once the decisions are committed, never on a revision older than the last that lowered
   * something.
   * @param kept with an Idempotency-Key: the call, and how its records become its answer
   * @param enough ends the call early: fewer records than requests, and only those are decided
   * @throws SuretyError unavailable (ask again) when the queue is full, the process is leaving, or the database is away;
   *   KeyClash where the key was used before
   */
  ask(
    organisationId: string,
    requests: readonly DecisionRequest[],
    kept?: { call: IdempotentCall; present: (records: DecisionRecord[]) => unknown },
    enough?: Enough,
  ): Promise<DecisionRecord[]>;
  /** As `ask`, by callbacks: on the shortest way a promise is dear. */
  take(
    organisationId: string,
    requests: readonly DecisionRequest[],
    answered: (records: DecisionRecord[]) => void,
    refused: (error: unknown) => void,
  ): void;
  /** Decides without recording. */
  dryRun(organisationId: string, request: DecisionRequest): Promise<Answer>;
  /** Refuses new requests and resolves when all that was taken is answered. */
  drain(): Promise<void>;
  /** Decisions waiting, over all organisations. */
  waiting(): number;
}

interface Parts extends CommitParts {
  sequencer: Pick<Sequencer, "wake">;
  /** Answers while the database is away. */
  away: Pick<Away, "since" | "suspect" | "turn" | "answer" | "dryRun">;
  metrics: Pick<Metrics, "decisions">;
  /** Waiting decisions per organisation beyond which callers are sent away. */
  bound?: number;
}

/** Decisions of one commit; a call that alone has more goes alone. */
const MAX_BATCH = 500;

/** What one call alone brings on: a key used before, or a value that cannot be written down. Those beside it go on. */
function isOfOne(error: unknown): boolean {
  if (error instanceof KeyClash || error instanceof Unwritable) return true;
  const { code } = error as { code?: unknown };
  // SQLSTATE 22 (data exception) and 54 (a limit of the server's).
  return typeof code === "string" && /^(?:22|54)[0-9A-Z]{3}$/.test(code);
}

/** What waits for an organisation's next commit. */
interface Lane {
  queue: Asked[];
  /** Decisions that the queue asks for. */
  waiting: number;
  /** A batch is under way; none begins beside it. */
  busy: boolean;
  /** As many callers as were answered or waiting when the last batch was done: they are likely to be back in a moment. */
  expected: number;
  /** Ends the wait for them. */
  begin: (() => void) | null;
}

/** The longest wait for callers that were just answered, ms. */
const GATHER_MS = 1;
/** Fewer callers than this at once gain nothing from each other. */
const FEW = 4;

/**
 * Group commit: while one batch is being committed the next one gathers, so the load itself sizes the batches. One batch of
 * an organisation is in flight at a time, so the ids of its segments never interleave.
 */
export function createRecorder(parts: Parts): Recorder {
  const { snapshots, clock, sequencer, away, metrics, bound = 20_000 } = parts;
  const commit = committer(parts);
  const lanes = new Map<string, Lane>();
  let leaving = false;
  let drained: (() => void) | null = null;
  const idle = () => [...lanes.values()].every(({ busy, queue }) => !busy && queue.length === 0);

  const settle = async (organisationId: string, batch: Asked[]): Promise<void> => {
    if (away.since() !== null) await away.turn();
    if (away.since() !== null) return away.answer(organisationId, batch, null);
    try {
      const records = await commit(organisationId, batch);
      give(batch, records);
      metrics.decisions.recorded(organisationId, records);
      sequencer.wake(organisationId);
    } catch (failure) {
      const [error, tried] = failure instanceof Unrecorded ? [failure.cause, failure.records] : [failure, null];
      if (batch.length > 1 && isOfOne(error)) {
        for (const asked of batch) await settle(organisationId, [asked]);
        return;
      }
      if (await away.suspect(error)) return away.answer(organisationId, batch, tried);
      // What could not be recorded was decided from counts that may be wrong now.
      await snapshots.reload(organisationId).catch(() => {});
      const ours = error instanceof KeyClash || isSuretyError(error);
      for (const asked of batch)
        asked.reject(ours ? error : unavailable("Decisions cannot be recorded at the moment. Nothing was decided."));
    }
  };

  const run = async (organisationId: string, lane: Lane): Promise<void> => {
    lane.busy = true;
    try {
      while (lane.queue.length > 0) {
        const batch = nextBatch(lane);
        await settle(organisationId, batch);
        lane.expected = Math.min(batch.length + lane.queue.length, MAX_BATCH);
        if (batch.length >= FEW && !leaving) await gather(lane);
      }
    } finally {
      lane.busy = false;
      if (drained && idle()) drained();
    }
  };

  const laneOf = (organisationId: string): Lane => {
    const known = lanes.get(organisationId);
    if (known) return known;
    const lane: Lane = { queue: [], waiting: 0, busy: false, expected: 0, begin: null };
    lanes.set(organisationId, lane);
    return lane;
  };

  const enqueue = (organisationId: string, asked: Asked): void => {
    const lane = laneOf(organisationId);
    if (leaving) asked.reject(unavailable("This process is shutting down. Ask again."));
    else if (lane.waiting >= bound) asked.reject(unavailable("Too many decisions are waiting. Ask again in a second."));
    else {
      const callers = lane.queue.push(asked);
      lane.waiting += asked.requests.length;
      if (lane.begin && callers >= lane.expected) lane.begin();
      // After the sockets of this turn have been read: those requests share the commit.
      else if (callers === 1 && !lane.busy) setImmediate(() => void run(organisationId, lane));
    }
  };

  return {
    ask: (organisationId, requests, kept, enough) =>
      new Promise((resolve, reject) => {
        enqueue(organisationId, { requests, idempotent: kept?.call, present: kept?.present, enough, resolve, reject });
      }),
    take: (organisationId, requests, resolve, reject) => enqueue(organisationId, { requests, resolve, reject }),
    async dryRun(organisationId, request) {
      if (away.since() !== null) return away.dryRun(organisationId, request);
      return decide(await snapshots.get(organisationId), request, clock.now());
    },
    drain() {
      leaving = true;
      if (idle()) return Promise.resolve();
      return new Promise<void>((resolve) => {
        drained = resolve;
      });
    },
    waiting: () => [...lanes.values()].reduce((n, { waiting }) => n + waiting, 0),
  };
}

/** The calls that wait longest, with about `MAX_BATCH` decisions between them. */
function nextBatch(lane: Lane): Asked[] {
  let calls = 0;
  let decisions = 0;
  for (const { requests } of lane.queue) {
    if (calls > 0 && decisions + requests.length > MAX_BATCH) break;
    calls++;
    decisions += requests.length;
  }
  lane.waiting -= decisions;
  return lane.queue.splice(0, calls);
}

/** Gives callers that were just answered a moment to ask again: twice as many share a commit, and each pays half of it. */
function gather(lane: Lane): Promise<void> {
  if (lane.queue.length >= lane.expected) return Promise.resolve();
  return new Promise((resolve) => {
    const begin = () => {
      clearTimeout(timer);
      lane.begin = null;
      // After the sockets of this turn.
      setImmediate(resolve);
    };
    const timer = setTimeout(begin, GATHER_MS);
    lane.begin = begin;
  });
}

/** A caller's own fault in taking its answer is told to that caller alone. */
function give(batch: readonly Asked[], records: readonly DecisionRecord[][]): void {
  batch.forEach((asked, i) => {
    try {
      asked.resolve(records[i] ?? []);
    } catch (error) {
      asked.reject(error);
    }
  });
}
