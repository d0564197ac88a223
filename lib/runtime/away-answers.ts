import type { Logger } from "pino";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Spool } from "@/lib/db/spool";
import { decideAway } from "@/lib/domain/away";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { durationMs } from "@/lib/domain/duration";
import { SuretyError } from "@/lib/domain/errors";
import type { Clock, Ids } from "@/lib/domain/identity";
import { toBatch } from "./batch";
import type { Snapshots } from "./snapshots";

/** A call that waits for its decisions. */
interface Waiting {
  requests: readonly DecisionRequest[];
  idempotent?: unknown;
  enough?: (record: DecisionRecord, index: number) => boolean;
  resolve(records: DecisionRecord[]): void;
  reject(error: unknown): void;
}

/** Answers from the last known good, each kept on disk before it leaves (ARCHITECTURE.md 3). */
export interface AwayAnswers {
  /** @param tried what a commit without an answer may have stored of these calls */
  answer(organisationId: string, batch: readonly Waiting[], tried: DecisionRecord[][] | null): Promise<void>;
  /** The answer alone, not kept. @throws SuretyError unavailable */
  dryRun(organisationId: string, request: DecisionRequest): Answer;
}

interface Parts {
  clock: Clock;
  ids: Ids;
  node: string;
  snapshots: Pick<Snapshots, "peek" | "verifiedAt">;
  spool: Pick<Spool, "append">;
  log: Logger;
}

const refused = (detail: string) => new SuretyError("unavailable", detail, { retryAfter: 1 });
const stranger = () => refused("The database is away, and this process knows nothing of you yet. Ask again.");
const NO_KEYS = "An Idempotency-Key needs the database, which is away. Ask again, or without a key.";
const NO_RECORD = "The database is away, and the disk takes no records. Nothing was decided.";

export function createAwayAnswers(parts: Parts): AwayAnswers {
  const { clock, snapshots } = parts;

  const dryRun = (organisationId: string, request: DecisionRequest): Answer => {
    const snapshot = snapshots.peek(organisationId);
    const verifiedAt = snapshots.verifiedAt(organisationId);
    if (!snapshot || verifiedAt === null) throw stranger();
    return decideAway(snapshot, request, clock.now(), verifiedAt);
  };

  const decideOne = (organisationId: string, request: DecisionRequest, tried?: DecisionRecord): DecisionRecord => {
    const answer = dryRun(organisationId, request);
    const wait = durationMs(snapshots.peek(organisationId)?.settings.reviewExpiry ?? "PT1H");
    const review =
      answer.verdict === "review"
        ? { id: tried?.review?.id ?? parts.ids.next("rev"), expiresAt: answer.decidedAt + wait }
        : null;
    return { id: tried?.id ?? parts.ids.next("dec"), request, answer, review };
  };

  const decideCall = (organisationId: string, { requests, enough }: Waiting, tried?: DecisionRecord[]) => {
    const own: DecisionRecord[] = [];
    for (const [i, request] of requests.entries()) {
      const record = decideOne(organisationId, request, tried?.[i]);
      own.push(record);
      if (enough?.(record, i)) break;
    }
    return own;
  };

  const answerCalls = async (organisationId: string, calls: Waiting[], tried: DecisionRecord[][] | null) => {
    const records = calls.map((call, i) => decideCall(organisationId, call, tried?.[i]));
    const stored = await keep(parts, organisationId, records.flat(), tried !== null);
    if (!stored && calls.length > 1) {
      // One of them may be what cannot be written down.
      for (const [i, call] of calls.entries()) await answerCalls(organisationId, [call], tried && [tried[i] ?? []]);
      return;
    }
    calls.forEach((call, i) => {
      const own = records[i] as DecisionRecord[];
      // Of low risk the answer matters more than its record.
      if (stored || own.every(({ answer }) => answer.away?.risk === "low")) give(call, own);
      else call.reject(refused(NO_RECORD));
    });
  };

  return {
    async answer(organisationId, batch, tried) {
      // Whether a key was used before cannot be known.
      for (const call of batch) if (call.idempotent !== undefined) call.reject(refused(NO_KEYS));
      const own = tried && batch.flatMap((call, i) => (call.idempotent === undefined ? [tried[i] ?? []] : []));
      const calls = batch.filter((call) => call.idempotent === undefined);
      try {
        if (calls.length > 0) await answerCalls(organisationId, calls, own);
      } catch (error) {
        for (const call of calls) call.reject(error);
      }
    },
    dryRun,
  };
}

/** False where the decisions cannot be written down, or the disk does not take them. */
async function keep(
  { node, ids, spool, log }: Parts,
  organisationId: string,
  records: DecisionRecord[],
  uncertain: boolean,
): Promise<boolean> {
  try {
    const rows = toBatch(organisationId, node, records, () => ids.next("exc"));
    if (rows) await spool.append({ batch: { ...rows, answers: null, away: true }, uncertain });
    return true;
  } catch (error) {
    log.error({ err: error }, "decisions cannot be kept on disk");
    return false;
  }
}

/** A caller's own fault in taking its answer is told to that caller alone. */
function give(call: Waiting, records: DecisionRecord[]): void {
  try {
    call.resolve(records);
  } catch (error) {
    call.reject(error);
  }
}
