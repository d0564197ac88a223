/** One group commit: what some callers asked is decided, and committed together behind the fence of its revision. */
import type { Database } from "@/lib/db/database";
import { answerRow, type IdempotentCall, KeyClash } from "@/lib/db/idempotency";
import type { DecisionBatch, RecordResult } from "@/lib/db/recorder";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Snapshot } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { DecisionRequest } from "@/lib/domain/decision";
import { durationMs } from "@/lib/domain/duration";
import { SuretyError } from "@/lib/domain/errors";
import type { Clock, Ids } from "@/lib/domain/identity";
import { Unrecorded } from "./away";
import { overridesUsed, toBatch } from "./batch";
import type { Snapshots } from "./snapshots";

export interface CommitParts {
  db: Database;
  clock: Clock;
  ids: Ids;
  node: string;
  snapshots: Snapshots;
}

/** Whether the call is answered with this record, the `index`th, so that those after it need no decision. */
export type Enough = (record: DecisionRecord, index: number) => boolean;

/** A call's requests: committed together, and with its kept answer where it came with an Idempotency-Key. */
export interface Asked {
  requests: readonly DecisionRequest[];
  idempotent?: IdempotentCall;
  /** The call's answer, as it is kept. */
  present?: (records: DecisionRecord[]) => unknown;
  /** True of a record after which the rest of the call is not decided. */
  enough?: Enough;
  resolve(records: DecisionRecord[]): void;
  reject(error: unknown): void;
}

/** Decisions that cannot be laid out as rows. */
export class Unwritable extends Error {}

export const unavailable = (detail: string) => new SuretyError("unavailable", detail, { retryAfter: 1 });

/** What a commit without an answer may have stored is kept with its error. */
const unrecorded =
  (records: DecisionRecord[][]) =>
  (error: unknown): never => {
    throw new Unrecorded(records, error);
  };

/** Decide, commit; fenced or exhausted: read anew and once more; after that with the fence held, which cannot miss. */
export function committer({ db, clock, ids, node, snapshots }: CommitParts) {
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
