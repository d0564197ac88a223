import type { Database } from "@/lib/db/database";
import { answerRow, type IdempotentCall, KeyClash } from "@/lib/db/idempotency";
import type { DecisionBatch, RecordResult } from "@/lib/db/recorder";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Snapshot } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { durationMs } from "@/lib/domain/duration";
import { isSuretyError, SuretyError } from "@/lib/domain/errors";
import type { Clock, Ids } from "@/lib/domain/identity";
import { type Away, Unrecorded } from "./away";
import { overridesUsed, toBatch } from "./batch";
import type { Sequencer } from "./sequencer";
import type { Snapshots } from "./snapshots";

/** Whether the call is answered with this record, the `index`th, so that those after it need no decision. */
export type Enough = (record: DecisionRecord, index: number) => boolean;

/** A call's requests: committed together, and with its kept answer where it came with an Idempotency-Key. */
interface Asked {
  requests: readonly DecisionRequest[];
  idempotent?: IdempotentCall;
  /** The call's answer, as it is kept. */
  present?: (records: DecisionRecord[]) => unknown;
  /** True of a record after which the rest of the call is not decided. */
  enough?: Enough;
  resolve(records: DecisionRecord[]): void;
  reject(error: unknown): void;
}

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
  /** Calls waiting, over all organisations. */
  waiting(): number;
}

interface Parts {
  db: Database;
  clock: Clock;
  ids: Ids;
  node: string;
  snapshots: Snapshots;
  sequencer: Pick<Sequencer, "wake">;
  /** Answers while the database is away. */
  away: Pick<Away, "since" | "suspect" | "turn" | "answer" | "dryRun">;
  /** Waiting calls per organisation beyond which callers are sent away. */
  bound?: number;
}

const MAX_BATCH = 500;
const unavailable = (detail: string) => new SuretyError("unavailable", detail, { retryAfter: 1 });

/** Decisions that cannot be laid out as rows. */
class Unwritable extends Error {}

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
  const { snapshots, clock, sequencer, away, bound = 20_000 } = parts;
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
        const batch = lane.queue.splice(0, MAX_BATCH);
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
    const lane: Lane = { queue: [], busy: false, expected: 0, begin: null };
    lanes.set(organisationId, lane);
    return lane;
  };

  const enqueue = (organisationId: string, asked: Asked): void => {
    const lane = laneOf(organisationId);
    if (leaving) asked.reject(unavailable("This process is shutting down. Ask again."));
    else if (lane.queue.length >= bound)
      asked.reject(unavailable("Too many decisions are waiting. Ask again in a second."));
    else {
      const waiting = lane.queue.push(asked);
      if (lane.begin && waiting >= lane.expected) lane.begin();
      // After the sockets of this turn have been read: those requests share the commit.
      else if (waiting === 1 && !lane.busy) setImmediate(() => void run(organisationId, lane));
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
    waiting: () => [...lanes.values()].reduce((n, { queue }) => n + queue.length, 0),
  };
}

/** What a commit without an answer may have stored is kept with its error. */
const unrecorded =
  (records: DecisionRecord[][]) =>
  (error: unknown): never => {
    throw new Unrecorded(records, error);
  };

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

/** Decide, commit; fenced or exhausted: read anew and once more; after that with the fence held, which cannot miss. */
function committer({ db, clock, ids, node, snapshots }: Parts) {
  const decideOne = (snapshot: Snapshot, request: DecisionRequest, now: number): DecisionRecord => {
    const answer = decide(snapshot, request, now);
    const held = answer.verdict === "review";
    const review = held ? { id: ids.next("rev"), expiresAt: now + durationMs(snapshot.settings.reviewExpiry) } : null;
    return { id: ids.next("dec"), request, answer, review };
  };

  /** On what this process holds; an override that was just used counts for the next request. */
  const decideAll = (organisationId: string, batch: readonly Asked[]): DecisionRecord[][] =>
    batch.map(({ requests, enough }) => {
      const records: DecisionRecord[] = [];
      for (const request of requests) {
        const record = decideOne(snapshots.peek(organisationId) as Snapshot, request, clock.now());
        if (record.answer.because.length) snapshots.use(organisationId, overridesUsed(record));
        records.push(record);
        if (enough?.(record, records.length - 1)) break;
      }
      return records;
    });

  const layOut = (
    organisationId: string,
    batch: readonly Asked[],
    records: DecisionRecord[][],
  ): DecisionBatch | null => {
    const all: DecisionRecord[] = [];
    const answers: NonNullable<DecisionBatch["answers"]> = [];
    try {
      batch.forEach(({ idempotent, present }, i) => {
        const own = records[i] ?? [];
        for (const record of own) all.push(record);
        if (idempotent && present) answers.push(answerRow(idempotent, present(own), clock.now()));
      });
      const rows = toBatch(organisationId, node, all, () => ids.next("exc"));
      return rows && { ...rows, answers: answers.length ? answers : null };
    } catch (error) {
      throw new Unwritable("a decision cannot be written down", { cause: error });
    }
  };

  return async (organisationId: string, batch: readonly Asked[]): Promise<DecisionRecord[][]> => {
    await snapshots.get(organisationId);
    for (let attempt = 0; attempt < 2; attempt++) {
      const records = decideAll(organisationId, batch);
      const laid = layOut(organisationId, batch, records);
      const result: RecordResult = laid ? await db.record(laid).catch(unrecorded(records)) : "recorded";
      if (result === "recorded") return records;
      if (result === "taken") throw new KeyClash();
      await snapshots.reload(organisationId);
    }
    let records: DecisionRecord[][] = [];
    const result = await db
      .recordHeld(organisationId, clock.now(), (loaded) => {
        if (loaded && "state" in loaded) snapshots.adopt(loaded.state);
        records = decideAll(organisationId, batch);
        return layOut(organisationId, batch, records);
      })
      .catch((error) => unrecorded(records)(error));
    if (result === "taken") throw new KeyClash();
    if (result !== "recorded") throw unavailable("The decision could not be recorded just now. Ask again.");
    return records;
  };
}
