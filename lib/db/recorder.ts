import type { Tally } from "./tally";

/** One group commit of decisions of one organisation, decided on one revision. */
export interface DecisionBatch {
  organisationId: string;
  revision: number;
  node: string;
  firstId: string;
  lastId: string;
  count: number;
  from: number;
  to: number;
  /** Lines as text (segment.ts). */
  body: Buffer;
  tally: Tally;
  index: IndexRow[] | null;
  reviews: ReviewRow[] | null;
  uses: { override: string; decision: string; at: string }[] | null;
  /** What is kept for replays of calls with an Idempotency-Key. */
  answers: { key: string; scope: string; body_hash: string; status: number; response: unknown; at: string }[] | null;
  exceptions:
    | { id: string; kind: string; decision: string; agent: string; action: string; at: string; detail: object }[]
    | null;
  /** Answered while the database was away: written down as it happened, whatever was lowered since. */
  away?: true;
}
export interface IndexRow {
  id: string;
  at: string;
  agent: string;
  action: string;
  workflow: string | null;
  verdict: string;
  permitted: boolean;
  governed: boolean;
  triggers: string[];
  pacts: string[];
  clauses: string[];
}
export interface ReviewRow {
  id: string;
  decision: string;
  agent: string;
  action: string;
  workflow: string | null;
  request_hash: string;
  request: object;
  at: string;
  expires_at: string;
}
/** What became of a batch: stored; decided on a revision since lowered; an override had no uses left; an Idempotency-Key was taken. */
export type RecordResult = "recorded" | "fenced" | "exhausted" | "taken";

const RECORD = "SELECT FROM surety_record($1, $2) AS recorded WHERE recorded";

/** Only what there is: the function looks for no more. */
function textOf(batch: DecisionBatch): string {
  const { organisationId, revision, node, firstId, lastId, count, from, to, tally } = batch;
  const { index, reviews, uses, exceptions, answers } = batch;
  return JSON.stringify({
    ...{ organisation: organisationId, revision, node, first: firstId, last: lastId, count, from, to, tally },
    ...(index && { index }),
    ...(reviews && { reviews }),
    ...(uses && { uses }),
    ...(exceptions && { exceptions }),
    ...(answers && { answers }),
    ...(batch.away && { away: true }),
  });
}

/** Runs a statement that returns no columns; gives the number of its rows. */
type Run = (name: string, text: string, values: (string | Buffer)[]) => Promise<number>;

/** Stores a batch in one statement (the function in migration 0050): all of it or nothing. */
export async function record(run: Run, batch: DecisionBatch): Promise<RecordResult> {
  try {
    return (await run("record", RECORD, [textOf(batch), batch.body])) === 1 ? "recorded" : "fenced";
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === "SY001") return "exhausted";
    if (code === "23505" && constraint === "idempotency_key_pkey") return "taken";
    throw error;
  }
}
