import type pg from "pg";

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
  /** raw-deflated JSON array of records */
  body: Uint8Array;
  tally: [agent: string, workflow: string | null, verdict: string, count: number][];
  agents: string[];
  index: IndexRow[] | null;
  reviews: ReviewRow[] | null;
  uses: { override: string; decision: string; at: string }[] | null;
  /** What is kept for replays of calls with an Idempotency-Key. */
  answers: { key: string; scope: string; body_hash: string; status: number; response: unknown; at: string }[] | null;
  exceptions:
    | { id: string; kind: string; decision: string; agent: string; action: string; at: string; detail: object }[]
    | null;
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

const RECORD = "SELECT surety_record($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16) AS n";
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Stores a batch in one statement (the function in migration 0003): all of it or nothing. */
export async function record(client: pg.Pool | pg.PoolClient, b: DecisionBatch): Promise<RecordResult> {
  try {
    const { rows } = await client.query<{ n: number }>({
      name: "record",
      text: RECORD,
      values: [
        b.organisationId,
        b.revision,
        b.node,
        b.firstId,
        b.lastId,
        b.count,
        new Date(b.from),
        new Date(b.to),
        b.body,
        JSON.stringify(b.tally),
        b.agents,
        json(b.index),
        json(b.reviews),
        json(b.uses),
        json(b.exceptions),
        json(b.answers),
      ],
    });
    return rows[0]?.n === b.count ? "recorded" : "fenced";
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === "SY001") return "exhausted";
    if (code === "23505" && constraint === "idempotency_key_pkey") return "taken";
    throw error;
  }
}
