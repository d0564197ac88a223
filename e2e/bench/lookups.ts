/** How long it takes to find decisions again, by id and by every filter of the list, over HTTP. */
import { performance } from "node:perf_hooks";
import { quantile, say } from "./machine";
import type { Served } from "./servers";

const TIMES = 300;
const WARM = 20;

export interface Lookup {
  what: string;
  /** ms */
  p50: number;
  p99: number;
}

interface Found {
  items: { id: string; decidedAt: string }[];
  nextCursor: string | null;
}

/** Filters by what makes them hard; `bot-9` decides once in 100,000, `bot-8` once in 1,000. */
const filters = (middle: { from: string; to: string; cursor: string }): Record<string, string> => ({
  "newest first": "",
  "newest first, 200 of them": "limit=200",
  "a page in the middle": `cursor=${middle.cursor}`,
  "an hour in the middle": `from=${middle.from}&to=${middle.to}`,
  "a frequent agent": "agent=bot-1",
  "a seldom agent": "agent=bot-8",
  "a rare agent": "agent=bot-9",
  "a rare agent, before the middle": `agent=bot-9&to=${middle.to}`,
  "an agent that never asked": "agent=nobody",
  "a rare pact": "pact=pact-9",
  "a rare workflow": "workflow=workflow-9",
  "a rare agent's allows": "agent=bot-9&verdict=allow",
  "a seldom agent's blocks": "agent=bot-8&verdict=block",
  blocks: "verdict=block",
  "what was not permitted": "permitted=false",
  "what was ungoverned: nothing": "governed=false",
  "a frequent trigger": "trigger=violation",
  "a trigger that never acted": "trigger=drift",
  "a clause of one pact": "clause=pact-3/clause-3",
  "a clause of any pact": "clause=clause-3",
  "a frequent agent under another's pact: nothing": "agent=bot-1&pact=pact-2",
  "a frequent agent in another's workflow: nothing": "agent=bot-1&workflow=workflow-2",
});

export async function measureLookups({ as, sql }: Served): Promise<Lookup[]> {
  const { rows } = await sql.query<{ last_id: string; to_at: Date }>(
    "SELECT last_id, to_at FROM decision_segment WHERE node = 'bnch' ORDER BY last_id OFFSET (SELECT count(*) / 2 FROM decision_segment WHERE node = 'bnch') LIMIT 1",
  );
  const [half] = rows;
  if (!half) throw new Error("nothing is stored");
  const cursor = Buffer.from(JSON.stringify([half.last_id])).toString("base64url");
  const to = half.to_at.toISOString();
  const from = new Date(half.to_at.getTime() - 3_600_000).toISOString();
  const timed = async (path: string) => {
    const started = performance.now();
    const found: Found = await as.service.must(200, as.service.get(path));
    return { found, ms: performance.now() - started };
  };
  const measure = async (what: string, path: (i: number) => string): Promise<Lookup> => {
    const seen: number[] = [];
    for (let i = 0; i < WARM + TIMES; i++) {
      const { ms } = await timed(path(i));
      if (i >= WARM) seen.push(ms);
    }
    return { what, p50: quantile(seen, 0.5), p99: quantile(seen, 0.99) };
  };
  const { rows: ids } = await sql.query<{ first_id: string; last_id: string }>(
    "SELECT first_id, last_id FROM decision_segment WHERE node = 'bnch' ORDER BY random() LIMIT $1",
    [WARM + TIMES],
  );
  const lookups = [await measure("by id", (i) => `/api/v1/decisions/${ids[i % ids.length]?.last_id}`)];
  for (const [what, query] of Object.entries(filters({ from, to, cursor })))
    lookups.push(await measure(what, () => `/api/v1/decisions?${query}`));
  for (const { what, p50, p99 } of lookups) say(`${what}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  return lookups;
}

/** What is stored: bytes a decision, rows and indexes and all, and how many rows stand beside the segments. */
export async function measureStore({ sql }: Served): Promise<{ bytes: number; indexed: number }> {
  const { rows } = await sql.query<{ bytes: string; decisions: string; indexed: string }>(
    `SELECT pg_total_relation_size('decision_segment') + pg_total_relation_size('decision_index') AS bytes,
       (SELECT sum(count) FROM decision_segment) AS decisions, (SELECT count(*) FROM decision_index) AS indexed`,
  );
  const [row] = rows;
  return { bytes: Number(row?.bytes) / Number(row?.decisions), indexed: Number(row?.indexed) };
}
