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
  /** Waiting calls per organisation beyond which callers are sent away. */
  bound?: number;
}

const MAX_BATCH = 500;
const away = (detail: string) => new SuretyError("unavailable", detail, { retryAfter: 1 });

/** Decisions that cannot be laid out as rows. */
class Unwritable extends Error {}

/** What one call alone brings on: a key used before, or a value that cannot be written down. Those beside it go on. */
function isOfOne(error: unknown): boolean {
  if (error instanceof KeyClash || error instanceof Unwritable) return true;
  const { code } = error as { code?: unknown };
  // SQLSTATE 22 (data exception) and 54 (a limit of the server's).
  return typeof code === "string" && /^(?:22|54)[0-9A-Z]{3}$/.test(code);
}

/**
 * Group commit: while one batch is being committed the next one gathers, so the load itself sizes the batches and no timer
 * is needed. One batch of an organisation is in flight at a time, so the ids of its segments never interleave.
 */
export function createRecorder(parts: Parts): Recorder {
  const { snapshots, clock, sequencer, bound = 20_000 } = parts;
  const commit = committer(parts);
  const queues = new Map<string, Asked[]>();
  const busy = new Set<string>();
  let leaving = false;
  let drained: (() => void) | null = null;
  const idle = () => busy.size === 0 && [...queues.values()].every((queue) => queue.length === 0);

  const settle = async (organisationId: string, batch: Asked[]): Promise<void> => {
    try {
      const records = await commit(organisationId, batch);
      batch.forEach((asked, i) => {
        asked.resolve(records[i] ?? []);
      });
      sequencer.wake(organisationId);
    } catch (error) {
      if (batch.length > 1 && isOfOne(error)) {
        for (const asked of batch) await settle(organisationId, [asked]);
        return;
      }
      // What could not be recorded was decided from counts that may be wrong now.
      await snapshots.reload(organisationId).catch(() => {});
      const ours = error instanceof KeyClash || isSuretyError(error);
      for (const asked of batch)
        asked.reject(ours ? error : away("Decisions cannot be recorded at the moment. Nothing was decided."));
    }
  };

  const run = async (organisationId: string): Promise<void> => {
    if (busy.has(organisationId)) return;
    busy.add(organisationId);
    try {
      for (let queue = queues.get(organisationId); queue?.length; )
        await settle(organisationId, queue.splice(0, MAX_BATCH));
    } finally {
      busy.delete(organisationId);
      if (drained && idle()) drained();
    }
  };

  return {
    ask(organisationId, requests, kept, enough) {
      if (leaving) return Promise.reject(away("This process is shutting down. Ask again."));
      const queue = queues.get(organisationId) ?? [];
      queues.set(organisationId, queue);
      if (queue.length >= bound) return Promise.reject(away("Too many decisions are waiting. Ask again in a second."));
      return new Promise((resolve, reject) => {
        queue.push({ requests, idempotent: kept?.call, present: kept?.present, enough, resolve, reject });
        // After the sockets of this turn have been read: those requests share the commit.
        if (!busy.has(organisationId)) setImmediate(() => void run(organisationId));
      });
    },
    async dryRun(organisationId, request) {
      return decide(await snapshots.get(organisationId), request, clock.now());
    },
    drain() {
      leaving = true;
      if (idle()) return Promise.resolve();
      return new Promise<void>((resolve) => {
        drained = resolve;
      });
    },
    waiting: () => [...queues.values()].reduce((n, q) => n + q.length, 0),
  };
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
    const [first, ...rest] = records.flat();
    if (!first) return null;
    try {
      const answers = batch.flatMap(({ idempotent, present }, i) =>
        idempotent && present ? [answerRow(idempotent, present(records[i] ?? []), first.answer.decidedAt)] : [],
      );
      const rows = toBatch(organisationId, node, [first, ...rest], () => ids.next("exc"));
      return { ...rows, answers: answers.length ? answers : null };
    } catch (error) {
      throw new Unwritable("a decision cannot be written down", { cause: error });
    }
  };

  return async (organisationId: string, batch: readonly Asked[]): Promise<DecisionRecord[][]> => {
    await snapshots.get(organisationId);
    for (let attempt = 0; attempt < 2; attempt++) {
      const records = decideAll(organisationId, batch);
      const laid = layOut(organisationId, batch, records);
      const result: RecordResult = laid ? await db.record(laid) : "recorded";
      if (result === "recorded") return records;
      if (result === "taken") throw new KeyClash();
      await snapshots.reload(organisationId);
    }
    let records: DecisionRecord[][] = [];
    const result = await db.recordHeld(organisationId, clock.now(), (loaded) => {
      if (loaded && "state" in loaded) snapshots.adopt(loaded.state);
      records = decideAll(organisationId, batch);
      return layOut(organisationId, batch, records);
    });
    if (result === "taken") throw new KeyClash();
    if (result !== "recorded") throw away("The decision could not be recorded just now. Ask again.");
    return records;
  };
}
