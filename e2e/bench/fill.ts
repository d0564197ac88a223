/** Fills the store with decisions by the recorder's own statement and the sequencer's own seal: only the clock is ours. */
import { openDatabase } from "@/lib/db/database";
import { sequence } from "@/lib/db/ledger";
import type { DecisionRecord } from "@/lib/db/segment";
import { compile } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import { monotonicIds } from "@/lib/domain/identity";
import { toBatch } from "@/lib/runtime/batch";
import { requestsTo } from "./decide-world";
import { say } from "./machine";
import type { Served } from "./servers";

const BATCH = 250;
const SEAL_EVERY = 256;
const TEMPLATES = 4_000;

/** Of a hundred thousand decisions: one by `bot-9`, a hundred by `bot-8`, the rest by the others. */
function agentOf(n: number): number {
  if (n % 100_000 === 54_321) return 9;
  return n % 1_000 === 500 ? 8 : (n * 7) % 8;
}

export interface Fill {
  /** Adds decisions until so many are stored, each later than the one before. */
  upTo(decisions: number): Promise<void>;
  close(): Promise<void>;
}

/** Who decides, and how often: unless said otherwise ten agents, ten million decisions in thirty days. */
interface How {
  pacts: number;
  agentOf(n: number): number;
  /** ms between two decisions. */
  step: number;
}

export async function startFill({ database, sql }: Served, given: Partial<How> = {}): Promise<Fill> {
  const how: How = { pacts: 10, agentOf, step: 259, ...given };
  const db = openDatabase(database.url);
  const { rows } = await sql.query("SELECT organisation_id FROM agent WHERE slug = 'bot-0'");
  const organisationId: string = rows[0].organisation_id;
  const loaded = await db.loadState(organisationId, 0, Date.now());
  if (!loaded || !("state" in loaded)) throw new Error("there is no such organisation");
  const snapshot = compile(loaded.state);
  const byAgent = new Map<string, DecisionRecord[]>();
  const decidedAt = Date.now();
  for (const request of requestsTo("agents", how.pacts, TEMPLATES, 420)) {
    const answer = decide(snapshot, request, decidedAt);
    byAgent.set(request.agent, [...(byAgent.get(request.agent) ?? []), { id: "", request, answer, review: null }]);
  }
  let now = decidedAt - 31 * 24 * 3_600_000;
  const clock = { now: () => now };
  const ids = monotonicIds(clock, "bnch", Math.random);
  const record = (n: number): DecisionRecord => {
    now += how.step;
    const all = byAgent.get(`bot-${how.agentOf(n)}`) ?? [];
    const { request, answer } = all[n % all.length] as DecisionRecord;
    const context = { ...request.context, order: `ord-${(n * 7_919) % 100_000_007}` };
    const useBy = answer.useBy === null ? null : now + 300_000;
    return {
      id: ids.next("dec"),
      request: { ...request, context },
      answer: { ...answer, decidedAt: now, useBy },
      review: null,
    };
  };
  let stored = 0;
  const put = async () => {
    const records = Array.from({ length: BATCH }, (_, i) => record(stored + i));
    const laid = toBatch(organisationId, "bnch", records, () => ids.next("exc"));
    if (!laid || (await db.record({ ...laid, answers: null })) !== "recorded")
      throw new Error("a batch was not recorded");
    stored += BATCH;
  };
  const sealAll = async () => {
    while ((await sequence(db, organisationId, now, ids))?.more);
  };
  return {
    async upTo(decisions) {
      for (let batches = 1; stored < decisions; batches++) {
        await put();
        if (batches % SEAL_EVERY === 0) await sealAll();
        if (stored % 1_000_000 === 0) say(`${stored / 1e6} million decisions stored`);
      }
      await sealAll();
      // As autovacuum does after a while.
      for (const text of ["SET ROLE NONE", "VACUUM ANALYZE decision_segment", "ANALYZE decision_index"])
        await sql.query(text);
      await sql.query("SET ROLE surety_system");
    },
    close: () => db.close(),
  };
}
