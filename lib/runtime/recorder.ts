import type { Database } from "@/lib/db/database";
import type { RecordResult } from "@/lib/db/recorder";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Snapshot } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { durationMs } from "@/lib/domain/duration";
import { SuretyError } from "@/lib/domain/errors";
import type { Clock, Ids } from "@/lib/domain/identity";
import { overridesUsed, toBatch } from "./batch";
import type { Sequencer } from "./sequencer";
import type { Snapshots } from "./snapshots";

interface Asked {
  request: DecisionRequest;
  resolve(decision: DecisionRecord): void;
  reject(error: unknown): void;
}

export interface Recorder {
  /**
   * Decides and answers only once the decision is committed, never on a revision older than the last that lowered something.
   * @throws SuretyError unavailable (retry later) when the queue is full, the process is leaving, or the database is away
   */
  ask(organisationId: string, request: DecisionRequest): Promise<DecisionRecord>;
  /** Decides without recording. */
  dryRun(organisationId: string, request: DecisionRequest): Promise<Answer>;
  /** Refuses new requests and resolves when all that was taken is answered. */
  drain(): Promise<void>;
  /** Requests waiting, over all organisations. */
  waiting(): number;
}

interface Parts {
  db: Database;
  clock: Clock;
  ids: Ids;
  node: string;
  snapshots: Snapshots;
  sequencer: Pick<Sequencer, "wake">;
  /** Waiting requests per organisation beyond which callers are sent away. */
  bound?: number;
}

const MAX_BATCH = 500;
const away = (detail: string) => new SuretyError("unavailable", detail, { retryAfter: 1 });

/**
 * Group commit: while one batch is being committed the next one gathers, so the load itself sizes the batches and no timer
 * is needed. One batch of an organisation is in flight at a time.
 */
export function createRecorder({ db, clock, ids, node, snapshots, sequencer, bound = 20_000 }: Parts): Recorder {
  const queues = new Map<string, Asked[]>();
  const busy = new Set<string>();
  let leaving = false;
  let drained: (() => void) | null = null;
  const idle = () => busy.size === 0 && [...queues.values()].every((queue) => queue.length === 0);

  const decideOne = (snapshot: Snapshot, request: DecisionRequest, now: number): DecisionRecord => {
    const answer = decide(snapshot, request, now);
    const held = answer.verdict === "review";
    const review = held ? { id: ids.next("rev"), expiresAt: now + durationMs(snapshot.settings.reviewExpiry) } : null;
    return { id: ids.next("dec"), request, answer, review };
  };

  /** Decides a batch on what this process holds; a limited override that was just used counts for the next request. */
  const decideAll = (organisationId: string, batch: Asked[], now: number): DecisionRecord[] =>
    batch.map(({ request }) => {
      const record = decideOne(snapshots.peek(organisationId) as Snapshot, request, now);
      if (record.answer.because.length) snapshots.use(organisationId, overridesUsed(record));
      return record;
    });

  const layOut = (organisationId: string, records: DecisionRecord[]) => {
    const [first, ...rest] = records;
    if (!first) return null;
    return toBatch(organisationId, node, [first, ...rest], () => ids.next("exc"));
  };

  /** Decide, commit; fenced or exhausted: read anew and once more; after that with the fence held, which cannot miss. */
  const commit = async (organisationId: string, batch: Asked[]): Promise<DecisionRecord[]> => {
    await snapshots.get(organisationId);
    for (let attempt = 0; attempt < 2; attempt++) {
      const records = decideAll(organisationId, batch, clock.now());
      const laid = layOut(organisationId, records);
      if (!laid || (await db.record(laid)) === "recorded") return records;
      await snapshots.reload(organisationId);
    }
    let records: DecisionRecord[] = [];
    const result: RecordResult = await db.recordHeld(organisationId, clock.now(), (loaded) => {
      if (loaded && "state" in loaded) snapshots.adopt(loaded.state);
      records = decideAll(organisationId, batch, clock.now());
      return layOut(organisationId, records);
    });
    if (result !== "recorded") throw away("The decision could not be recorded just now. Ask again.");
    return records;
  };

  const flush = async (organisationId: string): Promise<void> => {
    const queue = queues.get(organisationId);
    const batch = queue?.splice(0, MAX_BATCH) ?? [];
    if (batch.length === 0) return;
    try {
      const records = await commit(organisationId, batch);
      batch.forEach((asked, i) => {
        asked.resolve(records[i] as DecisionRecord);
      });
      sequencer.wake(organisationId);
    } catch (error) {
      // What a batch could not record was decided from counts that may be wrong now.
      await snapshots.reload(organisationId).catch(() => {});
      const refusal = (error as { code?: unknown }).code === "not_found" ? error : away("Decisions cannot be recorded at the moment. Nothing was decided.");
      for (const asked of batch) asked.reject(refusal);
    }
  };

  const run = async (organisationId: string): Promise<void> => {
    if (busy.has(organisationId)) return;
    busy.add(organisationId);
    try {
      while (queues.get(organisationId)?.length) await flush(organisationId);
    } finally {
      busy.delete(organisationId);
      if (drained && idle()) drained();
    }
  };

  return {
    ask(organisationId, request) {
      if (leaving) return Promise.reject(away("This process is shutting down. Ask again."));
      let queue = queues.get(organisationId);
      if (!queue) queues.set(organisationId, (queue = []));
      if (queue.length >= bound) return Promise.reject(away("Too many decisions are waiting. Ask again in a second."));
      return new Promise<DecisionRecord>((resolve, reject) => {
        queue.push({ request, resolve, reject });
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
