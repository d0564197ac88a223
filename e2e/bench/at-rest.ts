/** What a decision weighs once it is sealed: plain allows with facts that differ from request to request. */
import { deflateRawSync } from "node:zlib";
import { fromBody } from "@/lib/db/segment";
import { requestsTo } from "./decide-world";
import { load } from "./serve";
import type { Served } from "./servers";

const REQUESTS = 5_000;
const TIMES = 4;
const BATCH = 50;

export interface AtRest {
  decisions: number;
  /** Bytes a decision, all in all: rows, bodies, indexes. */
  whole: number;
  /** Of that, what the requests alone take as JSON lines, deflated in the same portions. */
  facts: number;
  segments: number;
}

/** @throws where one of them is no plain allow */
export async function measureAtRest(served: Served): Promise<AtRest> {
  const { as, surety, sql } = served;
  const allowed = requestsTo("agents", 10, REQUESTS, 300).map((request, i) => ({
    ...request,
    context: { ...request.context, items: 1, order: `ord-${(i * 7_919) % 1_000_003}` },
  }));
  const bodies = Array.from({ length: REQUESTS / BATCH }, (_, i) => ({
    body: JSON.stringify({ requests: allowed.slice(i * BATCH, (i + 1) * BATCH) }),
    expect: '"verdict":"allow"',
  }));
  const { rows: before } = await sql.query("SELECT max(last_id) AS id FROM decision_segment");
  const headers = { "content-type": "application/json", authorization: `Bearer ${surety.quickstart.keys.service}` };
  const url = `${as.service.url}/api/v1/decisions/batch`;
  await load({ url, headers, bodies, requests: (REQUESTS / BATCH) * TIMES, connections: 16 });
  await served.sealed();
  return weigh(served, before[0].id);
}

/** A table of the same make with these rows alone: without what merged rows left behind. */
async function weigh({ sql }: Served, after: string): Promise<AtRest> {
  await sql.query("SET ROLE NONE");
  await sql.query("CREATE TABLE bench_at_rest (LIKE decision_segment INCLUDING ALL)");
  try {
    await sql.query("INSERT INTO bench_at_rest SELECT * FROM decision_segment WHERE first_id > $1", [after]);
    const { rows } = await sql.query<{ bytes: string; decisions: string; segments: string }>(
      "SELECT pg_total_relation_size('bench_at_rest') AS bytes, sum(count) AS decisions, count(*) AS segments FROM bench_at_rest",
    );
    const { rows: held } = await sql.query<{ body: Buffer }>("SELECT body FROM bench_at_rest");
    const [decisions, segments] = [Number(rows[0]?.decisions), Number(rows[0]?.segments)];
    const factsOf = (body: Buffer) => {
      const records = fromBody(body);
      if (records.some(({ answer }) => answer.verdict !== "allow")) throw new Error("not all of them were allowed");
      return deflateRawSync(records.map(({ request }) => JSON.stringify(request)).join("\n"), { level: 3 }).length;
    };
    const facts = held.reduce((sum, { body }) => sum + factsOf(body), 0) / decisions;
    return { decisions, segments, whole: Number(rows[0]?.bytes) / decisions, facts };
  } finally {
    await sql.query("DROP TABLE bench_at_rest");
    await sql.query("SET ROLE surety_system");
  }
}
